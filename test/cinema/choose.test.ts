import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openFilm, SHOP, useFilm, type FilmPage } from './harness/film.ts';

/** What the lanes show, as SVG: the export is the same scene. */
async function drawn({ page, idle }: FilmPage): Promise<string> {
  await idle();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Share what is on screen' }).click();
  await page.getByRole('menuitem', { name: 'Picture as SVG' }).click();
  return readFileSync(await (await saving).path(), 'utf8');
}

const names = ({ page }: FilmPage) => page.getByRole('tree', { name: 'Processes' }).getByRole('treeitem');

describe('choosing lanes', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP, height: 360 });
  const lane = (name: string) => names(film()).filter({ hasText: name }).first();
  before(async () => {
    const crash = await film().state<number>('state.opening.crashes[0]');
    await film().page.evaluate(`window.cinema.app.actions.goTo(${crash})`);
    await film().page.evaluate('window.cinema.app.store.set({ sourceOpen: false, inspectorOpen: false })');
    await film().idle();
  });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('pins one by its button: it stays on top while the others scroll', async () => {
    const { page, idle, state } = film();
    await lane('Shop.Payment').scrollIntoViewIfNeeded();
    await lane('Shop.Payment').hover();
    await lane('Shop.Payment').getByRole('button', { name: 'Pin on top' }).click();
    await idle();
    assert.equal((await state<number[]>('state.arrangement.pinned')).length, 1);
    const pinned = names(film()).filter({ hasText: 'Shop.Payment' }).first();
    const before = (await pinned.boundingBox())!;
    const others = (await lane('Shop.Demo').boundingBox())!;
    await page.mouse.move(others.x + 60, others.y + 10);
    await page.mouse.wheel(0, 120);
    await idle();
    assert.ok((await state<number>('state.scroll')) > 0);
    assert.deepEqual(await pinned.boundingBox(), before);
    await pinned.hover();
    await pinned.getByRole('button', { name: 'Unpin' }).click();
    await page.evaluate('window.cinema.app.store.set({ scroll: 0 })');
    await idle();
    assert.deepEqual(await state('state.arrangement.pinned'), []);
  });

  it('hides one by its button', async () => {
    const { idle, state } = film();
    const before = await state<number>('state.rows.count');
    await lane('Shop.Demo').nth(0).hover();
    const children = names(film()).filter({ hasText: 'Shop.Demo' }).nth(1);
    await children.hover();
    await children.getByRole('button', { name: 'Hide' }).click();
    await idle();
    assert.equal((await state<number[]>('state.arrangement.hidden')).length, 1);
    assert.equal(await state<number>('state.rows.count'), before - 1);
    await film().page.evaluate('window.cinema.app.actions.arrange({ hidden: [] })');
    await idle();
  });

  it('puts one elsewhere among its siblings by dragging', async () => {
    const { page, idle, state } = film();
    const order = (): Promise<string[]> =>
      state(`[...state.rows.process].map((process) => process < 0 ? '' : state.directory.labels.text(process))`);
    const before = await order();
    const siblings = names(film()).filter({ hasText: 'Shop.Demo' });
    const from = (await siblings.nth(3).boundingBox())!;
    const to = (await siblings.nth(1).boundingBox())!;
    await page.mouse.move(from.x + 90, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 90, to.y + to.height, { steps: 4 });
    await page.mouse.move(to.x + 90, to.y + 3, { steps: 4 });
    await page.mouse.up();
    await idle();
    const after = await order();
    assert.notDeepEqual(after, before);
    assert.equal(after[1], before[3]);
  });

  it('does not draw the kinds of events that are off', async () => {
    const { page } = film();
    const withCalls = await drawn(film());
    assert.match(withCalls, /Shop\.Demo\.run/);
    await page.getByRole('switch', { name: /^Choose what is shown/ }).click();
    const calls = page.locator('.choose').getByText('Calls', { exact: true });
    await calls.click();
    assert.doesNotMatch(await drawn(film()), /Shop\.Demo\.run\(/);
    await page.locator('.choose').getByText('Messages', { exact: true }).click();
    const without = await drawn(film());
    assert.ok(without.length < withCalls.length);
    await calls.click();
    await page.locator('.choose').getByText('Messages', { exact: true }).click();
  });

  it('is kept when the page is made anew', async () => {
    const { page, idle, state } = film();
    await page.getByLabel('Filter processes by text').fill('Shop.Cart');
    await idle();
    const arrangement = await state<{ filter: { text: string } }>('state.arrangement');
    assert.equal(arrangement.filter.text, 'Shop.Cart');
    // The page keeps what it has not kept yet when it goes.
    await page.reload();
    await idle();
    assert.deepEqual(await state('state.arrangement'), arrangement);
    await page.evaluate(
      `window.cinema.app.actions.arrange({ filter: { ...window.cinema.app.store.get().arrangement.filter, text: '' } })`,
    );
    await idle();
  });
});

describe('a named view', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-views-'));
  const trace = path.join(folder, 'shop.cinema');
  before(() => {
    copyFileSync(SHOP, trace);
    chmodSync(trace, 0o644);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  /** Files of an index in a cache folder. An index that is built again is another file; one that is used is only touched. */
  const indexes = (cache: string): readonly string[] =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(path.join(cache, name)).isFile())
      .map((name) => `${name} ${statSync(path.join(cache, name)).ino}`)
      .sort();

  it('goes with the file: another page, opened from it anew, has it, and removes it', async () => {
    const cache = mkdtempSync(path.join(folder, 'cache-'));
    const first = await openFilm({ trace, cacheFolder: cache });
    let built: readonly string[];
    try {
      built = indexes(cache);
      assert.ok(built.length > 0);
      await first.page.evaluate('window.cinema.app.store.set({ chooserOpen: true })');
      await first.page.getByLabel('Filter processes by text').fill('Shop.Payment');
      await first.idle();
      await first.page.getByLabel('Name of the view to save').fill('Payment');
      await first.page.getByRole('region', { name: 'Views' }).getByRole('button', { name: 'Save' }).click();
      await first.idle();
      await first.page.getByRole('button', { name: 'Payment', exact: true }).waitFor();
      assert.deepEqual(first.errors, []);
    } finally {
      await first.close();
    }
    const size = statSync(trace).size;
    assert.ok(size > statSync(SHOP).size, 'it is in the file');
    const second = await openFilm({ trace, cacheFolder: cache });
    try {
      assert.deepEqual(indexes(cache), built, 'the index is not built again');
      assert.equal(await second.state('state.arrangement.filter.text'), '', 'a workspace of its own');
      await second.page.evaluate('window.cinema.app.store.set({ chooserOpen: true })');
      await second.page.getByRole('button', { name: 'Payment', exact: true }).click();
      await second.idle();
      assert.equal(await second.state('state.arrangement.filter.text'), 'Shop.Payment');
      assert.ok((await second.state<number>('state.found.length')) < 20);
      await second.page.getByRole('button', { name: 'Remove Payment' }).click();
      await second.idle();
      assert.deepEqual(await second.state('state.views'), []);
      assert.deepEqual(second.errors, []);
    } finally {
      await second.close();
    }
    const third = await openFilm({ trace, cacheFolder: cache });
    try {
      assert.deepEqual(await third.state('state.views'), []);
      assert.deepEqual(indexes(cache), built);
    } finally {
      await third.close();
    }
  });
});
