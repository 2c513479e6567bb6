import { type Browser, chromium as driver, type Page } from 'playwright-core';
import { chromium } from '../../../scripts/set-up/system.mjs';
import { SELECT } from './selectors.ts';
import { type Server } from './server.ts';

/** A page with the workbench in it, and what it did besides. */
export interface WorkbenchPage {
  readonly page: Page;
  /** First lines of the messages on the page's console, newest last; what every workbench says is left out. */
  readonly console: readonly string[];
  /** Addresses that were asked for outside this machine. */
  readonly external: ReadonlySet<string>;
}

/** What the page is opened with. */
export interface PageOptions {
  /** The folder the workbench opens: a path on this machine. */
  readonly folder: string;
  /** Pairs the workbench takes from its address, such as `extensionTestsPath`. */
  readonly payload?: readonly (readonly [string, string])[];
  /** Functions the page may call. */
  readonly bindings?: Readonly<Record<string, (...args: unknown[]) => void>>;
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What every workbench says; the two native modules are left out of ours (see scripts/set-up/workbench.mjs). */
const NOISE =
  /^(Ignoring fetching|Updating additional|\[(driver|AccountPolicyGate|AgentHost|Service Worker|reconnection))|bindings file|watchdog/;

/** The first line of a message, without the colours of the browser's console. */
export const readable = (text: string): string =>
  text
    .replace(/%c\s*|\bcolor: ?[^ ;]*;?/g, '')
    .replace(/^\s*(INFO|WARN|ERR)\s+/, '')
    .trim()
    .split('\n', 1)[0]!;

/** @throws Error with the command that installs Chromium, where there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('no Chromium: run `npm run set-up`');
  return driver.launch({ executablePath, headless: true, args: ARGUMENTS });
}

/** Opens the workbench's page; it is there, but not yet ready. */
export async function openPage(browser: Browser, server: Server, options: PageOptions): Promise<WorkbenchPage> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // Functions sent into the page were compiled with calls of this helper, which keeps their names.
  await context.addInitScript('globalThis.__name ??= (value) => value');
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const console: string[] = [];
  page.on('console', (message) => {
    const line = readable(message.text());
    if (!NOISE.test(line)) console.push(`${message.type()}: ${line}`);
  });
  page.on('pageerror', (error) => {
    console.push(`pageerror: ${String(error)}`);
  });
  const external = watchTraffic(page, server.url);
  for (const [name, binding] of Object.entries(options.bindings ?? {})) await page.exposeFunction(name, binding);
  const query = new URLSearchParams({ folder: options.folder });
  if (options.payload !== undefined) query.set('payload', JSON.stringify(options.payload));
  await page.goto(`${server.url}/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
  return { page, console, external };
}

/** A resource of a webview is answered by its service worker and never leaves, though its address looks foreign. */
function watchTraffic(page: Page, home: string): ReadonlySet<string> {
  const external = new Set<string>();
  const isForeign = (address: string): boolean => !address.startsWith(home) && !/^(data|blob|about):/.test(address);
  page.on('requestfinished', (request) => {
    if (!isForeign(request.url())) return;
    void request.response().then((response) => {
      if (response?.fromServiceWorker() !== true) external.add(request.url());
    });
  });
  page.on('requestfailed', (request) => {
    if (isForeign(request.url())) external.add(`${request.url()} (${request.failure()?.errorText ?? 'failed'})`);
  });
  return external;
}

/** Resolves once the workbench has restored its layout and the file tree has rows. */
export async function untilReady(page: Page, limit = 60_000): Promise<void> {
  await page.locator(SELECT.workbench).waitFor({ timeout: limit });
  await page.waitForFunction(() => 'driver' in window, null, { timeout: limit });
  await page.evaluate(async () => {
    await (
      window as unknown as { driver: { whenWorkbenchRestored: () => Promise<void> } }
    ).driver.whenWorkbenchRestored();
  });
  await page.locator(SELECT.explorerRow).first().waitFor({ timeout: limit });
}
