import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrace } from '../../trace/index.ts';
import { writeRecording, type RecordingWriter } from '../../trace/testing.ts';
import { connectTo, start } from './stories.ts';
import { view } from './view.ts';

/** What no recorder writes and somebody might: each opens, in little time and memory, and its replay answers. */
const wrong = [
  null,
  true,
  -1,
  1e300,
  0.5,
  2 ** 31,
  4_000_000_000,
  '',
  '../../../etc/passwd',
  [],
  {},
  [[]],
  [null],
  'x'.repeat(1000),
];

const good = {
  module: 'm',
  language: 'erlang',
  level: 'lines',
  reason: null,
  base: 1,
  struct: ['zone'],
  records: { cart: ['owner'] },
  funs: [['-f/1-fun-0-', 2, 77]],
  files: [{ path: '/src/m.erl', hash: null }],
  scopes: [0, 1],
  functions: [{ name: 'f', arity: 1, line: 1, lastLine: 9 }],
  variables: [['X', 'X']],
  occurrences: [[2, 3, 0]],
  sites: [
    {
      kind: 'enter',
      file: 0,
      function: 0,
      line: 1,
      column: 1,
      scope: 1,
      values: 1,
      arguments: [{ value: 0 }],
      binds: [{ variable: 0, value: 0, path: [['element', 0]] }],
    },
    { kind: 'step', file: 0, function: 0, line: 2, column: 3, scope: 2, stop: true, opens: true, values: 0 },
    { kind: 'return', file: 0, function: 0, line: 3, column: 1, scope: 1, values: 1 },
  ],
};

describe('hostile recordings', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cinema-hostile-'));
  const trace = join(folder, 'hostile.cinema');
  after(() => rmSync(folder, { recursive: true }));

  /** Writes it, opens it through the adapter and looks at what is there. */
  async function replayed(fill: (writer: RecordingWriter) => void): Promise<readonly string[]> {
    writeRecording(trace, fill);
    const client = connectTo(openTrace);
    try {
      await start(client, { trace, cacheFolder: join(folder, 'cache'), sourceFolders: [folder] });
      const seen = await view(client, { threadId: 1, depth: 2 });
      await client.request('threads');
      await client.request('loadedSources');
      for (const verb of ['stepIn', 'next', 'stepBack', 'continue', 'reverseContinue'])
        await client.request(verb, { threadId: 1 });
      return [...seen.stack, ...seen.variables];
    } finally {
      client.close();
    }
  }

  const aCall = (writer: RecordingWriter, module: unknown = good) => {
    writer.module(module as object);
    writer.call([1, 2, 3]);
  };

  it('every field of a module wrong once, in every way', async () => {
    for (const path of pathsOf(good))
      for (const value of wrong) {
        try {
          await replayed((writer) => aCall(writer, replaced(good, path, value)));
        } catch (error) {
          throw new Error(`${path.join('.')} = ${JSON.stringify(value).slice(0, 50)}: ${(error as Error).stack ?? ''}`);
        }
      }
  });

  it('scopes in circles, and parents after their children', async () => {
    for (const scopes of [
      [1, 2],
      [2, 1],
      [2, 3],
      [3, 1, 2],
    ])
      assert.ok((await replayed((writer) => aCall(writer, { ...good, scopes }))).length > 0);
  });
});

type Path = readonly (string | number)[];

/** Where anything stands in a JSON value, but for the value itself. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
