import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Download } from 'playwright-core';
import { SHOP, useFilm } from './harness/film.ts';

describe('sharing what is on screen', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP, query: { theme: 'dark' } });
  let folder = '';
  before(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-shared-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => assert.deepEqual(film().errors, []));

  const openTab = async (name: string): Promise<void> => {
    await film().page.getByRole('tab', { name }).click();
    await film().idle();
  };
  const openMenu = async (): Promise<void> => {
    await film().page.getByRole('button', { name: 'Share what is on screen' }).click();
  };
  const choose = async (
    entry: string,
  ): Promise<{ readonly name: string; readonly bytes: Buffer; readonly file: string }> => {
    await openMenu();
    const [download] = await Promise.all([
      film().page.waitForEvent('download'),
      film().page.getByRole('menuitem', { name: entry }).click(),
    ]);
    return saved(download);
  };
  const saved = async (download: Download) => {
    const file = path.join(folder, download.suggestedFilename());
    await download.saveAs(file);
    return { name: download.suggestedFilename(), bytes: readFileSync(file), file };
  };
  /** Elements and texts of an SVG, as a browser reads it. */
  const read = (svg: string) =>
    film().page.evaluate((text) => {
      const { documentElement } = new DOMParser().parseFromString(text, 'application/xml');
      return {
        isWhole: documentElement.querySelector('parsererror') === null && documentElement.localName === 'svg',
        width: Number(documentElement.getAttribute('width')),
        height: Number(documentElement.getAttribute('height')),
        text: documentElement.textContent,
      };
    }, svg);

  it('the lanes as SVG: whole, with names, and without anything from elsewhere', async () => {
    await openTab('Lanes');
    const { name, bytes } = await choose('Picture as SVG');
    assert.equal(name, 'shop-lanes.svg');
    const svg = bytes.toString('utf8');
    const { isWhole, text, width, height } = await read(svg);
    assert.ok(isWhole);
    assert.ok(width > 300 && height > 200, `${width} by ${height}`);
    assert.match(text, /Shop\./);
    assert.deepEqual([...svg.matchAll(/(?:https?:|url\()[^"')\s]*/g)].map(([found]) => found).filter((found) => found !== 'http://www.w3.org/2000/svg' && !found.startsWith('url(#')), []); // prettier-ignore
  });

  it('the lanes as PNG of twice the size', async () => {
    const svg = await choose('Picture as SVG');
    const { width, height } = await read(svg.bytes.toString('utf8'));
    const { name, bytes } = await choose('Picture as PNG');
    assert.equal(name, 'shop-lanes.png');
    assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
    assert.equal(bytes.readUInt32BE(16), Math.round(width * 2));
    assert.equal(bytes.readUInt32BE(20), Math.round(height * 2));
    // Not one colour: something was drawn.
    assert.ok(bytes.length > 10_000, `${bytes.length} bytes`);
  });

  for (const [tab, file] of [
    ['Tree', 'tree'],
    ['Sequence', 'sequence'],
    ['Calls', 'waterfall'],
  ] as const) {
    it(`the tab ${tab} as SVG and PNG`, async () => {
      await openTab(tab);
      const svg = await choose('Picture as SVG');
      assert.equal(svg.name, `shop-${file}.svg`);
      const { isWhole, text } = await read(svg.bytes.toString('utf8'));
      assert.ok(isWhole);
      assert.match(text, /Shop|run/);
      const png = await choose('Picture as PNG');
      assert.ok(png.bytes.length > 3000);
    });
  }

  it('the table has no picture', async () => {
    await openTab('Processes');
    await openMenu();
    assert.equal(await film().page.getByRole('menuitem', { name: 'Picture as SVG' }).isDisabled(), true);
    await film().page.keyboard.press('Escape');
  });

  it('the sequence as Mermaid, by keys alone: saved, and copied', async () => {
    const { page } = film();
    await openTab('Lanes');
    await page.getByRole('button', { name: 'Share what is on screen' }).focus();
    await page.keyboard.press('Enter');
    for (let down = 0; down < 2; down++) await page.keyboard.press('ArrowDown');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const { name, bytes } = await saved(download);
    assert.equal(name, 'shop-sequence.mmd');
    const text = bytes.toString('utf8');
    assert.match(text, /^sequenceDiagram\n {2}participant p1 as /);
    assert.match(text, /p\d+->>p\d+: /);
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('Enter');
    for (let down = 0; down < 3; down++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    let copied = '';
    for (let round = 0; copied === '' && round < 50; round++) {
      await page.waitForTimeout(50);
      copied = await page.evaluate(() => navigator.clipboard.readText());
    }
    assert.equal(copied === text, true, copied.slice(0, 200));
  });

  it('a part of it as a page that begins and opens at that part', async () => {
    const { page, state, idle } = film();
    await openTab('Lanes');
    const crash = await state<number>('state.opening.crashes[0]');
    await page.evaluate(`void window.cinema.app.actions.goTo(${crash})`);
    await page.evaluate('void window.cinema.app.actions.fitSelection()');
    await page.evaluate(
      'void window.cinema.app.actions.arrange({ pinned: [window.cinema.app.store.get().cursor.process] })',
    );
    await idle();
    const wanted = await state<{ from: number; to: number }>('state.window');
    const { file } = await choose('This stretch as an HTML page');
    await page.evaluate('void window.cinema.app.actions.arrange({ pinned: [] })');
    await page.evaluate('void window.cinema.app.actions.fit()');
    const context = await page
      .context()
      .browser()!
      .newContext({ viewport: { width: 1280, height: 720 } });
    try {
      const shared = await context.newPage();
      const errors: string[] = [];
      shared.on('pageerror', (error) => errors.push(String(error)));
      await shared.goto(pathToFileURL(file).href);
      await shared.waitForFunction('window.cinema !== undefined');
      await shared.evaluate('window.cinema.idle()');
      const read = (what: string): Promise<number> =>
        shared.evaluate(`(() => { const state = window.cinema.app.store.get(); return ${what}; })()`);
      // Where its events are, as far as they fill the window: not at the beginning of what is in force before.
      const [from, to] = [await read('state.window.from'), await read('state.window.to')];
      const width = wanted.to - wanted.from;
      assert.ok(
        from > wanted.from - width / 2 && to < wanted.to + width / 2,
        `${from} to ${to}, not ${JSON.stringify(wanted)}`,
      );
      assert.ok(await read('state.cursor.time >= state.window.from && state.cursor.time <= state.window.to'));
      assert.equal(await read('state.rows.pinned'), 1, 'arranged as it was shared');
      await shared.screenshot({ path: 'test/cinema/shots/shared-part.png' });
      assert.deepEqual(errors, []);
    } finally {
      await context.close();
      await idle();
    }
  });

  it('the stretch as one page, which plays with no network and shows the same lanes', async () => {
    const { page, idle } = film();
    await page.evaluate('window.cinema.app.actions.fit()');
    await idle();
    const { name, file } = await choose('This stretch as an HTML page');
    assert.match(name, /^shop-moments-0-\d+\.html$/);
    const context = await page
      .context()
      .browser()!
      .newContext({ viewport: { width: 1280, height: 720 } });
    try {
      const asked: string[] = [];
      const shared = await context.newPage();
      const errors: string[] = [];
      shared.on('pageerror', (error) => errors.push(String(error)));
      shared.on('request', (request) => asked.push(request.url()));
      await shared.goto(pathToFileURL(file).href);
      await shared.waitForFunction('window.cinema !== undefined');
      await shared.evaluate('window.cinema.idle()');
      const events = 'window.cinema.app.store.get().opening.events';
      assert.equal(await shared.evaluate(events), await page.evaluate(events));
      assert.deepEqual(
        asked.filter((url) => !/^(file|data|blob):/.test(url)),
        [],
      );
      assert.deepEqual(errors, []);
    } finally {
      await context.close();
    }
  });
});
