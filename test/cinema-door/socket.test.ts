import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { serveFilm, type ServedFilm } from '../../adapter/index.ts';
import { cinemaVersion, encodeFrame } from '../../protocol/index.ts';
import { generate } from '../../trace/testing.ts';
import { connectPage, urlOf, wholePicture } from './page.ts';

describe('the door', function () {
  this.timeout(30_000);
  let folder = '';
  let served: ServedFilm;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cinema-door-'));
    const file = join(folder, 'shop.cinema');
    generate(file, { events: 200_000, workers: 300 });
    const result = await serveFilm(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(result.ok);
    served = result.value;
  });
  after(() => {
    served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const opening = { version: cinemaVersion };
  const own = (): string => `http://127.0.0.1:${served.port}`;

  it('lets in programs, its own page and webviews of VS Code', async () => {
    for (const headers of [{}, { origin: own() }, { origin: 'vscode-webview://0a1b2c' }]) {
      const page = await connectPage(served, { headers });
      assert.equal((await page.ask('opening', opening)).name, 'shop.cinema');
      page.close();
    }
  });

  for (const [what, address, headers, status] of [
    ['without the token', () => `ws://127.0.0.1:${served.port}/door`, {}, 401],
    ['with another token', () => urlOf({ ...served, token: '0'.repeat(64) }), {}, 401],
    ['with a part of the token', () => urlOf({ ...served, token: served.token.slice(1) }), {}, 401],
    ['from another site', () => urlOf(served), { origin: 'https://example.com' }, 403],
    ['from another port of this machine', () => urlOf(served), { origin: 'http://127.0.0.1:1' }, 403],
    ['from a file', () => urlOf(served), { origin: 'null' }, 403],
    ['under another name', () => urlOf(served), { host: 'evil.example' }, 403],
    ['at another path', () => urlOf(served, '/elsewhere'), {}, 404],
  ] as const)
    it(`refuses who comes ${what}`, async () => {
      const socket = new WebSocket(address(), { headers });
      const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
      assert.equal(error.message, `Unexpected server response: ${status}`);
    });

  it('listens on this machine alone', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal);
    if (outside === undefined) return;
    const socket = connectSocket(served.port, outside.address);
    const error = await new Promise<Error>((resolve, reject) => {
      socket.on('error', resolve);
      socket.on('connect', () => reject(new Error('it listens on the network')));
    });
    assert.match(error.message, /ECONNREFUSED/);
  });

  for (const [what, bytes, code] of [
    ['nothing', new Uint8Array(), 1002],
    ['bytes that are no frame', Uint8Array.from({ length: 100 }, (_, at) => (at * 37) & 255), 1002],
    ['a length beyond the frame', Uint8Array.of(255, 255, 255, 255, 1, 2, 3, 4), 1002],
    ['a question without a number', encodeFrame({ ask: 'opening', given: {} }), 1002],
    ['a question that is no word', encodeFrame({ id: 1, ask: 7, given: {} }), 1002],
    ['a list', encodeFrame([1, 2, 3]), 1002],
    ['text', 'hello', 1003],
    ['a frame too large', new Uint8Array((1 << 20) + 1), 1009],
  ] as const)
    it(`hangs up on ${what}, and on nobody else`, async () => {
      const other = await connectPage(served);
      const page = await connectPage(served);
      page.send(bytes);
      assert.equal((await page.closed).code, code);
      assert.equal((await other.ask('opening', opening)).name, 'shop.cinema');
      other.close();
    });

  it('answers many questions, each once, in whatever order it can', async () => {
    const page = await connectPage(served);
    const asked = Array.from({ length: 200 }, (_, at) => page.ask('nearest', { axis: 'order', at }));
    const moments = (await Promise.all(asked)).map((found) => found?.moment);
    assert.deepEqual(
      moments,
      moments.map((_, at) => at),
    );
    page.close();
  });

  it('refuses questions beyond those it keeps waiting, and goes on', async () => {
    const page = await connectPage(served);
    const said = await Promise.all(
      Array.from({ length: 2000 }, (_, at) => page.begin('nearest', { axis: 'order', at }).done),
    );
    assert.ok(said.some((one) => 'problem' in one && one.problem.includes('waiting already')));
    assert.equal((await page.ask('nearest', { axis: 'order', at: 5 }))?.moment, 5);
    page.close();
  });

  it('does not answer what was cancelled, whether it waits or runs', async () => {
    const page = await connectPage(served);
    const { events, processes } = await page.ask('opening', opening);
    const running = page.begin('find', { text: 'nobody is called that' });
    const waiting = page.begin('find', { text: 'nor that' });
    page.cancel(running.id);
    page.cancel(waiting.id);
    page.cancel(12_345);
    const all = await page.ask('find', { aliveAt: events - 1 });
    assert.ok(all.processes.length <= processes);
    await page.ask('opening', opening);
    assert.deepEqual(
      [running.said, waiting.said].flat().filter((one) => !('progress' in one)),
      [],
    );
    page.close();
  });

  it('answers a step while it looks for something', async () => {
    const page = await connectPage(served);
    const all = Int32Array.from({ length: (await page.ask('opening', opening)).processes }, (_, process) => process);
    const order: string[] = [];
    const long = page.ask('labels', { processes: all }).then(() => order.push('labels'));
    const cone = page.ask('cone', { moment: 199_000, direction: 'causes' }).then(() => order.push('cone'));
    await page.ask('seek', { moment: 1000 }).then(() => order.push('seek'));
    await Promise.all([long, cone]);
    assert.equal(order[0], 'seek');
    page.close();
  });

  it('works out nothing for a page that does not read, and tells it only the newest position', async () => {
    const slow = await connectPage(served);
    const quick = await connectPage(served);
    const { duration } = await quick.ask('opening', opening);
    const lanes = Array.from({ length: 300 }, (_, lane) => lane);
    slow.socket.pause();
    for (let round = 0; round < 250; round++)
      slow.begin('picture', { ...wholePicture(duration, lanes), columns: 4000 });
    for (let moment = 1; moment <= 50; moment++) await quick.ask('seek', { moment });
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(process.memoryUsage().rss - before < 150 << 20, 'pictures pile up');
    const heard = slow.received.length;
    assert.equal(heard, 0);
    slow.socket.resume();
    let position = -1;
    while (position !== 50) {
      const news = await slow.news();
      if (news.kind === 'position') position = news.position.moment;
    }
    slow.close();
    quick.close();
  });

  it('serves the page to who knows the token, with a policy that lets nothing else in', async () => {
    const page = await fetch(`${own()}/?token=${served.token}`);
    assert.equal(page.status, 200);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const html = await page.text();
    assert.match(html, /<main id="page">/);
    assert.doesNotMatch(html, /shop|<script>/, 'nothing of the trace, no script of its own');
    for (const path of ['/', '/?token=0', `/?token=${served.token}0`])
      assert.equal((await fetch(own() + path)).status, 401);
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/main.ts', '/toString', '//'])
      assert.equal((await fetch(own() + path)).status, 404, path);
    assert.equal((await fetch(`${own()}/?token=${served.token}`, { method: 'POST' })).status, 405);
  });

  it('says goodbye to its pages', async () => {
    const file = join(folder, 'shop.cinema');
    const again = await serveFilm(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(again.ok);
    const page = await connectPage(again.value);
    await page.ask('opening', opening);
    again.value.close();
    const news = await page.news();
    assert.ok(news.kind === 'ended' && !news.open && news.reason.length > 0);
    assert.equal((await page.closed).code, 1001);
    await assert.rejects(connectPage(again.value));
  });

  it('cannot be opened on a port that is taken, and says so', async () => {
    const result = await serveFilm(join(folder, 'shop.cinema'), {
      cacheFolder: join(folder, 'cache'),
      port: served.port,
    });
    assert.ok(!result.ok && /EADDRINUSE/.test(result.error));
  });
});
