import assert from 'node:assert/strict';
import { openFilm, SHOP, type FilmPage } from './harness/film.ts';

const views = ['lanes', 'tree', 'sequence', 'waterfall', 'processes'] as const;
const themes = ['dark', 'light', 'hc-dark'] as const;

/** How many colours a picture of the page has, of a grid of its points; and how much of it is the commonest one. */
async function coloursOf({ page }: FilmPage): Promise<{ readonly colours: number; readonly commonest: number }> {
  const picture = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    const counts = new Map<number, number>();
    let points = 0;
    for (let at = 0; at < pixels.length; at += 4 * 7, points++) {
      const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return { colours: counts.size, commonest: Math.max(...counts.values()) / points };
  }, picture);
}

describe('how the film looks', function () {
  this.timeout(90_000);

  for (const theme of themes) {
    it(`in the theme ${theme}: every view has something on it, without an error`, async () => {
      const film = await openFilm({ trace: SHOP, width: 1280, height: 720, query: { theme } });
      try {
        const crash = await film.state<number>('state.opening.crashes[0]');
        await film.page.evaluate(`window.cinema.app.actions.goTo(${crash})`);
        for (const view of views) {
          await film.page.evaluate(`window.cinema.app.actions.openTab('${view}')`);
          await film.idle();
          const { colours, commonest } = await coloursOf(film);
          assert.ok(colours > 20, `${view}: ${colours} colours`);
          assert.ok(commonest < 0.97, `${view}: ${commonest} of it is one colour`);
          await film.screenshot(`${view}-${theme}`);
        }
        await film.page.evaluate('window.cinema.app.store.set({ chooserOpen: true })');
        await film.page.evaluate(`window.cinema.app.actions.openTab('lanes')`);
        await film.page.evaluate('window.cinema.app.actions.fitSelection()');
        await film.idle();
        await film.screenshot(`chooser-${theme}`);
        assert.deepEqual(film.errors, []);
      } finally {
        await film.close();
      }
    });
  }

  for (const renderer of ['webgl', 'canvas'] as const) {
    for (const theme of themes) {
      it(`lanes in the theme ${theme}, drawn by ${renderer}`, async () => {
        const film = await openFilm({ trace: SHOP, width: 1100, height: 300, query: { theme, renderer } });
        try {
          await film.page.locator(`[data-renderer=${renderer}]`).first().waitFor({ state: 'attached' });
          const { colours } = await coloursOf(film);
          assert.ok(colours > 20);
          await film.screenshot(`lanes-${renderer}-${theme}`);
          assert.deepEqual(film.errors, []);
        } finally {
          await film.close();
        }
      });
    }
  }

  it('in a panel that is low and narrow: nothing lies over anything else, or beyond the page', async () => {
    const film = await openFilm({ trace: SHOP, width: 900, height: 300, query: { theme: 'light' } });
    try {
      const crash = await film.state<number>('state.opening.crashes[0]');
      await film.page.evaluate(`window.cinema.app.actions.goTo(${crash})`);
      for (const view of views) {
        await film.page.evaluate(`window.cinema.app.actions.openTab('${view}')`);
        await film.idle();
        await film.screenshot(`small-${view}`);
        const beyond = await film.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('button, h2, h3, [role=tab], select, input')]
            .map((one) => ({ one, box: one.getBoundingClientRect() }))
            .filter(
              ({ box }) => box.width > 0 && box.top < innerHeight && (box.left < -1 || box.right > innerWidth + 1),
            )
            .map(({ one }) => one.getAttribute('aria-label') ?? one.textContent),
        );
        assert.deepEqual(beyond, [], view);
        // No more than a word of the toolbar's is cut: a button shows its whole sign.
        const overlaid = await film.page.evaluate(() => {
          const boxes = [...document.querySelectorAll('[role=toolbar] button')]
            .map((one) => one.getBoundingClientRect())
            .filter(({ width }) => width > 0)
            .sort((one, other) => one.top - other.top || one.left - other.left);
          return boxes.filter((box, at) => {
            const next = boxes[at + 1];
            return next !== undefined && Math.abs(next.top - box.top) < 2 && next.left < box.right - 1;
          }).length;
        });
        assert.equal(overlaid, 0, view);
      }
      await film.page.evaluate('window.cinema.app.store.set({ chooserOpen: true })');
      await film.page.evaluate(`window.cinema.app.actions.openTab('lanes')`);
      await film.idle();
      await film.screenshot('small-chooser');
      assert.ok((await film.page.locator('.lanes-film').boundingBox())!.width > 100, 'the film keeps room');
      assert.deepEqual(film.errors, []);
    } finally {
      await film.close();
    }
  });
});
