import assert from 'node:assert/strict';
import { traceFromText, type Trace } from '../../trace/index.ts';
import { messages, steps } from './fixtures.ts';
import { connect, start, story } from './stories.ts';
import { stackOf } from './view.ts';

const source = { path: '/fixture/lib/fixture.ex' };

/** A client casts to a server twice; the server's second state is the first with one key changed. */
const server = (): Trace =>
  traceFromText(`
    a: call main()@1 | line@2 | spawn b | line@3 |                            | send b {:"$gen_cast", {:add, 1}} |
    b:               |        |         |        | state Fixture %{n: 0, last: nil} |                                  | arrive a {:"$gen_cast", {:add, 1}} | call handle_cast(msg={:add, 1}, state=%{n: 0, last: nil})@5 | line@6 n=1 | line@7 n=2 | return {:noreply, 1}@7 | state Fixture %{n: 2, last: nil}
  `);

describe('histories', () => {
  it('of an expression, a state, a function, a line and a process', () =>
    story(
      'history',
      server(),
      async (client) => {
        const [frame] = await stackOf(client, 2);
        const of = (subject: object, given: object = {}) => client.ask('cinema/history', { of: subject, ...given });
        await of({ kind: 'expression', text: 'n', frameId: frame!.id });
        await of({ kind: 'expression', text: 'state.last' });
        await of({ kind: 'state', path: '.n' }, { changesOnly: true });
        await of({ kind: 'process', process: 1 }, { start: 1, count: 1 });
        await of({ kind: 'function', module: 'Elixir.Fixture', name: 'handle_cast', arity: 2 });
        await of({ kind: 'line', source, line: 3 });
        await client.ask('cinema/causes');
        await client.ask('cinema/causes', { threadId: 1 });
      },
      { launchWith: { startAt: { moment: 9 } } },
    ));

  it('refuse what has none, in a sentence', () =>
    story('history-refused', server(), async (client) => {
      const of = (subject: object) => client.ask('cinema/history', { of: subject });
      await of({});
      await of({ kind: 'expression', text: 'nothing' });
      await of({ kind: 'expression', text: 'n', frameId: 999_999 });
      await of({ kind: 'state', process: 77 });
      await of({ kind: 'state', path: '.n +' });
      await of({ kind: 'function', module: 'Shop', name: 'add', arity: 1 });
      await of({ kind: 'line', source, line: 99 });
      await client.ask('cinema/runTo', { source, line: 99 });
      await client.ask('cinema/runTo', { source, line: 2, direction: 'backward' });
    }));

  it('move nothing, and are answered while the replay steps on', async () => {
    const client = connect(server());
    await start(client, { startAt: { moment: 9 } });
    const before = await client.request('cinema/position');
    const asked = client.request('cinema/history', { of: { kind: 'process', process: 1 } });
    assert.deepEqual(await client.request('cinema/position'), before);
    assert.equal(((await asked)['rows'] as unknown[]).length, 2);
    client.close();
  });

  it('that take long end when they are cancelled', async () => {
    const many = Array.from({ length: 30_000 }, (_, n) => `line@2 x=${n}`).join(' | ');
    const client = connect(traceFromText(`a: call f()@1 | ${many}`));
    await start(client, { startAt: { moment: 5 } });
    const asked = client.ask('cinema/history', {
      of: { kind: 'expression', text: 'x[0]' },
      count: 1000,
      changesOnly: true,
    });
    const { seq } = client.messages.at(-1)!;
    await client.request('cancel', { requestId: seq });
    const { success, message } = await asked;
    assert.deepEqual([success, message], [false, 'Cancelled.']);
    client.close();
  });
});

describe('the debug console lists moments', () => {
  it('of histories, calls, hits, timelines and causes', () =>
    story(
      'console-history',
      server(),
      async (client) => {
        for (const expression of [
          'history n',
          'history state.n',
          'calls Fixture.handle_cast/2',
          'hits',
          'hits 3',
          'hits fixture.ex:2',
          'timeline',
          'timeline .n',
          'more',
          'causes',
          'history nothing',
          'calls Nobody.here/0',
          'hits nowhere.ex:1',
          'hits + 1',
        ]) {
          await client.ask('evaluate', { expression, context: 'repl' });
        }
      },
      { launchWith: { startAt: { moment: 9 } } },
    ));

  it('and leads back to them', () =>
    story(
      'console-run-back',
      messages(),
      async (client) => {
        for (const expression of ['to send', 'to crash', 'seek 11', 'to spawn', 'run to 12', 'run back to 2', '@4']) {
          await client.ask('evaluate', { expression, context: 'repl' });
          await client.event('cinema/position');
        }
        for (const verb of ['toSend', 'toSpawn', 'toCrash']) {
          await client.ask('cinema/step', { verb, threadId: 2 });
          await client.event('cinema/position');
        }
        await client.ask('cinema/runTo', { source, line: 12 });
      },
      { launchWith: { startAt: { moment: 8 } } },
    ));

  it('page by page', async () => {
    const many = Array.from({ length: 45 }, (_, n) => `line@2 x=${n}`).join(' | ');
    const client = connect(traceFromText(`a: call f()@1 | ${many}`));
    await start(client, { startAt: { moment: 1 } });
    const say = async (expression: string) =>
      (await client.request('evaluate', { expression, context: 'repl' }))['result'];
    assert.match(String(await say('history x')), /: 1 to 20 of 45\. "more" lists the next\.$/);
    assert.match(String(await say('more')), /: 21 to 40 of 45\. "more" lists the next\.$/);
    assert.match(String(await say('more')), /: 41 to 45 of 45\.$/);
    assert.match(String(await say('more')), /: no more\.$/);
    client.close();
  });

  it('of a variable that has the name of a word', async () => {
    const client = connect(steps());
    await start(client, { startAt: { moment: 8 } });
    const response = await client.ask('evaluate', { expression: 'history', context: 'repl' });
    assert.equal(response.success, false);
    client.close();
  });
});
