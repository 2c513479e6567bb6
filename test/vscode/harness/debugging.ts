import { type Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { SELECT } from './selectors.ts';

/** Where the yellow line is: the file's name on its tab, the line from 1, and the line's text. */
export interface StoppedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A row of CALL STACK: a session or a thread with its state, a frame with its place, or a note ("load more"…). */
export interface CallStackRow {
  readonly kind: 'session' | 'thread' | 'frame' | 'note';
  readonly label: string;
  /** Of a session or thread: "PAUSED ON STEP"…; else empty. */
  readonly state: string;
  /** Of a frame: `file line:column` as shown; else empty. */
  readonly place: string;
  /** True for a frame shown dimmed. */
  readonly subtle: boolean;
}

/** A row of VARIABLES or WATCH. A scope has no value. */
export interface ValueRow {
  readonly name: string;
  readonly value: string;
}

/** The icons on the debug toolbar. */
export type DebugButton =
  'continue' | 'pause' | 'step-over' | 'step-into' | 'step-out' | 'step-back' | 'reverse-continue' | 'restart' | 'stop';

/** The debugger as its user sees it. */
export interface Debugging {
  /** Presses F5 and waits for the toolbar. */
  readonly start: () => Promise<void>;
  readonly click: (button: DebugButton) => Promise<void>;
  /** Clicks a button an extension added to the toolbar, by its label. */
  readonly clickLabelled: (label: string) => Promise<void>;
  /** Labels of all buttons of the toolbar, and whether they can be clicked. */
  readonly buttons: () => Promise<readonly { readonly label: string; readonly enabled: boolean }[]>;
  /** Clicks stop and waits until the session is gone. */
  readonly stop: () => Promise<void>;
  readonly stoppedLine: () => Promise<StoppedLine | null>;
  /** Waits until the replay stands somewhere; opening and recording take their time. */
  readonly untilStopped: (timeout?: number) => Promise<StoppedLine>;
  /** Waits for the yellow line to be there (and in a file of that name). */
  readonly untilStoppedAt: (line: number, file?: string) => Promise<StoppedLine>;
  readonly callStack: () => Promise<readonly CallStackRow[]>;
  /** Clicks the row of CALL STACK that holds this text. */
  readonly selectInCallStack: (text: string) => Promise<void>;
  /** Rows of VARIABLES without the scopes, in the order shown, what is expanded included. */
  readonly variables: () => Promise<readonly ValueRow[]>;
  /** Names of the scopes in VARIABLES. */
  readonly scopes: () => Promise<readonly string[]>;
  /** Expands the row of VARIABLES with this name. */
  readonly expandVariable: (name: string) => Promise<void>;
  /** Evaluates an expression in the Debug Console; answers the text of its result. */
  readonly evaluate: (expression: string) => Promise<string>;
  /** All rows of the Debug Console. */
  readonly output: () => Promise<readonly string[]>;
}

export function debuggingOf(page: Page, command: (title: string) => Promise<void>): Debugging {
  const toolbar = page.locator(SELECT.debugToolbar);
  const stoppedLine = (): Promise<StoppedLine | null> => page.evaluate(readStoppedLine, SELECT);
  const openConsole = (): Promise<void> => command('Debug Console: Focus on Debug Console View');
  const click = (button: DebugButton): Promise<void> =>
    page.locator(`${SELECT.debugButton}.codicon-debug-${button}:not(.disabled)`).click();

  return {
    start: async () => {
      await page.keyboard.press('F5');
      await toolbar.waitFor({ timeout: 30_000 });
    },
    click,
    clickLabelled: (label) => page.locator(`${SELECT.debugButton}[aria-label^="${label}"]:not(.disabled)`).click(),
    buttons: () =>
      page.locator(SELECT.debugButton).evaluateAll((buttons) =>
        buttons.map((button) => ({
          label: button.getAttribute('aria-label') ?? '',
          enabled: !button.classList.contains('disabled'),
        })),
      ),
    stop: async () => {
      await click('stop');
      await toolbar.waitFor({ state: 'hidden' });
    },
    stoppedLine,
    untilStopped: (timeout = 20_000) =>
      eventually(async () => (await stoppedLine()) ?? Promise.reject(new Error('not stopped anywhere')), timeout),
    untilStoppedAt: (line, file) =>
      eventually(async () => {
        const seen = await stoppedLine();
        if (seen?.line === line && (file === undefined || seen.file === file)) return seen;
        throw new Error(`not stopped at ${file ?? 'line'} ${line}; last seen at ${JSON.stringify(seen)}`);
      }, 10_000),
    callStack: () => page.locator(SELECT.callStackRow).evaluateAll(readCallStack),
    selectInCallStack: (text) => page.locator(SELECT.callStackRow, { hasText: text }).first().click(),
    variables: async () =>
      (await page.locator(SELECT.variableRow).evaluateAll(readValues)).flatMap(({ name, value }) =>
        value === null ? [] : [{ name, value }],
      ),
    scopes: async () =>
      (await page.locator(SELECT.variableRow).evaluateAll(readValues)).flatMap(({ name, value }) =>
        value === null ? [name] : [],
      ),
    expandVariable: async (name) => {
      const rows = page.locator(SELECT.variableRow);
      const names = (await rows.evaluateAll(readValues)).map((row) => row.name);
      const index = names.indexOf(name);
      if (index < 0) throw new Error(`no "${name}" among ${names.join(', ')}`);
      const row = rows.nth(index);
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    },
    evaluate: async (expression) => {
      await openConsole();
      const results = page.locator(SELECT.debugConsoleResult);
      const before = await results.count();
      await page.locator(SELECT.debugConsoleInput).click();
      await page.keyboard.type(expression);
      await page.keyboard.press('Enter');
      await results.nth(before).waitFor();
      return (await results.last().innerText()).trim();
    },
    output: async () => {
      await openConsole();
      const rows = await page.locator(SELECT.debugConsoleRow).allInnerTexts();
      return rows.map((row) => row.trim());
    },
  };
}

// The functions below run inside the page: they see the DOM and their argument, nothing of this module.

function readStoppedLine(select: typeof SELECT): StoppedLine | null {
  for (const editor of document.querySelectorAll(select.editor)) {
    const top = editor.querySelector(select.stoppedMark)?.parentElement?.getBoundingClientRect().top;
    if (top === undefined) continue;
    const isThere = (place: Element | null): boolean =>
      place !== null && Math.abs(place.getBoundingClientRect().top - top) < 2;
    const number = [...editor.querySelectorAll(select.lineNumber)].find((place) => isThere(place.parentElement));
    const line = [...editor.querySelectorAll(select.line)].find(isThere);
    if (number === undefined || line === undefined) continue;
    const tab = editor.closest(select.editorGroup)?.querySelector('.tab.active');
    return {
      file: tab?.getAttribute('data-resource-name') ?? '',
      line: Number(number.textContent),
      text: line.textContent.replace(/\u00a0/g, ' '),
    };
  }
  return null;
}

function readCallStack(rows: readonly Element[]): CallStackRow[] {
  return rows.map((row) => {
    const text = (selector: string): string =>
      (row.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const frame = row.querySelector('.stack-frame');
    if (frame !== null) {
      const place = `${text('.file-name')} ${text('.line-number')}`.trim();
      const subtle =
        frame.classList.contains('subtle') || frame.classList.contains('label') || frame.classList.contains('disabled');
      return { kind: 'frame', label: text('.stack-frame > .label'), state: '', place, subtle };
    }
    const kind =
      row.querySelector('.thread') !== null ? 'thread' : row.querySelector('.session') !== null ? 'session' : 'note';
    if (kind === 'note') return { kind, label: row.textContent.trim(), state: '', place: '', subtle: false };
    return { kind, label: text('.name'), state: text('.state'), place: '', subtle: false };
  });
}

function readValues(rows: readonly Element[]): { name: string; value: string | null }[] {
  return rows.map((row) => {
    const expression = row.querySelector('.expression');
    if (expression === null) return { name: row.textContent.trim(), value: null };
    const name = (expression.querySelector('.name')?.textContent ?? '').replace(/\s*[:=]\s*$/, '').trim();
    return { name, value: (expression.querySelector('.value')?.textContent ?? '').trim() };
  });
}
