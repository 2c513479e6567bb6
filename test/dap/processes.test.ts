import assert from 'node:assert/strict';
import { traceFromText } from '../../trace/index.ts';
import { messages } from './fixtures.ts';
import { connect, move, start, story } from './stories.ts';
import { focusedThread, frameText, stackOf, view } from './view.ts';

describe('several processes', () => {
  it('crosses to the cause of a message and to its effect, telling the client that everything went on', () =>
    story('causes', messages(), async (client) => {
      await client.request('cinema/step', { verb: 'toEffect' });
      await client.event('cinema/position');
      await client.request('cinema/seek', { moment: 8 });
      await client.event('cinema/position');
      await client.request('threads');
      for (const verb of ['toCause', 'toEffect', 'stepBackOut', 'stepBackInto']) {
        await client.request('cinema/step', { verb });
        await client.event('cinema/position');
      }
    }));

  it('stops at a crash, says what it is, and shows the variables it had', () =>
    story('crash', messages(), async (client) => {
      await client.request('setExceptionBreakpoints', { filters: ['uncaught'] });
      await move(client, 'continue', { threadId: 1 });
      await client.request('threads');
      await client.request('exceptionInfo', { threadId: 2 });
      await client.request('stackTrace', { threadId: 2 });
      await move(client, 'stepBack', { threadId: 2 });
      await client.ask('exceptionInfo', { threadId: 2 });
      await move(client, 'reverseContinue', { threadId: 2 });
    }));

  it('steps the process it is asked to and shows the others as they are then', async () => {
    const client = connect(messages());
    await start(client, { startAt: { moment: 8 } });
    assert.equal(await focusedThread(client), 2);
    const stacks = () => [1, 2].map(async (thread) => (await stackOf(client, thread)).map(frameText).join(' < '));
    assert.deepEqual(await Promise.all(stacks()), ['Fixture.main/0 fixture.ex:3', 'Fixture.loop/1 fixture.ex:12']);
    const stopped = await move(client, 'next', { threadId: 1 });
    assert.equal(stopped['threadId'], 1);
    assert.equal(await focusedThread(client), 1);
    assert.deepEqual(await Promise.all(stacks()), ['Fixture.main/0 fixture.ex:4', 'Fixture.loop/1 fixture.ex:12']);
    client.close();
  });

  it('runs one process alone when asked to', async () => {
    const client = connect(messages());
    await start(client);
    const source = { path: '/fixture/lib/fixture.ex' };
    await client.request('setBreakpoints', { source, breakpoints: [{ line: 5 }, { line: 12 }] });
    const first = await move(client, 'continue', { threadId: 1, singleThread: true });
    assert.deepEqual([first['threadId'], first['hitBreakpointIds']], [1, [1]]);
    const back = await move(client, 'reverseContinue', { threadId: 1 });
    assert.deepEqual([back['threadId'], back['hitBreakpointIds']], [2, [2]]);
    client.close();
  });

  it('names threads by what they are and do, the nearest first, and tells how many are hidden', async () => {
    const children = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const text = `
      main: call main()@1 | line@2 | ${children.map((child) => `spawn ${child}`).join(' | ')} | send c29 :hello | line@3
      ${children.map((child) => `${child}: ${' |'.repeat(33)} call child()@10 | line@11`).join('\n')}`;
    const client = connect(traceFromText(text));
    await start(client, { maximumThreads: 3, startAt: 'end' });
    await client.request('cinema/seek', { moment: 34, process: 0 });
    const { threads } = (await client.request('threads')) as { threads: { id: number; name: string }[] };
    assert.deepEqual(
      threads.map(({ id }) => id),
      [1, 31, 2],
    );
    await client.request('threads');
    const told = client.messages.flatMap((message) =>
      message.type === 'event' && message.event === 'output' ? [(message.body as { output: string }).output] : [],
    );
    assert.equal(told.length, 2, 'told once');
    assert.equal(
      told[1],
      '28 more processes are alive here: the call stack lists the 3 nearest, the cinema all of them.\n',
    );
    client.close();
  });

  it('no step of one process changes what another shows at the same moment', async () => {
    const client = connect(messages());
    await start(client, { startAt: { moment: 12 } });
    const before = await view(client, { threadId: 2 });
    await client.request('next', { threadId: 1 });
    await client.request('stepBack', { threadId: 1 });
    await client.request('cinema/seek', { moment: 12 });
    assert.deepEqual(await view(client, { threadId: 2 }), before);
    client.close();
  });
});
