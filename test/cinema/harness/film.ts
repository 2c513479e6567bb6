import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { serveFilm, type ServedFilm } from '../../../adapter/index.ts';
import { serveDrawing } from '../../../adapter/testing.ts';
import { build } from '../../../scripts/build.mjs';
import { launchBrowser } from './browser.ts';

/** A recording as a film in a real browser, as `cinema open` shows it. */
export interface FilmPage {
  readonly page: Page;
  readonly address: string;
  /** Resolves when no question is open and everything is drawn. */
  readonly idle: () => Promise<void>;
  /** A part of the page's state, copied out. */
  readonly state: <Value>(read: string) => Promise<Value>;
  /** Errors of the page, its console's included; a test ends with none. */
  readonly errors: readonly string[];
  /** Writes a picture into test/cinema/shots. */
  readonly screenshot: (name: string) => Promise<void>;
  /** Ends the program that serves the film; the page stays. */
  readonly endDoor: () => void;
}

export interface FilmOptions {
  /** The file of a recording, or a drawing. */
  readonly trace: string | { readonly drawing: string };
  /** Where the index of the recording is kept; a folder of the run unless given. */
  readonly cacheFolder?: string;
  readonly width?: number;
  readonly height?: number;
  /** What is asked of the page in its address: `renderer`, `theme`. */
  readonly query?: Readonly<Record<string, string>>;
}

const SHOTS = path.resolve(import.meta.dirname, '..', 'shots');
export const EXAMPLES = path.resolve(import.meta.dirname, '..', '..', '..', 'examples');
export const SHOP = path.join(EXAMPLES, 'shop', 'shop.cinema');
export const LEDGER = path.join(EXAMPLES, 'ledger', 'ledger.cinema');
export const RELAY = path.join(EXAMPLES, 'relay', 'relay.cinema');

let built: Promise<unknown> | undefined;
let browser: Promise<Browser> | undefined;
let cacheFolder: string | undefined;

/** The page as it is packed; built once for all tests of a run. */
export const builtPage = (): Promise<unknown> => (built ??= build());

after(async () => {
  await (await browser)?.close();
  if (cacheFolder !== undefined) rmSync(cacheFolder, { recursive: true, force: true });
});

/** Serves a recording and opens it in the browser. */
export async function openFilm(options: FilmOptions): Promise<FilmPage & { readonly close: () => Promise<void> }> {
  await builtPage();
  cacheFolder ??= mkdtempSync(path.join(os.tmpdir(), 'cinema-film-'));
  const served = await serve(options.trace, options.cacheFolder ?? cacheFolder);
  browser ??= launchBrowser();
  try {
    return await openPage(await browser, served, options);
  } catch (error) {
    // An open door would keep the run from ending.
    served.close();
    throw error;
  }
}

async function serve(trace: FilmOptions['trace'], cacheFolder: string): Promise<ServedFilm> {
  if (typeof trace !== 'string') return serveDrawing(trace.drawing);
  const served = await serveFilm(trace, { cacheFolder });
  if (!served.ok) throw new Error(served.error);
  return served.value;
}

async function openPage(
  inBrowser: Browser,
  served: ServedFilm,
  { width = 1280, height = 720, query = {} }: FilmOptions,
): Promise<FilmPage & { readonly close: () => Promise<void> }> {
  const context = await inBrowser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    acceptDownloads: true,
  });
  await context.addInitScript('globalThis.__name ??= (value) => value');
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  const asked = new URLSearchParams({ token: served.token, ...query });
  const address = `http://127.0.0.1:${served.port}/?${asked.toString()}`;
  const idle = async (): Promise<void> => {
    // Not `waitForFunction`: from its second look on, the page's own policy forbids it to make a function of text.
    for (let tries = 0; !(await page.evaluate<boolean>('window.cinema !== undefined')); tries++) {
      if (tries > 600) throw new Error(`the page did not start: ${errors.join('; ')}`);
      await page.waitForTimeout(50);
    }
    await page.evaluate('window.cinema.idle()');
  };
  let isServed = true;
  const endDoor = (): void => {
    if (isServed) served.close();
    isServed = false;
  };
  await page.goto(address);
  await idle();
  return {
    page,
    address,
    idle,
    state: (read) => page.evaluate(`(() => { const state = window.cinema.app.store.get(); return ${read}; })()`),
    errors,
    screenshot: async (name) => {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
    },
    endDoor,
    close: async () => {
      await context.close();
      endDoor();
    },
  };
}

/** A film for all tests of a `describe`. */
export function useFilm(options: FilmOptions): () => FilmPage {
  let film: (FilmPage & { readonly close: () => Promise<void> }) | undefined;
  before(async function () {
    this.timeout(60_000);
    film = await openFilm(options);
  });
  after(() => film?.close());
  return () => {
    if (film === undefined) throw new Error('the film is not open yet');
    return film;
  };
}
