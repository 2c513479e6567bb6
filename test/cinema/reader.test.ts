import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openFilm, SHOP, useFilm, type FilmPage } from './harness/film.ts';

/** A place of the shop's recording that the tests look for by kind, so that recording it anew does not break them. */
async function goToFirst(film: FilmPage, kind: number, wanted = 'true'): Promise<void> {
  await film.page.evaluate(`(async () => {
    const { client, actions } = window.cinema.app;
    let moment = 0;
    for (let tries = 0; tries < 2000; tries++) {
      const next = await client.ask('neighbour', { moment, forward: true, kinds: 1 << ${kind} });
      if (!next.ok || next.value === null) throw new Error('there is no such event');
      moment = next.value.moment;
      const { process } = next.value;
      const event = (await client.ask('event', { moment, process })).value;
      if (${wanted}) return actions.goTo(moment, process);
    }
    throw new Error('there is no such event');
  })()`);
  await film.idle();
}
const kinds = { send: 7, call: 10, exception: 12, state: 17 } as const;

/** Waits until something about the page holds: JavaScript text, as the page's own policy forbids to make functions of text in it. */
async function until(film: FilmPage, expression: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await film.state<boolean>(expression)) return;
    await film.page.waitForTimeout(50);
  }
  throw new Error(`never: ${expression}`);
}

const clipboard = (film: FilmPage): Promise<string> => film.page.evaluate('navigator.clipboard.readText()');
const moment = (film: FilmPage): Promise<number> => film.state('state.cursor.moment');

describe('the inspector', function () {
  this.timeout(30_000);
  const film = useFilm({ trace: SHOP });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('shows a message in full: what was sent, to whom, when; and goes to its arrival and back', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.send, `event.values[0].text.includes('{:add, "') && event.effects.length > 0`);
    const inspector = page.getByRole('region', { name: 'Inspector' });
    assert.equal(await inspector.getByRole('heading', { level: 2 }).innerText(), 'Message sent');
    assert.match(await inspector.innerText(), /\{:add, "/);
    const sent = await moment(film());
    await inspector.locator('.inspector-link').first().click();
    await idle();
    const arrived = await moment(film());
    assert.ok(arrived > sent);
    await inspector.getByRole('list', { name: 'Causes' }).getByRole('button').first().click();
    await idle();
    assert.equal(await moment(film()), sent);
    await film().screenshot('inspector-message');
  });

  it('unfolds values by mouse and keys, keeps them open for the next event, and copies them in full', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.state, `event.state?.diff.length > 1`);
    const tree = page.getByRole('tree', { name: 'State before and after' });
    const after = tree.getByRole('treeitem', { level: 1 }).nth(1);
    await after.focus();
    await page.keyboard.press('ArrowRight');
    await idle();
    assert.equal(await after.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('ArrowRight');
    const inner: string = await page.evaluate('document.activeElement.getAttribute("aria-level")');
    assert.equal(inner, '2');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+c');
    await idle();
    const copied = await clipboard(film());
    const shown = (await after.getAttribute('aria-label'))!.replace(/^after: /, '');
    assert.ok(copied.startsWith(shown.replace(/…$/, '').slice(0, 60)), copied);
    assert.ok(copied.length >= shown.length - 1);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await after.getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Next event of this process' }).click();
    await idle();
    await page.getByRole('button', { name: 'Previous event of this process' }).click();
    await idle();
    const again = page.getByRole('tree', { name: 'State before and after' }).getByRole('treeitem', { level: 1 }).nth(1);
    assert.equal(await again.getAttribute('aria-expanded'), 'true');
  });

  it('tells what changed in a state, line by line', async () => {
    await goToFirst(film(), kinds.state, `event.state?.diff.some(({ kind }) => kind === 'changed')`);
    const changed = film().page.locator('.inspector-changed').first();
    const [path_, before, after] = (await changed.innerText()).split('\n');
    assert.match(path_!, /^± [.[]/);
    assert.match(before!, /^− /);
    assert.match(after!, /^\+ /);
    await film().screenshot('inspector-state');
  });

  it('makes a crash unmistakable, with its stack, to be copied', async () => {
    const { page } = film();
    await film().page.evaluate(
      `(() => { const { crashes, crashed } = window.cinema.app.store.get().opening; return window.cinema.app.actions.goTo(crashes[0], crashed[0]); })()`,
    );
    await film().idle();
    const crash = page.getByRole('region', { name: 'Crash' });
    assert.equal(await crash.getByRole('heading').innerText(), 'FunctionClauseError');
    await crash.getByRole('button', { name: 'Copy in full' }).click();
    assert.match(
      await clipboard(film()),
      /^\*\* \(FunctionClauseError\) no function clause matching[^]*\n {4}lib\/shop/,
    );
    await film().screenshot('inspector-crash');
  });

  it('goes to a frame of the stack, and shows the lane of the process', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.call, 'event.stack.length > 2');
    const before = await moment(film());
    await page.getByRole('list', { name: 'Stack, innermost first' }).getByRole('button').nth(1).click();
    await idle();
    assert.ok((await moment(film())) < before);
    await page.evaluate(`window.cinema.app.actions.openTab('processes')`);
    await page.locator('.inspector .process-chip').click();
    assert.equal(await film().state('state.tab'), 'lanes');
  });

  it('keeps which parts are folded when the page is made anew', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.call, 'event.stack.length > 2');
    const stack = page.locator('[data-section="stack"]');
    await stack.locator('summary').click();
    assert.equal(await stack.evaluate((one: HTMLDetailsElement) => one.open), false);
    // What is kept is written a moment later.
    await page.waitForTimeout(400);
    await page.reload();
    await idle();
    await goToFirst(film(), kinds.call, 'event.stack.length > 2');
    assert.equal(await stack.evaluate((one: HTMLDetailsElement) => one.open), false);
    await stack.locator('summary').click();
  });

  it('follows what the playhead passes, and is not read aloud then', async () => {
    const { page, idle } = film();
    await goToFirst(film(), kinds.call);
    const spoken = await page.locator('.inspector-announced').innerText();
    const at = await film().state<{ moment: number; process: number }>('state.cursor');
    const next = await page.evaluate<number>(
      `window.cinema.app.client.ask('event', ${JSON.stringify(at)}).then(({ value }) => value.next)`,
    );
    await page.evaluate(`window.cinema.app.actions.preview(${JSON.stringify({ ...at, moment: next })})`);
    const shows = `document.querySelector('.inspector-facts').textContent.includes('moment ${next.toLocaleString('en-US')}')`;
    await until(film(), shows);
    assert.equal(await page.locator('.inspector-announced').innerText(), spoken);
    await page.evaluate('window.cinema.app.actions.preview(null)');
    await idle();
    assert.match(
      await page.locator('.inspector-facts').first().innerText(),
      new RegExp(`moment ${at.moment.toLocaleString('en-US')}`),
    );
  });
});

describe('the chooser', function () {
  this.timeout(30_000);
  let film: FilmPage & { readonly close: () => Promise<void> };
  let folder: string;
  let first: unknown;
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-chooser-'));
    const trace = path.join(folder, 'shop.cinema');
    copyFileSync(SHOP, trace);
    chmodSync(trace, 0o644);
    film = await openFilm({ trace });
    await film.page.evaluate('window.cinema.app.store.set({ chooserOpen: true })');
    await film.idle();
    first = await film.state('state.arrangement');
  });
  after(async () => {
    await film.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await film.page.evaluate(`window.cinema.app.actions.arrange(${JSON.stringify(first)})`);
    await film.idle();
    assert.deepEqual(film.errors, []);
  });
  const summary = (): Promise<string> => film.page.locator('.choose-summary').innerText();
  const found = (): Promise<number> => film.state('state.found?.length ?? -1');

  it('filters by text, and Escape takes the filter away', async () => {
    const box = film.page.getByLabel('Filter processes by text');
    await box.fill('shop.cart');
    await until(film, 'state.found !== null');
    await film.idle();
    const names = await film.state<string[]>('[...state.found].map((process) => state.directory.labels.text(process))');
    assert.ok(names.length >= 3);
    await film.idle();
    assert.match(await summary(), /^\d+ of 91 processes.* hidden$/);
    await film.screenshot('chooser-text');
    await box.press('Escape');
    await film.idle();
    assert.equal(await found(), -1);
  });

  it('filters by supervisor and by module, each found by typing', async () => {
    const choose = async (label: string, text: string): Promise<void> => {
      const box = film.page.getByRole('combobox', { name: label });
      await box.click();
      await box.fill(text);
      await film.page.keyboard.press('ArrowDown');
      await film.page.keyboard.press('Enter');
      await film.idle();
    };
    await choose('Module', 'Shop.Pay');
    assert.equal(await film.state('state.arrangement.filter.module'), 'Shop.Payment');
    const ofModule = await found();
    assert.ok(ofModule >= 2, 'the payment server and the one that replaced it');
    await choose('Under', 'Shop.Supervisor');
    assert.ok((await film.state<number>('state.arrangement.filter.under')) >= 0);
    assert.ok((await found()) > 0 && (await found()) <= ofModule);
    await film.screenshot('chooser-selects');
  });

  it('shows only who talks to the selected process, as a chip that clears', async () => {
    await film.page.evaluate(
      `(() => { const { crashes, crashed } = window.cinema.app.store.get().opening; return window.cinema.app.actions.goTo(crashes[0], crashed[0]); })()`,
    );
    await film.idle();
    await film.page.getByRole('button', { name: 'Only those who talk to Shop.Payment' }).click();
    await film.idle();
    assert.ok((await found()) > 1 && (await found()) < 20);
    await film.page.getByRole('button', { name: 'talks to Shop.Payment' }).click();
    await film.idle();
    assert.equal(await found(), -1);
  });

  it('shows only who is alive at the playhead', async () => {
    await film.page.evaluate('window.cinema.app.actions.goTo(0)');
    await film.page.getByText('Alive at the playhead').click();
    await film.idle();
    const early = await found();
    await film.page.evaluate('window.cinema.app.actions.goTo(4000)');
    await until(film, `state.found.length !== ${early}`);
  });

  it('hides and shows kinds of events, but never gaps', async () => {
    const before = await film.state<number>('state.arrangement.kinds');
    await film.page.locator('.choose').getByText('Messages', { exact: true }).click();
    const without = await film.state<number>('state.arrangement.kinds');
    assert.equal(before & ~without, (1 << 7) | (1 << 8) | (1 << 9));
    assert.notEqual(without & (1 << 20), 0);
    await film.page.locator('.choose').getByText('Messages', { exact: true }).click();
    assert.equal(await film.state('state.arrangement.kinds'), before);
  });

  it('sets grouping and arrows', async () => {
    for (const [label, text, field, value] of [
      ['Lanes', 'flat list', 'grouping', 'flat'],
      ['Arrows', 'none', 'arrows', 'none'],
    ] as const) {
      await film.page.getByRole('combobox', { name: label }).click();
      await film.page.getByRole('option', { name: text }).click();
      assert.equal(await film.state(`state.arrangement.${field}`), value);
    }
  });

  it('lists what was hidden and pinned by hand, and undoes it', async () => {
    await film.page.evaluate('window.cinema.app.actions.arrange({ hidden: [3, 5], pinned: [82] })');
    await film.idle();
    const hidden = film.page.getByRole('region', { name: 'Hidden lanes' });
    await hidden
      .getByRole('button', { name: /^Show / })
      .first()
      .click();
    assert.deepEqual(await film.state('state.arrangement.hidden'), [5]);
    await film.page
      .getByRole('region', { name: 'Pinned lanes' })
      .getByRole('button', { name: /^Unpin Shop.Payment/ })
      .click();
    assert.deepEqual(await film.state('state.arrangement.pinned'), []);
  });

  it('saves an arrangement in the trace under a name, applies it and removes it', async () => {
    await film.page.evaluate('window.cinema.app.actions.arrange({ pinned: [82], arrows: "none" })');
    await film.page.getByLabel('Name of the view to save').fill('Payments');
    await film.page.getByRole('region', { name: 'Views' }).getByRole('button', { name: 'Save' }).click();
    await film.idle();
    await film.page.locator('.choose-head').getByRole('button', { name: 'Reset' }).click();
    assert.deepEqual(await film.state('state.arrangement.pinned'), []);
    await film.page.reload();
    await film.idle();
    await film.page.getByRole('button', { name: 'Payments', exact: true }).click();
    assert.deepEqual(await film.state('[state.arrangement.pinned, state.arrangement.arrows]'), [[82], 'none']);
    await film.screenshot('chooser-views');
    await film.page.getByRole('button', { name: 'Remove Payments' }).click();
    await film.idle();
    assert.deepEqual(await film.state('state.views'), []);
  });

  it('keeps views with the workspace where the trace cannot be written to, and says so', async () => {
    await film.page.evaluate(`(() => {
      const { store } = window.cinema.app;
      store.set({ opening: { ...store.get().opening, canSave: false } });
    })()`);
    await film.page.getByText('This recording cannot be written to').waitFor();
    await film.page.getByLabel('Name of the view to save').fill('Mine');
    await film.page.keyboard.press('Enter');
    assert.deepEqual(await film.state('state.views.map(({ name }) => name)'), ['Mine']);
    await until(film, '(localStorage.getItem(`cinema.kept.${state.opening.fingerprint}`) ?? "").includes("Mine")');
  });
});

describe('the process table', function () {
  this.timeout(30_000);
  const film = useFilm({ trace: SHOP, height: 500 });
  before(async () => {
    await film().page.evaluate(`window.cinema.app.actions.openTab('processes')`);
    await goToFirst(film(), kinds.exception, 'event.crash !== null');
  });
  afterEach(() => assert.deepEqual(film().errors, []));
  const grid = () => film().page.getByRole('grid', { name: 'Processes' });
  const column = async (name: string): Promise<readonly string[]> =>
    (await grid().locator(`.virtual-list-row .processes-${name}`).allInnerTexts()).slice(0, 8);

  it('shows every process as of the playhead, those with most events first', async () => {
    assert.equal(await grid().getAttribute('aria-rowcount'), '92');
    const events = (await column('events')).map((text) => Number(text.replaceAll(',', '')));
    assert.deepEqual(
      events,
      [...events].sort((one, other) => other - one),
    );
    assert.match(await film().page.locator('.processes-counts').innerText(), /^91 processes at /);
    await film().screenshot('processes');
  });

  it('sorts by a click on a heading and says so', async () => {
    await grid().getByRole('button', { name: 'Name' }).click();
    await film().idle();
    const names = (await column('name')).map((name) => name.toLowerCase());
    assert.deepEqual(names, [...names].sort());
    const heading = grid().getByRole('columnheader', { name: 'Name' });
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    await grid().getByRole('button', { name: 'Name' }).click();
    await film().idle();
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
  });

  it('follows the playhead', async () => {
    await grid().getByRole('button', { name: 'Events' }).click();
    await film().idle();
    const late = await column('events');
    const { moment: at } = await film().state<{ moment: number }>('state.cursor');
    await film().page.evaluate('window.cinema.app.actions.goTo(50)');
    await film().idle();
    assert.notDeepEqual(await column('events'), late);
    await film().page.evaluate(`window.cinema.app.actions.goTo(${at})`);
    await film().idle();
    assert.deepEqual(await column('events'), late);
  });

  it('selects the newest event of a row by mouse and keys, and Enter goes there', async () => {
    const { page, idle } = film();
    const cursor = await moment(film());
    await grid().locator('.virtual-list-row').nth(2).click();
    await idle();
    assert.equal(await moment(film()), cursor);
    const selected = await film().state<{ moment: number; process: number }>('state.selection');
    assert.ok(selected.moment <= cursor);
    await page.keyboard.press('ArrowDown');
    await idle();
    const next = await film().state<{ moment: number; process: number }>('state.selection');
    assert.notEqual(next.process, selected.process);
    await page.keyboard.press('Enter');
    await idle();
    assert.equal(await moment(film()), next.moment);
    await page.keyboard.press('End');
    await idle();
    assert.equal(
      await grid()
        .getAttribute('aria-activedescendant')
        .then((id) => id?.endsWith('-90')),
      true,
    );
  });

  it('pins, hides and filters by the menu of a row, opened by key', async () => {
    const { page, idle } = film();
    await page.keyboard.press('Home');
    await idle();
    const { process } = await film().state<{ process: number }>('state.selection');
    await grid().focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Pin on Top' }).click();
    assert.deepEqual(await film().state('state.arrangement.pinned'), [process]);
    await grid().locator('.virtual-list-row').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Hide' }).click();
    await idle();
    assert.equal(await grid().getAttribute('aria-rowcount'), '91');
    await page.locator('.processes-foot').getByRole('button', { name: 'Show all' }).click();
    await idle();
    await grid().locator('.virtual-list-row').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Only This and Its Descendants' }).click();
    await idle();
    assert.ok(Number(await grid().getAttribute('aria-rowcount')) < 92);
    await page.evaluate(
      'window.cinema.app.actions.arrange({ pinned: [], filter: { ...window.cinema.app.store.get().arrangement.filter, under: -1 } })',
    );
  });
});
