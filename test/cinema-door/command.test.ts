import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cinemaVersion, type DoorAddress } from '../../protocol/index.ts';
import { connectPage } from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shop = 'examples/shop/shop.cinema';

/** `cinema open` and `cinema serve`, run as a person and an editor run them. */
describe('the commands that serve a film', function () {
  this.timeout(60_000);
  let cache = '';
  before(() => (cache = mkdtempSync(join(tmpdir(), 'cinema-command-'))));
  after(() => rmSync(cache, { recursive: true, force: true }));

  function run(...words: string[]) {
    const child: ChildProcessWithoutNullStreams = spawn(
      process.execPath,
      ['--import', 'tsx', 'cli/main.ts', ...words],
      { cwd: root, env: { ...process.env, XDG_CACHE_HOME: cache, PATH: '/nowhere' } },
    );
    let out = '';
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    const line = async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(out);
        if (found !== null) return found;
        const how = await Promise.race([
          ended,
          new Promise((resolve) => child.stdout.once('data', () => resolve('more'))),
        ]);
        if (how !== 'more' && pattern.exec(out) === null) throw new Error(`ended with ${String(how)}: ${out}${error}`);
      }
    };
    return { child, ended, line, error: () => error, out: () => out };
  }

  it('open prints the address, lives without a browser, begins where it is told, and ends with Ctrl+C', async () => {
    const { child, ended, line } = run('open', `${shop}#2000`);
    const [address] = await line(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64}$/m);
    const url = new URL(address);
    assert.equal((await fetch(url)).status, 200);
    const page = await connectPage({ port: Number(url.port), token: url.searchParams.get('token')! });
    const { cursor, name } = await page.ask('opening', { version: cinemaVersion });
    assert.equal(name, 'shop.cinema');
    assert.equal(cursor.moment, 2000);
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    assert.equal((await page.closed).code, 1001);
  });

  it('serve tells its door in one line of JSON, and ends when its standard input does', async () => {
    const { child, ended, line } = run('serve', shop, '--moment', '12', '--json');
    const [text] = await line(/^\{"port".*\}$/m);
    const page = await connectPage(JSON.parse(text) as DoorAddress);
    assert.equal((await page.ask('opening', { version: cinemaVersion })).cursor.moment, 12);
    child.stdin.end();
    assert.equal(await ended, 0);
    await page.closed;
  });
});
