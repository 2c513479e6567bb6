import assert from 'node:assert/strict';
import { RELAY, SHOP, useFilm } from './harness/film.ts';
import { kinds, lanesOf, RULER, shapesOf, until, type Event } from './harness/lanes.ts';

interface Linked {
  readonly kind: string;
  readonly causes: readonly (Event & { readonly kind: string })[];
  readonly effects: readonly (Event & { readonly kind: string })[];
}

const near = (one: number, other: number, reach = 0.6): boolean => Math.abs(one - other) <= reach;

describe('following messages', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: RELAY, query: { theme: 'dark' } });
  const { act, ask, lanes, lookAt, message, placeOf } = lanesOf(film);
  const cursor = (): Promise<Event> => film().state('state.cursor');
  const press = async (key: string): Promise<void> => {
    await film().page.keyboard.press(key);
    await film().idle();
  };

  afterEach(() => assert.deepEqual(film().errors, []));

  it('draws a message from its send to its receive as the trace has their times', async () => {
    let moment = await film().state<number>('state.opening.cursor.moment');
    let seen = 0;
    for (let tries = 0; tries < 20 && seen < 3; tries++) {
      const { sent, received } = await message(moment);
      moment = received.moment;
      const rows = await film().state<number[]>(
        `[${sent.process}, ${received.process}].map((one) => state.rows.process[state.rows.ofProcess[one]])`,
      );
      if (rows[0] !== sent.process || rows[1] !== received.process) continue;
      await act(`select(${JSON.stringify(received)})`);
      const middle = { ...received, time: (sent.time + received.time) / 2 };
      await lookAt(middle, Math.max(400, (received.time - sent.time) * 2));
      const [start, end] = [await placeOf(sent), await placeOf(received)];
      const { lines } = await shapesOf(film());
      const line = lines.find(({ from }) => near(from.x, start.x) && near(from.y, start.y));
      assert.ok(line, `no line begins at ${start.x},${start.y}`);
      // The body ends where the head begins, on the way to the receive.
      const way = Math.hypot(end.x - start.x, end.y - start.y);
      const length = Math.hypot(line.to.x - line.from.x, line.to.y - line.from.y);
      assert.ok(length > 0 && length < way, `${length} of ${way}`);
      assert.ok(near((line.to.x - line.from.x) / length, (end.x - start.x) / way, 0.02));
      assert.ok(near((line.to.y - line.from.y) / length, (end.y - start.y) / way, 0.02));
      assert.ok(line.width >= 2, 'the selection’s arrow stands out');
      seen++;
    }
    assert.equal(seen, 3);
  });

  it('lets the selection’s own arrows stand out from the others', async () => {
    const { received } = await message();
    await act(`select(${JSON.stringify(received)})`);
    await lookAt(received, 300_000);
    const { lines } = await shapesOf(film());
    const end = await placeOf(received);
    const strong = lines.filter(({ width, dashed }) => width === 2 && !dashed);
    assert.ok(strong.length >= 1 && strong.length < lines.length, `${strong.length} of ${lines.length}`);
    assert.ok(strong.some(({ to }) => Math.hypot(to.x - end.x, to.y - end.y) < 14));
    await film().screenshot('lanes-selection');
  });

  it('shows only the arrows of the selected process when asked to, and none of kinds that are left out', async () => {
    const { received } = await message();
    await act('fit()');
    await act(`select(${JSON.stringify(received)})`);
    const kindsWithout = (mask: number): Promise<void> => act(`arrange({ kinds: ${usual} & ~${mask} })`);
    const usual = await film().state<number>('state.arrangement.kinds');
    // Exits that led to exits are no messages.
    await kindsWithout(kinds.exit);
    const all = await shapesOf(film());
    await act(`arrange({ arrows: 'selected' })`);
    const some = (await shapesOf(film())).lines.filter(({ dashed }) => !dashed);
    const lane = await placeOf(received);
    const [few, many] = [some.length, all.lines.length];
    assert.ok(few > 0 && few < many, `${few} of ${many}`);
    assert.ok(
      some.every(({ from, to }) => Math.abs(from.y - lane.y) < 14 || Math.abs(to.y - lane.y) < 14),
      'each begins or ends on the lane of the selection',
    );
    await act(`arrange({ arrows: 'all' })`);
    assert.ok(all.lines.some(({ dashed }) => dashed));
    await kindsWithout(kinds.spawn);
    assert.ok((await shapesOf(film())).lines.every(({ dashed }) => !dashed));
    await kindsWithout(0);
  });

  it('fades all that has nothing to do with an event while a key is held', async () => {
    const { received } = await message();
    await act(`goTo(${received.moment})`);
    await act('fit()');
    await lanes().focus();
    await film().page.keyboard.down('c');
    await until(film(), 'state.cone !== null');
    await film().idle();
    const lit = (await film().page.screenshot()).toString('base64');
    await film().page.keyboard.up('c');
    await until(film(), 'state.cone === null');
    await film().idle();
    assert.notEqual((await film().page.screenshot()).toString('base64'), lit);
  });

  it('reads along a lane and across lanes by arrow keys; Enter moves the debugger', async () => {
    const { received } = await message();
    await act(`goTo(${received.moment})`);
    await lanes().focus();
    const before = await cursor();
    const selection = (): Promise<Event> => film().state('state.selection');
    await press('ArrowRight');
    const next = await selection();
    assert.equal(next.process, received.process);
    assert.ok(next.moment > received.moment);
    assert.equal((await cursor()).moment, before.moment, 'reading moves nothing');
    await press('ArrowLeft');
    assert.equal((await selection()).moment, received.moment);
    await press('ArrowDown');
    const row = (process: number): Promise<number> => film().state(`state.rows.ofProcess[${process}]`);
    assert.ok((await row((await selection()).process)) > (await row(received.process)));
    await press('Enter');
    assert.equal((await cursor()).moment, (await selection()).moment);
  });

  it('goes to the call of a bar that is clicked, and to the nearest event of a lane', async () => {
    await act('fit()');
    await act('select(null)');
    const process = await film().state<number>(
      '[...state.rows.process].find((one) => state.directory.labels.short(one).startsWith("relay:ring"))',
    );
    const top = await film().state<number>(`state.rows.top[state.rows.ofProcess[${process}]]`);
    const width = (await lanes().boundingBox())!.width;
    await lanes().click({ position: { x: width / 2, y: RULER + top + 10 } });
    await film().idle();
    assert.equal((await ask<Linked>('event', await cursor())).kind, 'call');
    assert.equal((await cursor()).process, process);
    // Behind the end of all, on the lane of a process that is gone.
    await lanes().click({ position: { x: width - 3, y: RULER + top + 10 } });
    await film().idle();
    assert.equal((await ask<Linked>('event', await cursor())).kind, 'exit');
    assert.equal((await cursor()).process, process);
  });
});

describe('following a message to a behaviour', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP, query: { theme: 'dark' } });
  const { act, ask, lanes, lookAt, placeOf } = lanesOf(film);
  const cursor = (): Promise<Event> => film().state('state.cursor');
  const press = async (key: string): Promise<void> => {
    await film().page.keyboard.press(key);
    await film().idle();
  };

  /** A message that a callback handles, between two lanes that are shown. */
  const handled = async () => {
    let sent: Event = await film().state('state.opening.cursor');
    for (;;) {
      sent = await ask<Event>('neighbour', { moment: sent.moment, forward: true, kinds: kinds.send });
      const { effects } = await ask<Linked>('event', sent);
      const received = effects.find(({ kind }) => kind === 'message');
      const handler = effects.find(({ kind }) => kind === 'handler');
      if (received === undefined || handler === undefined || received.process === sent.process) continue;
      const shown = await film().state<boolean>(
        `[${sent.process}, ${received.process}].every((one) => state.rows.process[state.rows.ofProcess[one]] === one)`,
      );
      if (shown) return { sent, received, handler };
    }
  };

  afterEach(() => assert.deepEqual(film().errors, []));

  it('stands on the callback when the arrow’s head is clicked, with its arguments and its line', async () => {
    const { sent, received, handler } = await handled();
    await act('select(null)');
    await lookAt({ ...received, time: (sent.time + received.time) / 2 }, (received.time - sent.time) * 1.5);
    const [start, end] = [await placeOf(sent), await placeOf(received)];
    // On the way to the head, off the receiver's lane where its own signs are.
    const part = 0.75;
    await lanes().click({
      position: { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part },
    });
    await film().idle();
    assert.equal((await cursor()).moment, handler.moment);
    const view = await ask<Linked & { title: string; place: { line: number } | null }>('event', await cursor());
    assert.equal(view.kind, 'call');
    const line = await film().page.locator('.source-current .source-number').textContent();
    assert.equal(Number(line), view.place?.line);
  });

  it('goes along the arrow by keys: from the send to the callback, and back', async () => {
    const { sent, handler } = await handled();
    await act(`goTo(${sent.moment})`);
    await lanes().focus();
    await press(']');
    assert.equal((await cursor()).moment, handler.moment);
    await press('[');
    assert.equal((await cursor()).moment, sent.moment);
  });
});
