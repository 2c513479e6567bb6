import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FrameLocator, type Page } from 'playwright-core';
import { type Debugging, debuggingOf } from './debugging.ts';
import { type Editor, editorOf } from './editor.ts';
import { launchBrowser, openPage, untilReady } from './page.ts';
import { SELECT, WEBVIEW_CONTENT, webviewFrame } from './selectors.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';

/** What a workbench is started with. */
export interface WorkbenchOptions extends ServerOptions {
  /** The folder to open. It is copied first: a test may change it. */
  readonly workspace: string;
}

/** A real VS Code on a folder, as its user sees it. */
export interface Workbench {
  readonly page: Page;
  readonly server: Server;
  /** The copy of the workspace that is open. */
  readonly folder: string;
  readonly editor: Editor;
  readonly debug: Debugging;
  /** Opens a file that is not text, in its custom editor; `editor.open` is for text. */
  readonly openCustom: (name: string) => Promise<void>;
  /** Runs a command by the title the palette shows. */
  readonly command: (title: string) => Promise<void>;
  /** Writes into the input box that an extension has opened. */
  readonly answerInput: (text: string) => Promise<void>;
  /** Titles the palette shows for a text. */
  readonly commandsLike: (text: string) => Promise<readonly string[]>;
  /** Texts of all notifications, newest first. */
  readonly notifications: () => Promise<readonly string[]>;
  /** Texts in the status bar. */
  readonly statusBar: () => Promise<readonly string[]>;
  /** The modal dialog in front, or null. */
  readonly dialog: () => Promise<{ readonly message: string; readonly buttons: readonly string[] } | null>;
  /** Clicks a button of the modal dialog. */
  readonly answerDialog: (button: string) => Promise<void>;
  /** The document an extension wrote into its webview (a panel, a view or a custom editor); the first made is number 0. */
  readonly webview: (extensionId: string, index?: number) => FrameLocator;
  /** Writes a picture into test/vscode/shots and answers its path. */
  readonly screenshot: (name: string) => Promise<string>;
  /** Lines of the page's console, newest last. */
  readonly console: readonly string[];
  /** Addresses that were asked for outside this machine: none, always. */
  readonly external: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
}

const SHOTS = path.resolve(import.meta.dirname, '..', 'shots');

/**
 * Starts a real VS Code on a copy of a folder, with extensions installed, and waits until it is ready.
 *
 * @throws Error when a part does not come up; nothing is left running
 */
export async function startWorkbench({ workspace, ...options }: WorkbenchOptions): Promise<Workbench> {
  for (const file of options.vsix ?? []) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run package\``);
  }
  // Two folders deep, so that the workspace keeps its name.
  const copies = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cinema-workspace-')));
  const folder = path.join(copies, path.basename(workspace));
  cpSync(workspace, folder, { recursive: true });
  const ends: (() => Promise<void> | void)[] = [
    () => {
      rmSync(copies, { recursive: true, force: true });
    },
  ];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const server = await startServer(options);
    ends.push(server.stop);
    const browser = await launchBrowser();
    ends.push(() => browser.close());
    const { page, console, external } = await openPage(browser, server, { folder });
    await untilReady(page);
    return { ...workbenchOf(page), server, folder, console, external, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type PageObject = Omit<Workbench, 'server' | 'folder' | 'console' | 'external' | 'stop'>;

function workbenchOf(page: Page): PageObject {
  const pick = async (key: string, text: string, expect: string): Promise<void> => {
    await page.keyboard.press(key);
    const input = page.locator(SELECT.quickInputText).first();
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    // The list fills some time after the text: Enter only when the wanted row has the focus.
    await page.locator(SELECT.quickInputFocusedRow, { hasText: expect }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator(SELECT.quickInput).waitFor({ state: 'hidden' });
  };
  const command = (title: string): Promise<void> => pick('F1', `>${title}`, title);

  return {
    page,
    editor: editorOf(page, pick),
    debug: debuggingOf(page, command),
    openCustom: async (name) => {
      await pick('Control+p', name, path.basename(name));
      await page.locator(SELECT.activeTab, { hasText: path.basename(name) }).waitFor();
    },
    command,
    answerInput: async (text) => {
      const input = page.locator(SELECT.quickInputText).first();
      await input.waitFor({ state: 'visible' });
      await input.fill(text);
      await page.keyboard.press('Enter');
      await page.locator(SELECT.quickInput).waitFor({ state: 'hidden' });
    },
    commandsLike: async (text) => {
      await page.keyboard.press('F1');
      const input = page.locator(SELECT.quickInputText).first();
      await input.waitFor({ state: 'visible' });
      await input.fill(`>${text}`);
      await page.locator(SELECT.quickInputRow, { hasText: /./ }).first().waitFor();
      const titles = await page.locator(`${SELECT.quickInputRow} .label-name`).allInnerTexts();
      await page.keyboard.press('Escape');
      return titles;
    },
    notifications: async () => {
      // Toasts never pop up while the smoke-test driver is on: they wait in the centre.
      const centre = page.locator(SELECT.notificationCentre);
      if (!(await centre.isVisible())) await command('Notifications: Show Notifications');
      await centre.waitFor();
      const texts = await centre.locator(SELECT.notification).allInnerTexts();
      await page.keyboard.press('Escape');
      return texts;
    },
    statusBar: async () => {
      const texts = await page.locator(SELECT.statusBar).allInnerTexts();
      return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
    },
    dialog: async () => {
      if (!(await page.locator(SELECT.dialog).isVisible())) return null;
      return {
        message: (await page.locator(SELECT.dialogMessage).innerText()).trim(),
        buttons: await page.locator(SELECT.dialogButton).allInnerTexts(),
      };
    },
    answerDialog: async (button) => {
      await page.locator(SELECT.dialogButton, { hasText: button }).click();
      await page.locator(SELECT.dialog).waitFor({ state: 'hidden' });
    },
    webview: (extensionId, index = 0) =>
      page.locator(webviewFrame(extensionId)).nth(index).contentFrame().frameLocator(WEBVIEW_CONTENT),
    screenshot: async (name) => {
      mkdirSync(SHOTS, { recursive: true });
      const file = path.join(SHOTS, `${name.replace(/[^\w.-]+/g, '-')}.png`);
      await page.screenshot({ path: file });
      return file;
    },
  };
}
