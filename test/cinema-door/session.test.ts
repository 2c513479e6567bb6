import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cinemaVersion, type DoorAddress } from '../../protocol/index.ts';
import { openTrace, traceFromText } from '../../trace/index.ts';
import { generate } from '../../trace/testing.ts';
import { type Client } from '../dap/client.ts';
import { messages } from '../dap/fixtures.ts';
import { connect, connectTo, launch, move, start } from '../dap/stories.ts';
import { connectPage } from './page.ts';

async function doorOf(client: Client): Promise<DoorAddress> {
  return (await client.request('cinema/door')) as unknown as DoorAddress;
}

/** The debugger and the cinema look at one replay. */
describe('the door of a debug session', function () {
  this.timeout(30_000);
  const opening = { version: cinemaVersion };

  it('opens when it is first asked for, and stays the same', async () => {
    const client = connect(messages());
    assert.equal((await client.ask('cinema/door')).success, false, 'no recording is open yet');
    await start(client);
    const door = await doorOf(client);
    assert.match(door.token, /^[0-9a-f]{64}$/);
    assert.deepEqual(await doorOf(client), door);
    const page = await connectPage(door);
    const { attached, cursor } = await page.ask('opening', opening);
    assert.equal(attached, true);
    assert.deepEqual({ ...cursor }, await client.request('cinema/position'));
    client.close();
    await page.closed;
  });

  it('tells the pages where the debugger steps to', async () => {
    const client = connect(messages());
    await start(client);
    const page = await connectPage(await doorOf(client));
    await move(client, 'stepIn', { threadId: 1 });
    const news = await page.news();
    assert.ok(news.kind === 'position');
    assert.deepEqual(news.position, await client.request('cinema/position'));
    client.close();
  });

  it('takes the debugger along where a page goes, as a jump, in less than 100 ms', async () => {
    const client = connect(messages());
    await start(client);
    const page = await connectPage(await doorOf(client));
    const position = await page.ask('seek', { moment: 3 });
    const continued = await client.event('continued');
    const stopped = await client.event('stopped');
    assert.equal(continued['allThreadsContinued'], true);
    assert.equal(stopped['allThreadsStopped'], true);
    assert.equal(stopped['threadId'], position.process + 1);
    assert.deepEqual(await client.event('cinema/position'), { ...position });
    const stack = await client.request('stackTrace', { threadId: stopped['threadId'] });
    assert.ok((stack['stackFrames'] as readonly object[]).length > 0);
    const forth = await page.ask('step', { verb: 'stepIn' });
    assert.ok(forth.moment > 3);
    assert.equal((await client.event('stopped'))['reason'], 'step');
    const times: number[] = [];
    for (let moment = 1; moment <= 9; moment++) {
      const begun = performance.now();
      await page.ask('seek', { moment });
      await client.event('cinema/position');
      times.push(performance.now() - begun);
    }
    assert.ok(times.sort((one, other) => one - other)[4]! < 100, `the usual one took ${times[4]} ms`);
    client.close();
  });

  it('follows the console and custom requests as well', async () => {
    const client = connect(messages());
    await start(client);
    const page = await connectPage(await doorOf(client));
    await client.request('cinema/seek', { fraction: 1 });
    const first = await page.news();
    assert.ok(first.kind === 'position' && first.position.moment === first.position.momentCount - 1);
    await client.request('evaluate', { context: 'repl', expression: 'back' });
    const second = await page.news();
    assert.ok(second.kind === 'position' && second.position.moment < first.position.moment);
    client.close();
  });

  it('gives out the texts of the trace and of the folders that the client named, and of no other file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cinema-source-'));
    try {
      writeFileSync(join(folder, 'inside.ex'), 'defmodule Inside do\nend\n');
      const trace = traceFromText('a: call main()@1 | line@2');
      const sources = [join(folder, 'inside.ex'), '/etc/hostname', 'kept.ex'].map((path, at) => ({
        path,
        hash: null,
        text: at === 2 ? 'kept in the trace' : null,
      }));
      const client = connect({ ...trace, sources });
      await start(client, { sourceFolders: [folder] });
      const page = await connectPage(await doorOf(client));
      const texts = await Promise.all([0, 1, 2].map(async (source) => (await page.ask('source', { source })).text));
      assert.deepEqual(texts, ['defmodule Inside do\nend\n', null, 'kept in the trace']);
      client.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [what, leave] of [
    ['disconnects', (client: Client) => client.request('disconnect')],
    ['terminates', (client: Client) => client.request('terminate')],
    ['is gone', (client: Client) => Promise.resolve(client.close())],
  ] as const)
    it(`tells the pages when the client ${what}, and closes`, async () => {
      const client = connect(messages());
      await start(client);
      const door = await doorOf(client);
      const page = await connectPage(door);
      await page.ask('opening', opening);
      await leave(client);
      const news = await page.news();
      assert.ok(news.kind === 'ended' && !news.open);
      assert.equal((await page.closed).code, 1001);
      await assert.rejects(connectPage(door));
    });

  it('makes a damaged index anew for a page, and the debugger goes on with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cinema-mend-'));
    try {
      const file = join(folder, 'shop.cinema');
      const cacheFolder = join(folder, 'cache');
      generate(file, { events: 30_000, servers: 4, clients: 10 });
      const client = connectTo((path, options) => openTrace(path, { ...options, cacheBytes: 1 }));
      await launch(client, { trace: file, cacheFolder });
      await client.request('configurationDone');
      const page = await connectPage(await doorOf(client));
      const before = await page.ask('event', { moment: 15_000 });
      const index = join(cacheFolder, readdirSync(cacheFolder)[0]!);
      writeFileSync(index, Buffer.alloc(statSync(index).size, 0x55));
      const after = await page.ask('event', { moment: 15_000 });
      assert.deepEqual(after, before);
      assert.ok(existsSync(index));
      assert.equal((await page.ask('seek', { moment: 20_000 })).moment, 20_000);
      assert.equal((await client.request('cinema/position'))['moment'], 20_000);
      client.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
