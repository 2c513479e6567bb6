import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generate } from '../testing.ts';
import { buildInWorker } from './worker.ts';

describe('the worker that builds an index', () => {
  let folder = '';
  let worker = '';
  let trace = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cinema-worker-'));
    worker = join(folder, 'index-worker.mjs');
    trace = join(folder, 'shop.cinema');
    const entry = fileURLToPath(new URL('../index-worker.ts', import.meta.url));
    // As the build does it.
    await build({
      entryPoints: [entry],
      outfile: worker,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
    generate(trace, { events: 100_000 });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('tells how far it is, and leaves the index', async () => {
    const index = join(folder, 'done.cinema-index');
    const fractions: number[] = [];
    const result = await buildInWorker(worker, trace, index, { progress: (fraction) => fractions.push(fraction) });
    assert.ok(result.ok);
    assert.ok(existsSync(index));
    assert.equal(fractions.at(-1), 1);
  });

  it('can be cancelled while it works, and leaves nothing', async () => {
    const index = join(folder, 'cancelled.cinema-index');
    const controller = new AbortController();
    const result = await buildInWorker(worker, trace, index, {
      signal: controller.signal,
      progress: () => controller.abort(),
    });
    assert.ok(!result.ok && result.error.code === 'cancelled');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('cancelled')),
      [],
    );
  });

  it('says what is wrong with a trace that cannot be read', async () => {
    const text = join(folder, 'text.cinema');
    writeFileSync(text, 'no trace');
    const result = await buildInWorker(worker, text, join(folder, 'text.cinema-index'), {});
    assert.ok(!result.ok && result.error.code === 'notATrace');
  });

  it('says so when the worker itself cannot run', async () => {
    const result = await buildInWorker(join(folder, 'nowhere.mjs'), trace, join(folder, 'x.cinema-index'), {});
    assert.ok(!result.ok && result.error.code === 'unreadable');
  });
});
