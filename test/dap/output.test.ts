import assert from 'node:assert/strict';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { traceFromText } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { connect, move, settled, start, story } from './stories.ts';
import { focusedThread, stackOf } from './view.ts';

const run = () =>
  traceFromText(`
    a: call main()@1 | line@2 | send io {:io_request, 1, 2, {:put_chars, :unicode, "one\\n"}} | line@3 | log "two" | line@4
  `);

const over = async (client: Client): Promise<unknown> =>
  move(client, 'next', { threadId: await focusedThread(client) });
const printed = (client: Client): readonly string[] =>
  client.messages.flatMap((message) => {
    const { event, body } = message as unknown as DebugProtocol.OutputEvent;
    return event === 'output' && body.category !== 'console' ? [`${body.category}: ${body.output.trimEnd()}`] : [];
  });

describe('what the program printed and logged', () => {
  it('appears as the replay passes it, once', () =>
    story('program-output', run(), async (client) => {
      await over(client);
      await over(client);
      await move(client, 'stepBack', { threadId: await focusedThread(client) });
      await over(client);
      await client.request('evaluate', { expression: 'output', context: 'repl' });
    }));

  it('is there up to where a replay begins', async () => {
    const client = connect(run());
    await start(client, { startAt: 'end' });
    await settled(client);
    assert.deepEqual(printed(client), ['stdout: one', 'stdout: [info] two']);
  });

  it('is cut to the last lines where much was said at once', async () => {
    const lines = Array.from({ length: 250 }, (_, number) => `log "line ${number}"`).join(' | ');
    const client = connect(traceFromText(`a: call main()@1 | line@2 | ${lines} | line@3`));
    await start(client);
    await over(client);
    await settled(client);
    assert.equal(printed(client).length, 100);
    assert.equal(printed(client).at(-1), 'stdout: [info] line 249');
  });

  it('leads an editor that follows links to its moment, and back', async () => {
    const client = connect(run());
    await client.request('initialize', { adapterID: 'cinema', clientID: 'vscode' });
    await client.request('launch', { trace: '/recordings/fixture.cinema', startAt: 'end' });
    await client.event('initialized');
    await client.request('configurationDone');
    await client.event('cinema/position');
    const line = client.messages
      .map((message) => message as unknown as DebugProtocol.OutputEvent)
      .find(({ event, body }) => event === 'output' && body.output === 'one\n')!;
    const { variables } = (await client.request('variables', {
      variablesReference: line.body.variablesReference,
    })) as unknown as DebugProtocol.VariablesResponse['body'];
    assert.deepEqual(
      variables.map(({ value, variablesReference }) => [value, variablesReference]),
      [['one', 0]],
    );
    const place = await client.request('locations', { locationReference: variables[0]!.valueLocationReference });
    assert.equal(place['line'], 2);
    await settled(client);
    const [top] = await stackOf(client, await focusedThread(client));
    assert.equal(top!.line, 2);
    assert.equal(((await client.request('cinema/position')) as { moment: number }).moment, 2);
  });

  it('leads nowhere by a number that was never given', async () => {
    const client = connect(run());
    await start(client);
    const answer = await client.ask('locations', { locationReference: 123 });
    assert.equal(answer.success, false);
  });
});
