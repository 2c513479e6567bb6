import assert from 'node:assert/strict';
import { RELAY, SHOP, useFilm, type FilmPage } from './harness/film.ts';

/** Goes to the first event of a kind (a bit of protocol/cinema.ts) whose view, `event`, is as wanted. */
async function goToFirst(film: FilmPage, kind: number, wanted: string): Promise<void> {
  await film.page.evaluate(`(async () => {
    const { client, actions } = window.cinema.app;
    for (let moment = 0, tries = 0; tries < 3000; tries++) {
      const next = await client.ask('neighbour', { moment, forward: true, kinds: 1 << ${kind} });
      if (!next.ok || next.value === null) break;
      moment = next.value.moment;
      const { process } = next.value;
      const event = (await client.ask('event', { moment, process })).value;
      if (${wanted}) return actions.goTo(moment, process);
    }
    throw new Error('there is no such event');
  })()`);
  await film.idle();
}
const kinds = { receive: 9, call: 10, state: 17 } as const;
const clipboard = (film: FilmPage): Promise<string> => film.page.evaluate('navigator.clipboard.readText()');
const inspector = (film: FilmPage) => film.page.getByRole('region', { name: 'Inspector' });

describe('reading values of the shop', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('tells a call’s arguments by their names, its result, and where it stands in the source', async () => {
    await goToFirst(film(), kinds.call, `event.values.some(({ text }) => text.includes('%Shop.Item{'))`);
    const text = await inspector(film()).innerText();
    assert.match(text, /Function called/);
    assert.match(text, /%Shop\.Item\{/);
    assert.match(text, /\w+\.ex:\d+/);
    assert.match(text, /moment [\d,]+/);
  });

  it('unfolds a struct by the names of its fields', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.call, `event.values.some(({ text }) => text.startsWith('%Shop.Item{'))`);
    const item = inspector(film())
      .getByRole('treeitem', { name: /%Shop\.Item\{/ })
      .first();
    await item.focus();
    await page.keyboard.press('ArrowRight');
    await idle();
    const fields = await item
      .getByRole('treeitem')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    const names = fields.map((field) => field!.split(':')[0]);
    assert.ok(names.includes('sku') || names.includes('name') || names.includes('price'), names.join());
    assert.ok(!names.includes('__struct__'));
    await page.keyboard.press('ArrowLeft');
  });

  it('shows a coupon at work: the price of a thing before and after, as a difference', async () => {
    await goToFirst(
      film(),
      kinds.state,
      `event.state?.diff.some(({ kind, before, after }) => kind === 'changed' && /\\d/.test(JSON.stringify(before)) && /\\d+\\.\\d/.test(JSON.stringify(after)))`,
    );
    const changed = inspector(film()).locator('.inspector-changed').first();
    assert.match(await changed.innerText(), /− [^]*\+ [^]*\d\.\d/);
  });

  it('copies a message whole, longer than what is shown of it', async () => {
    const { page } = film();
    await goToFirst(film(), kinds.state, `event.values.some(({ text, whole }) => !whole && text.length > 60)`);
    const cut = inspector(film()).getByRole('treeitem', { name: /…/ }).first();
    const shown = (await cut.getAttribute('aria-label'))!.replace(/^[\w ]+: /, '');
    await cut.focus();
    await page.keyboard.press('Control+c');
    await film().idle();
    const copied = await clipboard(film());
    assert.ok(copied.length > shown.length, `${copied.length} of ${shown.length}`);
    assert.ok(!copied.endsWith('…'));
  });
});

describe('reading values of an Erlang program', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: RELAY });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('prints them as Erlang does', async () => {
    await goToFirst(
      film(),
      kinds.call,
      `event.place?.path.endsWith('.erl') && event.values.some(({ text }) => /[{#<]/.test(text))`,
    );
    const values = await inspector(film()).locator('.value-text').allInnerTexts();
    assert.ok(values.length > 0);
    assert.ok(
      values.every((text) => !/%\{|#PID<|^:\w/.test(text)),
      values.join('\n'),
    );
    assert.ok(
      values.some((text) => /<\d+\.\d+\.\d+>|#\{|<<|\{\w+/.test(text)),
      values.join('\n'),
    );
  });
});

describe('reading a long list', function () {
  this.timeout(60_000);
  const long = Array.from({ length: 350 }, (_, index) => index * 7).join(', ');
  const film = useFilm({ trace: { drawing: `a: call main([${long}])@1 | return :ok @1` } });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('comes page by page, and is copied whole', async () => {
    const { page, idle } = film();
    await page.evaluate('window.cinema.app.actions.goTo(0)');
    await idle();
    const list = inspector(film()).getByRole('tree', { name: 'Arguments' }).getByRole('treeitem').first();
    await list.focus();
    await page.keyboard.press('ArrowRight');
    await idle();
    for (const shown of ['100', '200', '300']) {
      await page.getByText(`${shown} of 350: show more`).click();
      await idle();
    }
    await list.getByRole('treeitem', { name: /^349: 2443$|2443/ }).waitFor();
    assert.equal(await list.getByRole('treeitem').count(), 350);
    await list.focus();
    await page.keyboard.press('Control+c');
    await idle();
    assert.equal(await clipboard(film()), `[${long}]`);
  });
});
