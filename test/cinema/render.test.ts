import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openPart, type PartPage } from './harness/part.ts';

const SHOTS = path.resolve(import.meta.dirname, 'shots');

/** As `compare` of webview/cinema/render/testing.ts says it, which runs in the browser. */
interface Difference {
  readonly largest: number;
  readonly mean: number;
  readonly far: number;
}

type Options = Parameters<typeof openPart> extends [string, ...infer Rest] ? Rest : never;

/** Opens a page with a module for one test. */
async function withModule(module: string, run: (part: PartPage) => Promise<void>, options: Options): Promise<void> {
  const part = await openPart(module, ...options);
  try {
    await run(part);
    assert.deepEqual(part.errors, []);
  } finally {
    await part.close();
  }
}

const withPart = (run: (part: PartPage) => Promise<void>, ...options: Options): Promise<void> =>
  withModule('webview/cinema/render/testing.ts', run, options);
const withTheme = (run: (part: PartPage) => Promise<void>, ...options: Options): Promise<void> =>
  withModule('webview/cinema/theme/index.ts', run, options);

const soon = '(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))()';

describe('the renderers in a browser', function () {
  this.timeout(60_000);
  before(() => void mkdirSync(SHOTS, { recursive: true }));

  for (const ratio of [1, 1.25, 1.5, 2]) {
    it(`WebGL and Canvas draw the same at ${ratio} device pixels per pixel`, () =>
      withPart(async ({ page, run }) => {
        const by = await run<Difference>(
          `(async () => part.compare(await part.paintScene('canvas', ${ratio}, true), await part.paintScene('webgl', ${ratio}, true)))()`,
        );
        await page.screenshot({ path: path.join(SHOTS, `renderers-${ratio}.png`), fullPage: true });
        // Edges that lie within a pixel are softened a little differently; nothing is elsewhere, missing or of another colour.
        const found = JSON.stringify(by);
        assert.ok(by.mean < 0.6, found);
        assert.ok(by.far < 0.002, found);
        assert.ok(by.largest < 130, found);
      }));
  }

  it('an SVG shows the same', () =>
    withPart(async ({ page, run }) => {
      const by = await run<Difference>(
        `(async () => part.compare(await part.paintScene('canvas', 2, true), await part.paintScene('svg', 2, true)))()`,
      );
      await page.screenshot({ path: path.join(SHOTS, 'renderers-svg.png'), fullPage: true });
      const found = JSON.stringify(by);
      assert.ok(by.mean < 1, found);
      assert.ok(by.far < 0.01, found);
    }));

  it('the comparison sees a difference', () =>
    withPart(async ({ run }) => {
      const by = await run<Difference>(
        `(async () => part.compare(await part.paintScene('canvas', 1, true), await part.paintScene('webgl', 1, false)))()`,
      );
      assert.ok(by.far > 0.003, JSON.stringify(by));
    }));

  it('SVG with any text is well formed, and nothing in it runs', () =>
    withPart(async ({ run }) => {
      const texts = [
        '</text><script>window.ran = 1</script>',
        ']]><!--',
        '"\'&amp;',
        '\u0000\u001b\ufffe\ud800',
        '🙂\u202e',
      ];
      const problems = await run<readonly string[]>(`(() => {
        const found = [];
        for (const text of ${JSON.stringify(texts)}) {
          const svg = part.svgOf(text);
          const read = new DOMParser().parseFromString(svg, 'application/xml');
          if (read.querySelector('parsererror') !== null) found.push(svg);
          if (read.querySelector('script') !== null) found.push(svg);
          const written = read.querySelector('text').textContent;
          if (written.length !== text.length) found.push(written);
          document.body.append(document.importNode(read.documentElement, true));
        }
        return window.ran === undefined ? found : ['ran'];
      })()`);
      assert.deepEqual(problems, []);
    }));
});

describe('the surface', function () {
  this.timeout(60_000);

  const made = (preferred = ''): string => `(() => {
    const parent = document.createElement('div');
    parent.style.width = '400px';
    parent.style.height = '300px';
    document.body.append(parent);
    window.told = 0;
    window.surface = part.createSurface(parent${preferred});
    window.surface.onResize(() => window.told++);
    return window.surface.renderer.kind;
  })()`;

  it('takes Canvas where WebGL would run in software, and says why', () =>
    withPart(async ({ run }) => {
      assert.equal(await run(made()), 'canvas');
      assert.match(await run('surface.note'), /software|slow/);
    }));

  it('takes what was asked for, in the call or in the address', async () => {
    await withPart(async ({ run }) => {
      assert.equal(await run(made(`, 'webgl'`)), 'webgl');
      assert.equal(await run('surface.note'), null);
    });
    await withPart(async ({ run }) => assert.equal(await run(made()), 'webgl'), {}, '?renderer=webgl');
    await withPart(async ({ run }) => assert.equal(await run(made()), 'canvas'), {}, '?renderer=canvas');
    await withPart(async ({ run }) => assert.equal(await run(made()), 'canvas'), {}, '?renderer=paper');
  });

  it('follows the size of its parent, with sharp pixels', () =>
    withPart(
      async ({ run }) => {
        await run(made(`, 'canvas'`));
        await run(soon);
        assert.deepEqual(await run('[surface.width, surface.height, surface.ratio]'), [400, 300, 2]);
        const before = await run<number>('told');
        await run(`surface.element.parentElement.style.width = '333.4px'`);
        await run(soon);
        assert.ok((await run<number>('told')) > before);
        assert.ok(Math.abs((await run<number>('surface.width')) - 333.4) < 0.1);
        const sizes = await run<readonly (readonly [number, string])[]>(
          `[...surface.element.querySelectorAll('canvas')].map((canvas) => [canvas.width, canvas.style.width])`,
        );
        assert.deepEqual(sizes, [
          [667, '333.5px'],
          [667, '333.5px'],
        ]);
      },
      { deviceScaleFactor: 2 },
    ));

  it('goes on with Canvas when the graphics context is lost, and tells', () =>
    withPart(async ({ run }) => {
      await run(made(`, 'webgl'`));
      await run(soon);
      const before = await run<number>('told');
      await run(`(() => {
        part.drawScene(surface.renderer);
        const gl = surface.element.querySelector('canvas').getContext('webgl2');
        gl.getExtension('WEBGL_lose_context').loseContext();
      })()`);
      await run(soon);
      await run(soon);
      assert.equal(await run('surface.renderer.kind'), 'canvas');
      assert.match(await run('surface.note'), /lost/);
      assert.equal(await run<number>('told'), before + 1);
      assert.equal(await run('surface.element.querySelector("canvas").width'), 400);
      await run('part.drawScene(surface.renderer)');
    }));

  it('switches to and fro, and draws each time', () =>
    withPart(async ({ page, run }) => {
      await run(made(`, 'canvas'`));
      for (const kind of ['webgl', 'canvas', 'webgl']) {
        await run(`surface.switchTo('${kind}')`);
        assert.equal(await run('surface.renderer.kind'), kind);
        await run('part.drawScene(surface.renderer)');
        await run(soon);
        await page.screenshot({ path: path.join(SHOTS, `surface-${kind}.png`) });
      }
      const told = await run<number>('told');
      await run(`surface.switchTo('webgl')`);
      assert.equal(await run('told'), told);
    }));

  it('opens and closes many times without running out of contexts', () =>
    withPart(async ({ run }) => {
      const kinds = await run<readonly string[]>(`(() => {
        const kinds = new Set();
        for (let round = 0; round < 40; round++) {
          const surface = part.createSurface(document.body, 'webgl');
          part.drawScene(surface.renderer);
          kinds.add(surface.renderer.kind);
          surface.dispose();
        }
        return [...kinds];
      })()`);
      assert.deepEqual(kinds, ['webgl']);
      assert.equal(await run('document.querySelectorAll("canvas").length'), 0);
    }));
});

describe('the theme in a browser', function () {
  this.timeout(60_000);

  const made = `(() => {
    window.told = 0;
    window.theme = part.createTheme();
    window.theme.listen(() => window.told++);
    return [window.theme.palette().kind, document.body.className, document.body.dataset.vscodeThemeKind];
  })()`;

  for (const [name, kind, classes, told] of [
    ['dark', 'dark', 'vscode-dark', 'vscode-dark'],
    ['light', 'light', 'vscode-light', 'vscode-light'],
    ['hc-dark', 'highContrast', 'vscode-high-contrast', 'vscode-high-contrast'],
    ['hc-light', 'highContrastLight', 'vscode-high-contrast-light vscode-high-contrast', 'vscode-high-contrast-light'],
  ] as const) {
    it(`is ${name} where the address says so`, () =>
      withTheme(async ({ run }) => assert.deepEqual(await run(made), [kind, classes, told]), {}, `?theme=${name}`));
  }

  it('follows the system, and tells', () =>
    withTheme(
      async ({ page, run }) => {
        assert.deepEqual(await run('(() => {' + `const [kind] = ${made}; return kind;` + '})()'), 'dark');
        await page.emulateMedia({ colorScheme: 'light' });
        await run(soon);
        assert.equal(await run('theme.palette().kind'), 'light');
        assert.equal(
          await run('getComputedStyle(document.documentElement).getPropertyValue("--vscode-foreground")'),
          '#3b3b3b',
        );
        assert.equal(await run('told'), 1);
        await page.emulateMedia({ forcedColors: 'active' });
        await run(soon);
        assert.equal(await run('theme.palette().kind'), 'highContrastLight');
        assert.equal(await run('theme.reducedMotion()'), false);
        await page.emulateMedia({ reducedMotion: 'reduce' });
        assert.equal(await run('theme.reducedMotion()'), true);
      },
      { colorScheme: 'dark' },
    ));

  it('in VS Code it is VS Code’s, whatever the address or the system say', () =>
    withTheme(
      async ({ run }) => {
        await run(
          `document.documentElement.setAttribute('style', '--vscode-editor-background: #001020; --vscode-editor-foreground: hsl(0 0% 90%)')`,
        );
        assert.deepEqual(await run(made), ['dark', 'vscode-dark', undefined]);
        assert.equal(await run('theme.palette().background'), 0xff201000);
        assert.equal(await run('theme.palette().text & 0xffffff'), 0xe6e6e6);
        await run(`document.documentElement.style.setProperty('--vscode-editor-background', 'white')`);
        await run(`document.body.className = 'vscode-light vscode-reduce-motion'`);
        await run(soon);
        assert.equal(await run('theme.palette().kind'), 'light');
        assert.equal(await run('theme.palette().background'), 0xffffffff);
        assert.equal(await run('theme.reducedMotion()'), true);
        assert.ok((await run<number>('told')) >= 1);
        const told = await run<number>('told');
        await run(`document.body.className = 'vscode-light vscode-reduce-motion other'`);
        await run(soon);
        assert.equal(await run('told'), told);
      },
      { colorScheme: 'light' },
      '?theme=hc-dark',
      '<body class="vscode-dark"></body>',
    ));
});
