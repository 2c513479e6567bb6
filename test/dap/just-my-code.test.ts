import assert from 'node:assert/strict';
import { type JustMyCode } from '../../protocol/index.ts';
import { traceFromText } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { connect, move, start } from './stories.ts';
import { focusedThread, stackOf } from './view.ts';

const run = () =>
  traceFromText(`
    @calls lists
    a: call main()@1 | line@2 | call lists:map(1)@0 | return 1@0 | value 1@2 of main | line@3 | line@4
  `);

const standsAt = async (client: Client): Promise<string> => {
  const [top] = await stackOf(client, await focusedThread(client));
  return `${top!.name} ${top!.line}`;
};
const step = async (client: Client, command: string): Promise<string> => {
  await move(client, command, { threadId: await focusedThread(client) });
  return standsAt(client);
};

describe('just my code', () => {
  it('steps over what is not the program’s own, in both directions', async () => {
    const client = connect(run());
    await start(client);
    assert.equal(await standsAt(client), 'Fixture.main/0 2');
    assert.equal(await step(client, 'stepIn'), 'Fixture.main/0 3');
    await move(client, 'cinema/step', { verb: 'stepBackInto' });
    assert.equal(await standsAt(client), 'Fixture.main/0 2');
  });

  it('is turned off in the launch configuration, or while replaying', async () => {
    const client = connect(run());
    await start(client, { justMyCode: false });
    assert.match(await step(client, 'stepIn'), /lists:map\/1/);
    const turned = (await client.request('cinema/justMyCode', {})) as unknown as JustMyCode;
    assert.deepEqual(turned, { on: true, modules: ['lists'] });
    assert.deepEqual(await client.request('cinema/justMyCode', { on: false }), { on: false, modules: ['lists'] });
    const said = await client.request('evaluate', { expression: 'mycode on', context: 'repl' });
    assert.match(String(said['result']), /skip lists/);
  });
});
