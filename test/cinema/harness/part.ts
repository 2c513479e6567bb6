import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

let browser: Promise<Browser> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** A part of the page alone in a browser. */
export interface PartPage {
  readonly page: Page;
  /** Runs an expression in the page; what the part exports is in `part`. */
  readonly run: <Value>(expression: string) => Promise<Value>;
  /** Errors of the page. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens an empty page with what a module of webview/ exports, its style sheets included. */
export async function openPart(
  module: string,
  options: BrowserContextOptions = {},
  search = '',
  body = '<body></body>',
): Promise<PartPage> {
  const root = path.resolve(import.meta.dirname, '..', '..', '..');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [module],
    bundle: true,
    write: false,
    outdir: 'bundled',
    format: 'iife',
    globalName: 'part',
    target: 'es2022',
    loader: { '.svg': 'text', '.ttf': 'dataurl' },
    logLevel: 'error',
  });
  const output = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  browser ??= launchBrowser();
  const context = await (await browser).newContext({ viewport: { width: 1000, height: 800 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  // A page with an address, so that it has a query; nothing is asked of any network.
  await page.route('**', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><html><head></head>${body}</html>` }),
  );
  await page.goto(`http://part.invalid/${search}`);
  const css = output('.css');
  if (css !== '') await page.addStyleTag({ content: css });
  await page.addScriptTag({ content: output('.js') });
  return { page, run: (expression) => page.evaluate(expression), errors, close: () => context.close() };
}
