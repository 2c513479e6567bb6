import assert from 'node:assert/strict';
import { RELAY, useFilm } from './harness/film.ts';
import { lanesOf, RULER } from './harness/lanes.ts';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

describe('zooming, from the whole to one event', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: RELAY });
  const { act, ask, lanes, message } = lanesOf(film);
  const shown = (): Promise<Stretch> => film().state('({ from: state.window.from, to: state.window.to })');
  const width = async (): Promise<number> => (await lanes().boundingBox())!.width;
  const duration = (): Promise<number> => film().state('state.opening.duration');
  const show = (from: number, to: number): Promise<void> => act(`show({ axis: 'time', from: ${from}, to: ${to} })`);
  const near = (one: number, other: number, reach: number): void =>
    assert.ok(Math.abs(one - other) <= reach, `${one} is not ${other} (±${reach})`);
  const map = async () => (await film().page.locator('.minimap').boundingBox())!;
  /** Drags in the minimap, from and to parts of its width. */
  const dragInMap = async (from: number, to: number): Promise<void> => {
    const box = await map();
    await film().page.mouse.move(box.x + box.width * from, box.y + box.height / 2);
    await film().page.mouse.down();
    await film().page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 5 });
    await film().page.mouse.up();
    await film().idle();
  };

  /** Turns the wheel at 420, 100 in one go: a touchpad's pinch comes as a wheel with Ctrl that the page has not seen pressed. */
  const turn = async (deltaY: number, times: number): Promise<void> => {
    await lanes().evaluate(
      (element, [by, count]) => {
        const { left, top } = element.getBoundingClientRect();
        const where = { clientX: left + 420, clientY: top + 100, bubbles: true, cancelable: true };
        for (let step = 0; step < count; step++)
          element.dispatchEvent(new WheelEvent('wheel', { deltaY: by, ctrlKey: true, ...where }));
      },
      [deltaY, times] as const,
    );
    await film().idle();
  };

  afterEach(() => assert.deepEqual(film().errors, []));

  it('holds what is under the fingers of a pinch, however many small steps it has', async () => {
    await act('fit()');
    const { from, to } = await shown();
    const at = from + ((to - from) * 420) / (await width());
    await turn(-4, 40);
    const now = await shown();
    assert.ok(now.to - now.from < (to - from) / 4);
    near(now.from + ((now.to - now.from) * 420) / (await width()), at, (now.to - now.from) / (await width()));
  });

  it('moves with A and D and zooms with W and S while the lanes have the focus', async () => {
    await show(100e6, 200e6);
    await lanes().focus();
    const press = async (key: string): Promise<Stretch> => {
      await film().page.keyboard.press(key);
      await film().idle();
      return shown();
    };
    near((await press('d')).from, 120e6, 1);
    near((await press('a')).from, 100e6, 1);
    const nearer = await press('w');
    near(nearer.to - nearer.from, 100e6 / 1.5, 2);
    const back = await press('s');
    near(back.to - back.from, 100e6, 2);
  });

  it('ends where two events a nanosecond apart are told from each other, and where the trace is half of what is seen', async () => {
    await turn(-120, 80);
    const nearest = await shown();
    near(nearest.to - nearest.from, 100, 0.001);
    await turn(120, 120);
    const farthest = await shown();
    near((farthest.to - farthest.from) / (await duration()), 2, 0.001);
  });

  it('fits a bar that is double-clicked', async () => {
    await act('fit()');
    const process = await film().state<number>(
      '[...state.rows.process].find((one) => state.directory.labels.short(one).startsWith("relay:ring"))',
    );
    const y = await film().state<number>(`state.rows.top[state.rows.ofProcess[${process}]]`);
    const bar = { x: (await width()) * 0.5, y: RULER + y + 10 };
    await lanes().dblclick({ position: bar });
    await film().idle();
    const called = await film().state<number>('state.cursor.time');
    const { from, to } = await shown();
    // The bar from its call to its end, with a little room.
    const room = (to - from) * (0.08 / 1.16);
    near(from + room, called, (to - from) / 500);
    assert.ok(to - from > (await duration()) / 2, 'it is the long one');
  });

  it('fits the selection with what it comes from', async () => {
    const { sent, received } = await message();
    await act('fit()');
    await act(`goTo(${received.moment})`);
    await lanes().focus();
    await film().page.keyboard.press('Shift+f');
    await film().idle();
    const { from, to } = await shown();
    assert.ok(from < sent.time && to > received.time);
    const { causes, effects } = await ask<Record<'causes' | 'effects', readonly { time: number }[]>>('event', received);
    const times = [received, ...causes, ...effects].map(({ time }) => time);
    assert.ok(to - from < 2 * (Math.max(...times) - Math.min(...times)) + 100);
  });

  it('is moved by the frame of the minimap', async () => {
    const all = await duration();
    await show(all * 0.2, all * 0.4);
    await dragInMap(0.3, 0.5);
    const { from, to } = await shown();
    near(from, all * 0.4, all / 300);
    near(to, all * 0.6, all / 300);
  });

  it('is made wider and narrower by the frame’s edges', async () => {
    const all = await duration();
    await show(all * 0.4, all * 0.6);
    await dragInMap(0.6, 0.8);
    near((await shown()).to, all * 0.8, all / 150);
    near((await shown()).from, all * 0.4, all / 300);
    await dragInMap(0.4, 0.7);
    near((await shown()).from, all * 0.7, all / 150);
  });

  it('comes to where the minimap is clicked, and shows all when it is double-clicked', async () => {
    const all = await duration();
    await show(all * 0.1, all * 0.2);
    const box = await map();
    await film().page.mouse.click(box.x + box.width * 0.7, box.y + box.height / 2);
    await film().idle();
    near((await shown()).from, all * 0.65, all / 300);
    await film().page.mouse.dblclick(box.x + box.width * 0.3, box.y + box.height / 2);
    await film().idle();
    const { from, to } = await shown();
    assert.ok(from <= 0 && to >= all);
  });

  it('is moved by keys on the minimap, which says what is shown', async () => {
    const all = await duration();
    await show(all * 0.4, all * 0.6);
    const frame = film().page.getByRole('slider', { name: 'What is shown of the trace' });
    assert.equal(await frame.getAttribute('aria-valuenow'), '50');
    await frame.focus();
    await film().page.keyboard.press('ArrowRight');
    await film().idle();
    near((await shown()).from, all * 0.42, all / 1000);
    assert.match((await frame.getAttribute('aria-valuetext')) ?? '', /ms to .*(ms|s)$/);
    await film().page.keyboard.press('End');
    await film().idle();
    near((await shown()).to, all, all / 1000);
    await film().page.keyboard.press('Home');
    await film().idle();
    near((await shown()).from, 0, all / 1000);
  });

  it('is done by buttons, too', async () => {
    const { page } = film();
    const all = await duration();
    await show(all * 0.4, all * 0.6);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await film().idle();
    const nearer = await shown();
    assert.ok(nearer.to - nearer.from < all * 0.2);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await film().idle();
    near((await shown()).to - (await shown()).from, all * 0.2, 2);
  });
});
