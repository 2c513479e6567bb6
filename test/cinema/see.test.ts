import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generate } from '../../trace/testing.ts';
import { openFilm, SHOP, useFilm, type FilmPage } from './harness/film.ts';
import { kinds, lanesOf, shapesOf, type Event } from './harness/lanes.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-see-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const near = (one: number, other: number, reach = 2): boolean => Math.abs(one - other) <= reach;

describe('a program’s processes, looked at', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP, query: { theme: 'dark' } });
  const { act, ask, lanes, lookAt, mouseAt, placeOf } = lanesOf(film);

  afterEach(() => assert.deepEqual(film().errors, []));

  it('ticks where a behaviour’s state changed; the mouse on the tick says so', async () => {
    let changed = await film().state<Event>('state.opening.cursor');
    for (let isShown = false; !isShown;) {
      changed = await ask<Event>('neighbour', { moment: changed.moment, forward: true, kinds: kinds.state });
      isShown = await film().state(
        `state.rows.process[state.rows.ofProcess[${changed.process}]] === ${changed.process}`,
      );
    }
    await act('select(null)');
    await lookAt(changed, 100_000);
    const { x, y } = await placeOf(changed);
    await mouseAt(x, y + 7);
    const tip = film().page.locator('[role=tooltip]');
    await tip.getByText(/state/i).first().waitFor();
    await lanes().click({ position: { x, y: y + 7 } });
    await film().idle();
    assert.equal(await film().state('state.cursor.moment'), changed.moment);
    await film().page.locator('.inspector, [class*=inspector]').getByText(/state/i).first().waitFor();
  });

  it('opens the others by one click, and closes them', async () => {
    const { page, state, idle } = film();
    const count = await state<number>('state.rows.count');
    const last = page.locator('[role=treeitem]', { hasText: /^\d+ others$/ });
    await last.locator('[data-does=fold]').click();
    await idle();
    assert.equal(await state('state.rows.count'), await state('state.directory.count'));
    await page.locator('[role=treeitem]').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Fold all without recorded code into one lane' }).click();
    await idle();
    assert.equal(await state('state.rows.count'), count);
  });

  it('has room for nested calls in a lane that is tall', async () => {
    const { page, state, idle } = film();
    const crash = await state<number>('state.opening.crashes[0]');
    await act(`goTo(${crash})`);
    await act('fitSelection()');
    const names = async (): Promise<number> => ((await shapesOf(film())).svg.match(/>Shop\.Payment\./g) ?? []).length;
    const before = await names();
    const row = page.locator('[role=treeitem][aria-selected=true]');
    await row.hover();
    await row.locator('[data-does=tall]').click();
    await idle();
    assert.ok((await row.boundingBox())!.height > 100);
    await page.mouse.move(2, 2);
    assert.ok((await names()) >= before);
    await film().screenshot('lanes-tall');
    await row.focus();
    await page.locator('[role=tree]').first().focus();
    await page.keyboard.press('t');
    await idle();
    assert.deepEqual(await state('state.arrangement.expanded'), []);
  });

  it('keeps the width of the names, and says on hover what is cut', async () => {
    const { page, state, idle } = film();
    const bar = page.getByRole('separator', { name: 'Width of the names' });
    const box = (await bar.boundingBox())!;
    await page.mouse.move(box.x + 1, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x - 59, box.y + 100, { steps: 3 });
    await page.mouse.up();
    const width = await state<number>('state.sizes.names');
    assert.ok(near(width, 150, 3), `${width}`);
    assert.ok(near((await page.locator('.lanes-names').boundingBox())!.width, width));
    const title = await page.locator('[role=treeitem]', { hasText: 'Shop.CartSup' }).getAttribute('title');
    assert.match(title ?? '', /Shop\.CartSupervisor <0\.\d+\.0>/);
    await idle();
    await page.reload();
    await idle();
    assert.equal(await state('state.sizes.names'), width);
    assert.ok(near((await page.locator('.lanes-names').boundingBox())!.width, width));
    await page.evaluate(
      'window.cinema.app.store.set({ sizes: { ...window.cinema.app.store.get().sizes, names: 210 } })',
    );
  });
});

describe('what a recording does not have', function () {
  this.timeout(60_000);
  let film: FilmPage & { readonly close: () => Promise<void> };
  const { act, ask, lanes, lookAt, mouseAt, placeOf } = lanesOf(() => film);
  before(async function () {
    this.timeout(60_000);
    const trace = path.join(folder, 'gaps.cinema');
    generate(trace, { events: 20_000, workers: 30, servers: 5, clients: 5, gapEvery: 800 });
    film = await openFilm({ trace, query: { theme: 'dark' } });
  });
  after(() => film.close());
  afterEach(() => assert.deepEqual(film.errors, []));

  it('is hatched; the mouse on it says how much is missing, and a click goes there', async () => {
    // One of a server: nothing of it lies where the gap is.
    let gap: Event = { moment: 2000, time: 0, process: -1 };
    for (let isServer = false; !isServer;) {
      gap = await ask<Event>('neighbour', { moment: gap.moment, forward: true, kinds: kinds.gap });
      isServer = await film.state(`state.directory.labels.short(${gap.process}).startsWith('Shop.Cart')`);
    }
    await act('select(null)');
    await lookAt(gap, 2000);
    const { x, y } = await placeOf(gap);
    const { hatches } = await shapesOf(film);
    const hatch = hatches.find((one) => near(one.x + one.width, x, 8) && Math.abs(one.y - y) < 20);
    assert.ok(hatch, `no hatch at ${x},${y}: ${JSON.stringify(hatches)}`);
    await film.screenshot('lanes-gaps');
    await mouseAt(hatch.x + hatch.width / 2, y);
    await film.page
      .locator('[role=tooltip]')
      .getByText(/missing/)
      .first()
      .waitFor();
    await lanes().click({ position: { x: hatch.x + hatch.width / 2, y } });
    await film.idle();
    assert.equal((await film.state<Event>('state.cursor')).moment, gap.moment);
    assert.match(await film.page.locator('.status').innerText(), /\d+ events missing in gaps/);
  });

  it('ends in an open dot where a message was not received', async () => {
    let sent: Event = { moment: 0, time: 0, process: 0 };
    for (let effects = 1; effects > 0;) {
      sent = await ask<Event>('neighbour', { moment: sent.moment, forward: true, kinds: kinds.send });
      assert.ok(sent, 'the recording has a message that was not received');
      effects = (await ask<{ effects: readonly unknown[] }>('event', sent)).effects.length;
    }
    await act(`select(${JSON.stringify(sent)})`);
    await lookAt(sent, 1500);
    const start = await placeOf(sent);
    const { lines, rings } = await shapesOf(film);
    const line = lines.find(({ from }) => near(from.x, start.x, 0.6) && near(from.y, start.y, 0.6));
    assert.ok(line, 'its arrow begins at the send');
    const dot = rings.find((ring) => Math.hypot(ring.x - line.to.x, ring.y - line.to.y) < 6);
    assert.ok(dot, 'and ends in a ring');
    await mouseAt(dot.x, dot.y);
    await film.page
      .locator('[role=tooltip]')
      .getByText(/not received/)
      .first()
      .waitFor();
  });
});

describe('thousands of short processes under one supervisor', function () {
  this.timeout(60_000);
  let film: FilmPage & { readonly close: () => Promise<void> };
  before(async function () {
    this.timeout(90_000);
    const trace = path.join(folder, 'crowd.cinema');
    generate(trace, { events: 120_000, workers: 6000, servers: 8, clients: 10 });
    film = await openFilm({ trace, query: { theme: 'dark' } });
  });
  after(() => film.close());
  afterEach(() => assert.deepEqual(film.errors, []));

  it('are one lane with their number; the servers among them have lanes of their own', async () => {
    const { page, state } = film;
    assert.ok((await state<number>('state.rows.count')) < 40);
    const names = await page.locator('[role=treeitem]').allInnerTexts();
    assert.ok(names.filter((name) => /Shop\.Cart\.\d/.test(name)).length >= 6, names.join('\n'));
    assert.match(names[0]!, /Shop\.Supervisor[\s\S]*\d,\d{3}/);
    await film.screenshot('lanes-crowd');
  });

  it('are all there after one click, of which only those on screen are on the page, and the wheel moves through them', async () => {
    const { page, state, idle } = film;
    const first = page.locator('[role=treeitem]').first();
    await first.hover();
    await first.locator('[data-does=fold]').click();
    await idle();
    const count = await state<number>('state.rows.count');
    assert.ok(count > 1000, `${count} lanes`);
    assert.ok((await page.locator('[role=treeitem]').count()) < 80);
    const box = (await page.locator('.lanes-film').boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.wheel(0, 5000);
    await idle();
    assert.equal(await state('state.scroll'), 5000);
    const row = Number(await page.locator('[role=treeitem]:visible').first().getAttribute('data-row'));
    assert.ok(near(row, 5000 / 26, 3), `row ${row}`);
    await page.mouse.wheel(0, -9000);
    await idle();
    await first.hover();
    await first.locator('[data-does=fold]').click();
    await idle();
    assert.ok((await state<number>('state.rows.count')) < 40);
  });

  it('are told by how many live under the mouse', async () => {
    const { page } = film;
    const box = (await page.locator('.lanes-film').boundingBox())!;
    const row = (await page.locator('[role=treeitem]', { hasText: 'others' }).boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.9, row.y + 4);
    await page
      .locator('[role=tooltip]')
      .getByText(/\d+ alive/)
      .first()
      .waitFor();
  });

  it('have so many messages that they come in bundles with their number; a click on one looks closer', async () => {
    const { page, state, idle } = film;
    await page.keyboard.press('f');
    await idle();
    const { svg } = await shapesOf(film);
    const left =
      Number(/<svg [^>]*width="([\d.]+)"/.exec(svg)![1]) - (await page.locator('.lanes-film').boundingBox())!.width;
    const chips = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor="middle"[^>]*>(\d+)</g)];
    assert.ok(chips.length > 0, 'there are numbers on bundles');
    const [, x, y, count] = chips.find(([, , high]) => Number(high) > 60)!;
    await page.locator('.lanes-film').hover({ position: { x: Number(x) - left, y: Number(y) - 3 } });
    await page.locator('[role=tooltip]').getByText(`${count} messages`).first().waitFor();
    const before = await state<number>('state.window.to - state.window.from');
    await page.locator('.lanes-film').click({ position: { x: Number(x) - left, y: Number(y) - 3 } });
    await idle();
    assert.ok((await state<number>('state.window.to - state.window.from')) < before / 4);
  });
});
