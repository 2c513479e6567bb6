import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { connect as connectSocket } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createClient } from './client.ts';

const entry = fileURLToPath(new URL('../../adapter/main.ts', import.meta.url));
const requireBanner =
  "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);";

/** The adapter as it is shipped: one file, run by nothing but Node. */
describe('the bundled adapter', function () {
  this.timeout(20_000);
  let folder = '';
  let program = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cinema-adapter-'));
    program = join(folder, 'adapter.mjs');
    await build({
      entryPoints: [entry],
      outfile: program,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      banner: { js: requireBanner },
      logLevel: 'silent',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const started = (...given: string[]): ChildProcessWithoutNullStreams =>
    spawn(process.execPath, [program, ...given], { cwd: folder });
  const exitOf = (child: ChildProcessWithoutNullStreams): Promise<number | null> =>
    new Promise((resolve) => child.on('exit', (code) => resolve(code)));

  it('speaks on its standard streams, writes nothing else there, and ends with its client', async () => {
    const child = started();
    const client = createClient(child);
    const capabilities = await client.request('initialize', { adapterID: 'cinema' });
    assert.equal(capabilities['supportsStepBack'], true);
    const notATrace = join(folder, 'notes.cinema');
    writeFileSync(notATrace, 'shopping list: milk, eggs');
    const refused = await client.ask('launch', { trace: notATrace });
    assert.equal(refused.success, false);
    assert.match(refused.message ?? '', /notes\.cinema/);
    assert.deepEqual(await client.request('threads'), { threads: [] });
    const exit = exitOf(child);
    await client.request('disconnect');
    assert.equal(await exit, 0);
  });

  it('ends when its client is gone without a word', async () => {
    const child = started();
    const client = createClient(child);
    await client.request('initialize', { adapterID: 'cinema' });
    const exit = exitOf(child);
    child.stdin.end();
    assert.equal(await exit, 0);
  });

  it('serves several clients on a port of this machine', async () => {
    const child = started('--port', '0');
    try {
      const line = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
      );
      const port = Number(/^listening on 127\.0\.0\.1:(\d+)\n$/.exec(line)?.[1]);
      const clients = [1, 2].map(() => createClient(connectSocket(port, '127.0.0.1')));
      for (const client of clients) {
        assert.equal((await client.request('initialize', { adapterID: 'cinema' }))['supportsStepBack'], true);
      }
      await clients[0]!.request('disconnect');
      assert.deepEqual(await clients[1]!.request('threads'), { threads: [] });
      clients[1]!.close();
    } finally {
      const exit = exitOf(child);
      child.kill();
      await exit;
    }
  });

  it('says how it is used', async () => {
    const child = started('--port', 'http');
    let told = '';
    child.stderr.on('data', (data: Buffer) => (told += data.toString()));
    assert.equal(await exitOf(child), 2);
    assert.match(told, /--port needs a number from 0 to 65535, not http\nusage: adapter/);
  });
});
