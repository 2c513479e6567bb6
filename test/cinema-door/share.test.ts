import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium as driver, type Browser } from 'playwright-core';
import { serveFilm, type ServedFilm } from '../../adapter/index.ts';
import { cinemaVersion, type EventView, type Picture } from '../../protocol/index.ts';
import { build } from '../../scripts/build.mjs';
import { chromium } from '../../scripts/set-up/system.mjs';
import { generate } from '../../trace/testing.ts';
import { connectPage, talk, wholePicture, type TestPage } from './page.ts';

const shop = fileURLToPath(new URL('../../examples/shop/shop.cinema', import.meta.url));

/** The page that was shared, opened as a file in a browser that reaches nothing else. */
describe('a shared page', function () {
  this.timeout(60_000);
  let folder = '';
  let served: ServedFilm;
  let page: TestPage;
  let browser: Browser;

  before(async () => {
    const executablePath = chromium();
    assert.ok(executablePath !== undefined, 'no Chromium: run `npm run set-up`');
    await build();
    folder = mkdtempSync(join(tmpdir(), 'cinema-share-'));
    const result = await serveFilm(shop, { cacheFolder: join(folder, 'cache') });
    assert.ok(result.ok);
    served = result.value;
    page = await connectPage(served);
    browser = await driver.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser.close();
    served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens it and answers a way to ask the door inside of it, beside the page's own. */
  async function opened(html: Uint8Array) {
    const file = join(folder, 'shared.html');
    writeFileSync(file, html);
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    const errors: string[] = [];
    const requests: string[] = [];
    tab.on('pageerror', (error) => errors.push(String(error)));
    tab.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    tab.on('request', (request) => requests.push(request.url().slice(0, 100)));
    let receive: (frame: Uint8Array) => void = () => {};
    await tab.exposeFunction('heard', (frame: number[]) => receive(Uint8Array.from(frame)));
    await tab.goto(pathToFileURL(file).href);
    await tab.evaluate(
      'globalThis.said = cinemaDoor((frame) => heard(Array.from(frame))); globalThis.say = (frame) => said(Uint8Array.from(frame))',
    );
    const inside = talk(
      (frame) => void tab.evaluate(`say([${Uint8Array.from(frame as Uint8Array).join()}])`),
      (listener) => (receive = listener),
    );
    return { tab, inside, errors, requests, close: () => context.close() };
  }

  it('answers of its stretch as the door does, and shows the film', async () => {
    const { crashes, crashed, events } = await page.ask('opening', { version: cinemaVersion });
    const from = Math.max(0, crashes[0]! - 1500);
    const to = Math.min(events - 1, crashes[0]! + 200);
    const state = { version: 1, pinned: [crashed[0]!] };
    const shared = await page.ask('share', { from, to, state });
    assert.equal(shared.events, to - from + 1);
    const { tab, inside, errors, requests, close } = await opened(shared.html);
    const opening = await inside.ask('opening', { version: cinemaVersion });
    assert.equal(opening.name, 'shop.cinema');
    assert.equal(opening.path, 'shop.cinema', 'the folder is not told');
    assert.equal(opening.canSave, false);
    const shift = opening.events - shared.events - from;
    assert.deepEqual([...opening.crashes].includes(crashes[0]! + shift), true);
    assert.deepEqual(await tab.evaluate('cinemaState'), state);

    const crash = await page.ask('event', { moment: crashes[0]! });
    assert.deepEqual(likeSaid(await inside.ask('event', { moment: crashes[0]! + shift })), likeSaid(crash));
    const fromTime = (await page.ask('event', { moment: from })).time;
    const toTime = (await page.ask('event', { moment: to })).time;
    const asked = {
      ...wholePicture(0, [...new Set(crashed)]),
      window: { axis: 'time' as const, from: fromTime + 1, to: toTime },
    };
    const there = await page.ask('picture', asked);
    assert.ok(there.stops.moment.length > 0 && there.bars.lane.length > 0);
    assert.deepEqual(likeDrawn(await inside.ask('picture', asked)), likeDrawn(there));
    const source = there.stops.moment.length > 0 ? crash.place?.source : undefined;
    if (source !== undefined)
      assert.deepEqual(
        await inside.ask('source', { source }).then(({ text }) => text),
        (await page.ask('source', { source })).text,
      );
    const moved = await inside.ask('seek', { moment: crashes[0]! + shift });
    assert.equal(moved.process, crashed[0]);
    const news = await inside.news();
    assert.ok(news.kind === 'position' && news.position.moment === moved.moment);
    await assert.rejects(inside.ask('share', { from: 0, to: 1, state }), /cannot be shared from here/);
    await assert.rejects(inside.ask('saveView', { name: 'mine', state }), /keeps no views/);

    await tab.waitForFunction('document.querySelector("#page").children.length > 0');
    assert.deepEqual(errors, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')),
      [],
    );
    await close();
  });

  it('reports how far it is, can be cancelled, and is refused when it would be too large', async () => {
    const file = join(folder, 'large.cinema');
    generate(file, { events: 400_000, workers: 200 });
    const large = await serveFilm(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(large.ok);
    const other = await connectPage(large.value);
    await assert.rejects(
      other.ask('share', { from: 0, to: 350_000, state: null }),
      /This range has 350,001 events; a page holds 300,000. Choose a shorter one/,
    );
    await assert.rejects(other.ask('share', { from: 10, to: 9, state: null }), /begin before it ends/);
    const cancelled = other.begin('share', { from: 100_000, to: 390_000, state: null });
    await new Promise((resolve) => setTimeout(resolve, 600));
    other.cancel(cancelled.id);
    await other.ask('nearest', { axis: 'order', at: 1 });
    assert.ok(cancelled.said.length > 0 && cancelled.said.every((one) => 'progress' in one), 'only progress was said');
    other.close();
    large.value.close();
  });
});

/** Without numbers of moments and frames, which a stretch counts by itself, and without what comes later. */
function likeSaid({ title, time, label, place, values, variables, stack, crash, state, latency }: EventView): unknown {
  const said = (views: readonly { readonly name: string; readonly text: string; readonly type: string }[]) =>
    views.map(({ name, text, type }) => [name, text, type]);
  return {
    title,
    time,
    label,
    place,
    values: said(values),
    variables: said(variables),
    stack: stack.map((line) => [line.title, line.place, line.left]),
    crash,
    diff: state?.diff,
    latency,
  };
}

function likeDrawn({ detail, events, density, bars, marks, stops, texts }: Picture): unknown {
  return {
    detail,
    events,
    density,
    bars: [bars.lane, bars.depth, bars.from, bars.to, [...bars.title].map((title) => texts[title]), bars.flags],
    marks: [marks.lane, marks.at, marks.kind, marks.count],
    stops: [stops.lane, stops.at, stops.line, stops.depth, [...stops.text].map((text) => texts[text])],
  };
}
