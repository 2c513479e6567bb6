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
    it(`drawn by ${renderer}, and in a panel that is low`, async () => {
      const film = await openFilm({ trace: SHOP, width: 1100, height: 300, query: { theme: 'dark', renderer } });
      try {
        await film.page.locator(`[data-renderer=${renderer}]`).first().waitFor({ state: 'attached' });
        const { colours } = await coloursOf(film);
        assert.ok(colours > 20);
        await film.screenshot(`lanes-${renderer}`);
        assert.deepEqual(film.errors, []);
      } finally {
        await film.close();
      }
    });
  }
});
