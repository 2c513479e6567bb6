import path from 'node:path';
import { type Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { SELECT } from './selectors.ts';

/** A mark in the gutter; `kind` is the end of its icon's name: `breakpoint`, `breakpoint-unverified`, `breakpoint-log`… */
export interface GutterMark {
  readonly line: number;
  readonly kind: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The text editor with the focus. */
export interface Editor {
  /** Opens a file of the workspace by its name (or the end of its path) and waits for its text. */
  readonly open: (name: string) => Promise<void>;
  /** Name on the tab in front. */
  readonly name: () => Promise<string>;
  /** Lines that are on the screen now, as number and text. */
  readonly lines: () => Promise<readonly { readonly line: number; readonly text: string }[]>;
  /** Adds a breakpoint at a line on the screen, or removes it, by a click into the gutter. */
  readonly toggleBreakpoint: (line: number) => Promise<void>;
  /** The breakpoints shown in the gutter. */
  readonly breakpoints: () => Promise<readonly GutterMark[]>;
  /** Hovers the nth occurrence (0 first) of a word on a line; answers what the debug hover shows. */
  readonly hover: (line: number, word: string, nth?: number) => Promise<string>;
  /** Puts the text cursor at the start of a word. */
  readonly click: (line: number, word: string, nth?: number) => Promise<void>;
}

export function editorOf(page: Page, pick: (key: string, text: string, expect: string) => Promise<void>): Editor {
  const pointAt = async (line: number, word: string, nth: number): Promise<Point> => {
    const point = await page.evaluate(findWord, { select: SELECT, line, word, nth });
    if (point === null) throw new Error(`no "${word}" (number ${nth}) on line ${line} on the screen`);
    return point;
  };
  const breakpoints = (): Promise<readonly GutterMark[]> => page.evaluate(readGutter, SELECT);

  return {
    open: async (name) => {
      await pick('Control+p', name, path.basename(name));
      await page.locator(SELECT.activeTab, { hasText: path.basename(name) }).waitFor();
      await page.locator(`${SELECT.activeEditor} ${SELECT.line}`).first().waitFor();
    },
    name: async () => (await page.locator(SELECT.activeTab).first().getAttribute('data-resource-name')) ?? '',
    lines: () => page.evaluate(readLines, SELECT),
    toggleBreakpoint: async (line) => {
      const before = await breakpoints();
      const point = await page.evaluate(findGutter, { select: SELECT, line });
      if (point === null) throw new Error(`line ${line} is not on the screen`);
      await page.mouse.click(point.x, point.y);
      await eventually(async () => {
        if ((await breakpoints()).length === before.length) throw new Error(`no change of breakpoints at line ${line}`);
      });
    },
    breakpoints,
    hover: async (line, word, nth = 0) => {
      const hover = page.locator(SELECT.debugHover);
      // The pointer sometimes lands before the editor has laid out: move again.
      for (let attempt = 0; attempt < 5; attempt++) {
        const at = await pointAt(line, word, nth);
        await page.mouse.move(at.x, at.y + 200);
        await page.mouse.move(at.x - 2, at.y, { steps: 3 });
        await page.mouse.move(at.x, at.y);
        try {
          await hover.waitFor({ state: 'visible', timeout: 3000 });
        } catch {
          continue;
        }
        return (await hover.innerText()).trim();
      }
      throw new Error(`no debug hover for "${word}" on line ${line}`);
    },
    click: async (line, word, nth = 0) => {
      const at = await pointAt(line, word, nth);
      await page.mouse.click(at.x, at.y);
    },
  };
}

// The functions below run inside the page: they see the DOM and their argument, nothing of this module.

function findWord(ask: { select: typeof SELECT; line: number; word: string; nth: number }): Point | null {
  const { select, line, word, nth } = ask;
  const editor = document.querySelector(select.activeEditor) ?? document.querySelector(select.editor);
  if (editor === null) return null;
  const number = [...editor.querySelectorAll(select.lineNumber)].find((place) => Number(place.textContent) === line);
  const top = number?.parentElement?.getBoundingClientRect().top;
  if (top === undefined) return null;
  const row = [...editor.querySelectorAll(select.line)].find(
    (place) => Math.abs(place.getBoundingClientRect().top - top) < 2,
  );
  if (row === undefined) return null;
  const isWordPart = (letter: string | undefined): boolean => letter !== undefined && /[\w@?!]/.test(letter);
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (isWordPart(text[at - 1]) || isWordPart(text[at + word.length])) continue;
      if (seen++ !== nth) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      const place = range.getBoundingClientRect();
      return { x: place.x + place.width / 2, y: place.y + place.height / 2 };
    }
  }
  return null;
}

function findGutter(ask: { select: typeof SELECT; line: number }): Point | null {
  const editor = document.querySelector(ask.select.activeEditor);
  if (editor === null) return null;
  const number = [...editor.querySelectorAll(ask.select.lineNumber)].find(
    (place) => Number(place.textContent) === ask.line,
  );
  const row = number?.parentElement?.getBoundingClientRect();
  const margin = editor.querySelector(ask.select.margin)?.getBoundingClientRect();
  if (row === undefined || margin === undefined) return null;
  return { x: margin.left + 10, y: row.top + row.height / 2 };
}

function readGutter(select: typeof SELECT): GutterMark[] {
  const editor = document.querySelector(select.activeEditor);
  if (editor === null) return [];
  const numbers = [...editor.querySelectorAll(select.lineNumber)];
  const marks: GutterMark[] = [];
  for (const glyph of editor.querySelectorAll(select.glyph)) {
    const kind = [...glyph.classList]
      .map((name) => /^codicon-debug-(breakpoint.*)$/.exec(name)?.[1])
      .find((name) => name !== undefined);
    if (kind === undefined || kind === 'breakpoint-hint') continue;
    const top = glyph.getBoundingClientRect().top;
    const number = numbers.find(
      (place) => Math.abs((place.parentElement?.getBoundingClientRect().top ?? Infinity) - top) < 2,
    );
    if (number !== undefined) marks.push({ line: Number(number.textContent), kind });
  }
  return marks.sort((left, right) => left.line - right.line);
}

function readLines(select: typeof SELECT): { line: number; text: string }[] {
  const editor = document.querySelector(select.activeEditor);
  if (editor === null) return [];
  const rows = [...editor.querySelectorAll(select.line)];
  return [...editor.querySelectorAll(select.lineNumber)]
    .flatMap((number) => {
      const top = number.parentElement?.getBoundingClientRect().top ?? Infinity;
      const row = rows.find((place) => Math.abs(place.getBoundingClientRect().top - top) < 2);
      return row === undefined
        ? []
        : [{ line: Number(number.textContent), text: row.textContent.replace(/\u00a0/g, ' ') }];
    })
    .sort((left, right) => left.line - right.line);
}
