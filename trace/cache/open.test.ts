import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeTrace,
  describeTrace,
  openTrace,
  stackAt,
  summarize,
  type Moment,
  type ProcessId,
  type Trace,
} from '../index.ts';
import { generate } from '../testing.ts';
import { defaultCacheFolder, tidyFolder } from './folder.ts';

let folder = '';
let file = '';
let cacheFolder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinema-open-'));
  file = join(folder, 'shop.cinema');
  cacheFolder = join(folder, 'cache');
  generate(file, { events: 20_000 });
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function opened(options: Parameters<typeof openTrace>[1] = {}): Promise<Trace> {
  const result = await openTrace(file, { cacheFolder, ...options });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A few answers that depend on all parts of the index. */
function answers(trace: Trace): unknown {
  const stacks = [1000, 5000, 19_000].flatMap((moment) =>
    Array.from({ length: 20 }, (_, process) => stackAt(trace, process as ProcessId, moment as Moment)),
  );
  return { stacks, summary: summarize(trace) };
}

describe('opening a trace', () => {
  it('builds the index once; opened again it says the same, without progress', async () => {
    const fractions: number[] = [];
    const first = await opened({ progress: (fraction) => fractions.push(fraction) });
    const expected = answers(first);
    closeTrace(first);
    assert.equal(fractions.at(-1), 1);
    const second = await opened({ progress: () => assert.fail('the index is there') });
    assert.deepEqual(answers(second), expected);
    closeTrace(second);
    assert.equal(readdirSync(cacheFolder).length, 1);
  });

  for (const [what, damage] of [
    ['cut off', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['empty', (path: string) => writeFileSync(path, '')],
    ['of another version', (path: string) => overwrite(path, -28, 99)],
    ['damaged in its footer', (path: string) => overwrite(path, -100, 7)],
  ] as const) {
    it(`makes an index anew that is ${what}`, async () => {
      const first = await opened();
      const expected = answers(first);
      closeTrace(first);
      damage(join(cacheFolder, readdirSync(cacheFolder)[0]!));
      let built = false;
      const second = await opened({ progress: () => (built = true) });
      assert.ok(built);
      assert.deepEqual(answers(second), expected);
      closeTrace(second);
    });
  }

  it('works where no index can be kept', async () => {
    const trace = await opened({ cacheFolder: join(file, 'not-a-folder') });
    assert.ok(trace.eventCount > 10_000);
    closeTrace(trace);
  });

  it('can be cancelled, and leaves nothing behind', async () => {
    rmSync(cacheFolder, { recursive: true, force: true });
    const controller = new AbortController();
    controller.abort();
    const result = await openTrace(file, { cacheFolder, signal: controller.signal });
    assert.ok(!result.ok && result.error.code === 'cancelled');
    assert.ok(!existsSync(cacheFolder) || readdirSync(cacheFolder).length === 0);
  });

  it('says why what is no trace cannot be opened', async () => {
    const path = join(folder, 'text.cinema');
    writeFileSync(path, 'not a trace');
    const result = await openTrace(path, { cacheFolder });
    assert.ok(!result.ok && result.error.code === 'notATrace');
    const missing = await openTrace(join(folder, 'nowhere.cinema'), { cacheFolder });
    assert.ok(!missing.ok && missing.error.code === 'notFound');
  });

  it('describes what is inside', async () => {
    const described = await describeTrace(file, { cacheFolder });
    assert.ok(described.ok);
    const { events, eventsByKind, processes, modules, bytes } = described.value;
    assert.equal(
      eventsByKind.reduce((sum, { count }) => sum + count, 0),
      events,
    );
    assert.equal(bytes, statSync(file).size);
    assert.ok(processes.length > 5 && modules.length > 2);
  });
});

describe('the cache folder', () => {
  it('is the user’s, as the system has it', () => {
    assert.match(defaultCacheFolder({ XDG_CACHE_HOME: '/caches' }, 'linux'), /caches.execution-cinema$/);
    assert.match(defaultCacheFolder({ LOCALAPPDATA: '/local' }, 'win32'), /local.execution-cinema.cache$/);
  });

  it('loses the index used longest ago when it grows too large, never the one in use', () => {
    const cache = mkdtempSync(join(folder, 'tidy-'));
    const names = ['a', 'b', 'c'].map((name) => join(cache, `${name}.cinema-index`));
    for (const name of names) writeFileSync(name, Buffer.alloc(1000));
    tidyFolder(cache, names[0]!, 1500);
    assert.ok(existsSync(names[0]!));
    assert.ok(readdirSync(cache).length <= 2);
  });
});

function overwrite(path: string, fromEnd: number, byte: number): void {
  const bytes = readFileSync(path);
  bytes[bytes.length + fromEnd] = byte;
  writeFileSync(path, bytes);
}
