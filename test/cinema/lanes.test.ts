import assert from 'node:assert/strict';
import { RELAY, SHOP, useFilm } from './harness/film.ts';
import { drawn, lanesOf, until, type Event } from './harness/lanes.ts';

describe('lanes, from far to near', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP });
  const { act, ask, lookAt } = lanesOf(film);

  afterEach(() => assert.deepEqual(film().errors, []));

  it('show the program’s own processes under who started them, the rest in one row', async () => {
    const names = await film().page.locator('[role=treeitem]').allInnerTexts();
    assert.ok(names.length > 10 && names.length < 25, names.join());
    assert.match(names[0]!, /Shop\.Demo/);
    assert.ok(names.some((name) => /\d+ others/.test(name)));
    assert.ok(names.some((name) => name.includes('Shop.Payment')));
  });

  it('begin where the program’s own code ran, not with what compiled it', async () => {
    const [from, duration] = await film().state<[number, number]>('[state.window.from, state.opening.duration]');
    assert.ok(from > duration * 0.5, `${from} of ${duration}`);
  });

  it('tell a crash from far by its cross and its reason', async () => {
    assert.match(await drawn(film()), /FunctionCl|exit: ex/);
  });

  it('name calls nearer, and nearest say lines with the values they bound', async () => {
    const crash = await film().state<number>('state.opening.crashes[0]');
    await act(`goTo(${crash})`);
    await act('fitSelection()');
    assert.match(await drawn(film()), /Shop\.Demo\.run/);
    // A line that bound something: its event tells the variables.
    let line = { moment: crash, time: 0, process: 0 };
    for (let bound = 0; bound === 0;) {
      line = await ask<Event>('neighbour', { moment: line.moment, forward: false, kinds: 1 << 13 });
      bound = (await ask<{ values: readonly unknown[] }>('event', line)).values.length;
    }
    await lookAt(line, 400);
    const text = await drawn(film());
    assert.match(text, /\d+ {1,2}\w+ = /, 'a line and what it bound');
  });

  it('fold a supervisor’s subtree into its lane, and unfold it', async () => {
    const { page, state, idle } = film();
    const count = await state<number>('state.rows.count');
    const row = page.locator('[role=treeitem]', { hasText: 'Shop.Supervisor' });
    await row.hover();
    await row.locator('[data-does=fold]').click();
    await idle();
    assert.ok((await state<number>('state.rows.count')) < count - 4);
    assert.equal(await row.getAttribute('aria-expanded'), 'false');
    await row.hover();
    await row.locator('[data-does=fold]').click();
    await idle();
    assert.equal(await state('state.rows.count'), count);
  });
});

describe('the film under the mouse', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: RELAY });
  const { lanes, act, placeOf, lookAt, mouseAt, message } = lanesOf(film);
  const cursor = (): Promise<Event> => film().state('state.cursor');
  const window = (): Promise<{ from: number; to: number }> =>
    film().state('({ from: state.window.from, to: state.window.to })');

  afterEach(() => assert.deepEqual(film().errors, []));

  it('goes to the receive end of a message that is clicked, and to its send', async () => {
    const { sent, received } = await message();
    await lookAt(received);
    await lanes().click({ position: await placeOf(received) });
    await film().idle();
    assert.equal((await cursor()).moment, received.moment);
    await lookAt(sent, 200);
    await lanes().click({ position: await placeOf(sent) });
    await film().idle();
    assert.equal((await cursor()).process, sent.process);
    assert.equal((await cursor()).moment, sent.moment);
  });

  it('draws an arrow from the send to the receive: its slope is the latency', async () => {
    const { sent, received } = await message();
    const middle = (sent.time + received.time) / 2;
    await act(`select(${JSON.stringify(received)})`);
    await lookAt({ ...received, time: middle }, received.time - sent.time);
    const [from, to] = [await placeOf(sent), await placeOf(received)];
    const names = (await film().page.locator('.lanes-names, [role=tree]').first().boundingBox())!.width;
    const left = (await lanes().boundingBox())!.x;
    const lines = [...(await drawn(film())).matchAll(/<(?:line|path|polyline)[^>]*>/g)].map(([line]) => line);
    const numbers = lines.map((line) => (line.match(/-?\d+(\.\d+)?/g) ?? []).map(Number));
    // The export has the names at its left, the film has not.
    const near = (one: number | undefined, other: number): boolean => Math.abs((one ?? NaN) - other) < 12;
    const found = numbers.some(
      (values) =>
        values.some(
          (value, index) =>
            (near(value, from.x + left) || near(value, from.x + names)) && near(values[index + 1], from.y),
        ) && values.some((_, index) => near(values[index + 1], to.y)),
    );
    assert.ok(found, `no line from ${from.x},${from.y} to ${to.x},${to.y}`);
  });

  it('zooms where the mouse is: what is under it stays', async () => {
    await act('fit()');
    const { from, to } = await window();
    const width = (await lanes().boundingBox())!.width;
    const at = from + ((to - from) * 300) / width;
    await mouseAt(300, 80);
    await film().page.keyboard.down('Control');
    await film().page.mouse.wheel(0, -400);
    await film().page.keyboard.up('Control');
    await film().idle();
    const now = await window();
    assert.ok(now.to - now.from < (to - from) / 1.5);
    const after = now.from + ((now.to - now.from) * 300) / width;
    assert.ok(Math.abs(after - at) <= (now.to - now.from) / width, `${at} became ${after}`);
  });

  it('pans by Shift and the wheel, and by dragging', async () => {
    const before = await window();
    await mouseAt(300, 80);
    await film().page.keyboard.down('Shift');
    await film().page.mouse.wheel(0, 120);
    await film().page.keyboard.up('Shift');
    await film().idle();
    const panned = await window();
    assert.ok(panned.from > before.from);
    assert.ok(Math.abs(panned.to - panned.from - (before.to - before.from)) < 1);
    await mouseAt(300, 300);
    await film().page.mouse.down();
    await mouseAt(420, 300);
    await film().page.mouse.up();
    await film().idle();
    assert.ok((await window()).from < panned.from);
  });

  it('zooms into the stretch that is chosen with Shift and the mouse', async () => {
    await act('fit()');
    const { from, to } = await window();
    const width = (await lanes().boundingBox())!.width;
    await mouseAt(200, 90);
    await film().page.keyboard.down('Shift');
    await film().page.mouse.down();
    await mouseAt(500, 95);
    await film().page.mouse.up();
    await film().page.keyboard.up('Shift');
    await film().idle();
    const now = await window();
    const pixel = (to - from) / width;
    assert.ok(Math.abs(now.from - (from + 200 * pixel)) < 3 * pixel);
    assert.ok(Math.abs(now.to - (from + 500 * pixel)) < 3 * pixel);
  });

  it('previews while the ruler is dragged, and moves the debugger once, on release', async () => {
    await act('fit()');
    const before = await cursor();
    await mouseAt(250, 10);
    await film().page.mouse.down();
    await mouseAt(400, 10);
    await until(film(), 'state.preview !== null');
    assert.deepEqual(await cursor(), before, 'the cursor waits for the release');
    await film().page.mouse.up();
    await film().idle();
    assert.equal(await film().state('state.preview'), null);
    assert.notEqual((await cursor()).moment, before.moment);
  });

  it('lights the causes of an event while C is held, and its effects while E is', async () => {
    const { received } = await message();
    await act(`goTo(${received.moment})`);
    for (const [key, direction] of [
      ['c', 'causes'],
      ['e', 'effects'],
    ] as const) {
      await lanes().focus();
      await film().page.keyboard.down(key);
      await until(film(), `state.cone?.direction === '${direction}'`);
      await film().idle();
      const bound = await film().state<number>(`state.cone.bound[${received.process}]`);
      assert.equal(bound, received.moment);
      await film().page.keyboard.up(key);
      await until(film(), 'state.cone === null');
    }
  });

  it('follows the arrow by keys: back to the send, on to the receive', async () => {
    const { sent, received } = await message();
    await act(`goTo(${received.moment})`);
    await lanes().focus();
    await film().page.keyboard.press('[');
    await film().idle();
    assert.equal((await cursor()).moment, sent.moment);
    await film().page.keyboard.press(']');
    await film().idle();
    assert.equal((await cursor()).moment, received.moment);
  });

  it('says what is under the mouse', async () => {
    const { received } = await message();
    await lookAt(received);
    const { x, y } = await placeOf(received);
    await mouseAt(x, y);
    const tip = film().page.locator('[role=tooltip]');
    await tip.waitFor();
    assert.match(await tip.innerText(), /\d/);
    assert.match(await tip.innerText(), /receive|message/i);
  });

  it('shows the whole trace in the minimap; its frame is what is on screen', async () => {
    const { page, idle, state } = film();
    await act('fit()');
    const whole = await window();
    const slider = page.locator('.minimap, [class*=minimap]').first();
    const box = (await slider.boundingBox())!;
    // Beside the frame's edges: the frame is all of it now, so a stretch is dragged with Shift or outside; zoom in first.
    await act(`show({ axis: 'time', from: ${whole.from}, to: ${whole.from + (whole.to - whole.from) / 20} })`);
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await idle();
    const now = await window();
    const duration = await state<number>('state.opening.duration');
    assert.ok(now.from > duration * 0.4 && now.from < duration * 0.6, `${now.from}`);
    assert.ok(now.to > duration * 0.65 && now.to < duration * 0.85, `${now.to}`);
  });

  it('draws only the selection’s arrows when asked to', async () => {
    const arrows = async (): Promise<number> => (await drawn(film())).split('<').length;
    await act('fit()');
    await act('select(null)');
    const all = await arrows();
    await act(`arrange({ arrows: 'none' })`);
    assert.ok((await arrows()) < all);
    await act(`arrange({ arrows: 'all' })`);
  });
});
