import assert from 'node:assert/strict';
import { type SourceMarks, type BindingMark } from '../../protocol/index.ts';
import { traceFromText, type Trace } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { messages, steps } from './fixtures.ts';
import { connect, start } from './stories.ts';
import { focusedThread, stackOf } from './view.ts';

const source = { path: '/fixture/lib/fixture.ex' };

const marks = async (client: Client, of: object = source): Promise<SourceMarks> =>
  (await client.request('cinema/marks', { source: of })) as unknown as SourceMarks;

async function bindings(client: Client, of: object = source): Promise<readonly BindingMark[]> {
  const [top] = await stackOf(client, await focusedThread(client));
  const answer = await client.request('cinema/bindings', { source: of, frameId: top!.id });
  return (answer as { bindings: readonly BindingMark[] }).bindings;
}

const texts = (found: readonly BindingMark[]): readonly string[] =>
  found.map(({ name, line, column, text }) => `${line}:${column} ${name} = ${text}`).sort();

describe('what ran of a source', () => {
  it('is told by line and by function, with how long calls took', async () => {
    const client = connect(steps());
    await start(client);
    const { lines, functions } = await marks(client);
    assert.deepEqual(lines.find(({ line }) => line === 11)?.hits, 1);
    const double = functions.find(({ name }) => name === 'double')!;
    assert.deepEqual([double.arity, double.calls, double.timed, double.exceptions], [1, 1, 1, 0]);
    assert.ok(double.worst !== null && double.worst > 0 && double.median === double.worst);
  });

  it('counts what left by an exception, and has no duration for what never ended', async () => {
    const client = connect(
      traceFromText(`
        a: call main()@1 | try 1@2 | call risky(n=1)@10 | line@11 | raise :error :boom@11 | catch 1 :error :boom@3 | line@3 | call wait()@20 | line@21
      `),
    );
    await start(client);
    const { functions } = await marks(client);
    const of = (name: string) => functions.find((one) => one.name === name)!;
    assert.equal(of('risky').exceptions, 1);
    assert.deepEqual([of('wait').calls, of('wait').median, of('wait').worst], [1, null, null]);
  });

  it('is nothing for a file that was not recorded', async () => {
    const client = connect(steps());
    await start(client);
    assert.deepEqual(await marks(client, { path: '/elsewhere/other.ex' }), { lines: [], functions: [] });
  });
});

describe('what a frame has bound so far', () => {
  /** x is bound in line 2 and again in line 3; y, bound in line 4, is not yet where the replay stands. */
  function rebinding(): Trace {
    const trace = traceFromText('a: call main()@1 | line@2 | line@3 x=1 | line@4 x=2 | line@5 y=3');
    const [module] = trace.modules;
    const occurrences = [
      [2, 3, 0],
      [3, 3, 1],
      [3, 7, 0],
      [4, 3, 2],
      [4, 7, 1],
    ] as const;
    return { ...trace, modules: [{ ...module!, occurrences }] };
  }

  it('stands where it is bound, each binding of a name with its own value', async () => {
    const client = connect(rebinding());
    await start(client, { startAt: { moment: 3 } });
    assert.deepEqual(texts(await bindings(client)), ['2:3 x = 1', '3:3 x = 2']);
    await client.request('next', { threadId: await focusedThread(client) });
    assert.deepEqual(texts(await bindings(client)), ['2:3 x = 1', '3:3 x = 2', '4:3 y = 3']);
    await client.request('stepBack', { threadId: await focusedThread(client) });
    await client.request('stepBack', { threadId: await focusedThread(client) });
    assert.deepEqual(texts(await bindings(client)), ['2:3 x = 1']);
  });

  it('is known by its line where the recording has no columns', async () => {
    const client = connect(steps());
    await start(client, { startAt: { function: 'Fixture.land/1' } });
    const found = texts(await bindings(client));
    assert.ok(found.length > 0 && found.every((text) => /^\d+:1 /.test(text)), found.join());
  });

  it('is nothing for another file, and for the frame of an earlier stop', async () => {
    const client = connect(messages());
    await start(client, { startAt: { moment: 3 } });
    const [top] = await stackOf(client, await focusedThread(client));
    assert.deepEqual(await bindings(client, { path: '/elsewhere/other.ex' }), []);
    await client.request('next', { threadId: await focusedThread(client) });
    const stale = await client.request('cinema/bindings', { source, frameId: top!.id });
    assert.deepEqual(stale, { bindings: [] });
  });
});
