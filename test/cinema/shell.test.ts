import assert from 'node:assert/strict';
import { openFilm, SHOP, useFilm, type FilmPage } from './harness/film.ts';

interface Place {
  readonly moment: number;
  readonly time: number;
}

/** Waits until something about the page's state holds. */
async function until(film: FilmPage, expression: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await film.state<boolean>(expression)) return;
    await film.page.waitForTimeout(30);
  }
  throw new Error(`never: ${expression}`);
}

describe('the shell of the film', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP });
  const cursor = (): Promise<Place> => film().state('state.cursor');
  const width = (): Promise<number> => film().state('state.window.to - state.window.from');
  const press = async (key: string): Promise<void> => {
    await film().page.keyboard.press(key);
    await film().idle();
  };
  const goTo = async (text: string): Promise<void> => {
    const { page, idle } = film();
    await page.keyboard.press('g');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await idle();
  };

  const crash = (): Promise<number> => film().state('state.opening.crashes[0]');

  afterEach(() => assert.deepEqual(film().errors, []));

  it('plays by Space, stops by Space, and moves the cursor once it rests', async () => {
    const { page, state, idle } = film();
    await press('Home');
    await page.keyboard.press('Space');
    await until(film(), 'state.preview?.time > 30e6');
    assert.equal((await cursor()).moment, 0, 'the debugger is left alone while it plays');
    await page.keyboard.press('Space');
    await idle();
    assert.equal(await state('state.play.running'), false);
    assert.equal(await state('state.preview'), null);
    assert((await cursor()).moment > 0);
  });

  it('plays backward to the start and stops there', async () => {
    const { page, state, idle } = film();
    await goTo('20 ms');
    await page.getByRole('button', { name: 'Play backward' }).click();
    await until(film(), '!state.play.running');
    await idle();
    assert.equal((await cursor()).time, 0);
    assert.equal(await state('state.problem'), null);
  });

  it('plays event by event as fast as the select says', async () => {
    const { page, state, idle } = film();
    const from = (await film().state<number>('state.opening.cursor.moment')) + 1;
    await goTo(String(from));
    await page.getByRole('switch', { name: /event by event/ }).click();
    await page.locator('.toolbar-speed').click();
    await page.getByRole('option', { name: '20/s' }).click();
    assert.deepEqual(await state('[state.play.by, state.play.speed]'), ['events', 20]);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await until(film(), `state.preview?.moment > ${from + 3}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await idle();
    assert((await cursor()).moment > from + 3 && (await cursor()).moment < from + 200);
    await page.getByRole('switch', { name: /event by event/ }).click();
    assert.equal(await state('state.play.by'), 'time');
  });

  it('goes to a moment, a time, and a part of the trace', async () => {
    await goTo(String(await crash()));
    assert.equal((await cursor()).moment, await crash());
    await goTo('50%');
    const { duration } = await film().state<{ duration: number }>('({ duration: state.opening.duration })');
    assert(Math.abs((await cursor()).time - duration / 2) < duration / 10);
    await goTo('no such place');
    assert.equal(await film().page.locator('.toolbar-go').getAttribute('aria-invalid'), 'true');
    await film().page.keyboard.press('Escape');
  });

  it('steps along the events that are shown, and back', async () => {
    await goTo(String(await crash()));
    await film()
      .page.locator('.toolbar')
      .click({ position: { x: 1, y: 1 } });
    await press('ArrowRight');
    const next = (await cursor()).moment;
    assert(next > (await crash()));
    await press('ArrowLeft');
    assert.equal((await cursor()).moment, await crash());
  });

  it('zooms, moves and fits by keys, and switches the axis and back', async () => {
    await press('f');
    const whole = await width();
    await press('w');
    assert(Math.abs((await width()) - whole / 1.5) < 1);
    await press('s');
    await press('d');
    const before = await film().state('state.window');
    await press('o');
    assert.equal(await film().state('state.window.axis'), 'order');
    await press('o');
    assert.deepEqual(await film().state('state.window'), before);
    await goTo(String(await crash()));
    await press('Shift+f');
    assert((await width()) < whole / 10);
    await press('f');
    assert.equal(await width(), whole);
  });

  it('follows the arrow to the effect and back to the cause', async () => {
    await goTo(String(await crash()));
    await press(']');
    const effect = await cursor();
    assert(effect.moment > (await crash()));
    await press('[');
    assert.equal((await cursor()).moment, await crash());
  });

  it('lights all causes while a key is held', async () => {
    const { page, state } = film();
    await goTo(String(await crash()));
    await page.keyboard.down('c');
    await until(film(), 'state.cone !== null');
    assert.equal(await state('state.cone.direction'), 'causes');
    assert((await state<number>('state.cone.processes')) > 1);
    await page.keyboard.up('c');
    assert.equal(await state('state.cone'), null);
  });

  it('shows the source beside the film: the line that runs, its values, and what ran', async () => {
    const { page, screenshot } = film();
    await goTo(String(await crash()));
    const current = page.locator('.source-current');
    await current.waitFor();
    assert.equal(await current.locator('.source-number').textContent(), '15');
    assert.match((await current.locator('.source-code').textContent()) ?? '', /bank_transfer\(customer, cents\)/);
    assert.deepEqual(await current.locator('.source-value').allTextContents(), [
      'customer = "robert"',
      'cents = 3148.5',
    ]);
    assert.equal(await current.locator('.source-hits').textContent(), '3×');
    await screenshot('shell');
    await press('u');
    assert.equal(await page.locator('.source').isVisible(), false);
    await press('u');
    assert.equal(await current.isVisible(), true);
  });

  it('says how much is shown, and shows all again', async () => {
    const { page, idle } = film();
    await page.keyboard.press('/');
    await page.keyboard.type('payment');
    await page
      .getByText(/hidden/)
      .first()
      .waitFor();
    await idle();
    assert.match((await page.locator('.status').textContent()) ?? '', /\d+ of 91 processes, \d+ hidden/);
    assert.equal(await page.locator('.toolbar-badge').textContent(), '1');
    await page.getByRole('button', { name: 'show all' }).click();
    await idle();
    assert.equal(await page.locator('.toolbar-badge').isVisible(), false);
    assert.equal(await film().state('state.found'), null);
    await page.getByRole('switch', { name: /Choose what is shown/ }).click();
  });

  it('lists its keys', async () => {
    const { page } = film();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and mouse' });
    assert.match((await help.textContent()) ?? '', /Play or pause.*Hold: light all causes/);
    await page.keyboard.press('Escape');
    assert.equal(await help.isVisible(), false);
  });

  it('divides the page by splitters, with the mouse and with keys', async () => {
    const { page, state } = film();
    const side = (): Promise<number> => state('state.sizes.side');
    const before = await side();
    const bar = page.getByRole('separator', { name: 'Width of the inspector' });
    const box = (await bar.boundingBox())!;
    await page.mouse.move(box.x, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x - 60, box.y + 50);
    await page.mouse.up();
    assert.equal(await side(), before + 60);
    await page.keyboard.press('ArrowRight');
    assert.equal(await side(), before + 44);
  });

  it('opens tabs by number and in the tab list', async () => {
    const { page, state } = film();
    await press('2');
    assert.equal(await state('state.tab'), 'tree');
    await page.getByRole('tab', { name: 'Tree' }).focus();
    await press('ArrowRight');
    assert.equal(await state('state.tab'), 'sequence');
    assert.equal(await page.getByRole('tab', { name: 'Sequence' }).getAttribute('aria-selected'), 'true');
    await press('1');
  });

  it('is the same again when it is made anew', async () => {
    const { page, state, idle } = film();
    await goTo(String(await crash()));
    await press('Shift+f');
    await page.evaluate('window.cinema.app.actions.arrange({ pinned: [82] })');
    await idle();
    const read = '[state.window, state.selection, state.tab, state.sizes, state.arrangement]';
    const before = await state(read);
    await page.reload();
    await idle();
    assert.deepEqual(await state(read), before);
    await page.evaluate('window.cinema.app.actions.arrange({ pinned: [] })');
  });

  it('works in a small panel', async () => {
    const { page, screenshot } = film();
    await page.setViewportSize({ width: 700, height: 300 });
    await film().idle();
    await screenshot('shell-small');
    const toolbar = (await page.locator('.toolbar').boundingBox())!;
    assert(toolbar.height <= 70, `the toolbar is ${toolbar.height} pixels high`);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 700);
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});

describe('a film whose door goes', function () {
  this.timeout(60_000);

  it('says why, keeps the picture, and can be asked again', async () => {
    const film = await openFilm({ trace: SHOP });
    try {
      const { page } = film;
      film.endDoor();
      const notice = page.locator('.notice-closed');
      await notice.waitFor();
      assert.equal(await notice.locator('.notice-text').textContent(), await film.state('state.connection.why'));
      await page.getByRole('button', { name: 'Open again' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await film.idle();
      assert.equal(await film.state('state.problem'), null, 'it is said once');
    } finally {
      await film.close();
    }
  });
});
