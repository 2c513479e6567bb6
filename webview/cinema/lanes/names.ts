import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { onAxis, playheadOf, type FilmState } from '../state/film-state.ts';
import { rowHeight, rowTop, rulerHeight, type Layout } from './layout.ts';
import { listenToDrag } from './names-drag.ts';
import { openRowMenu } from './names-menu.ts';
import { createNameRow, type NameRow } from './names-row.ts';
import { nearestOfRow } from './nearest.ts';
import { moved, siblingRows } from './reorder.ts';
import type { Scene } from './scene.ts';
import { foldRow, hide, makeTall, pin } from './toggles.ts';

export interface Names {
  readonly element: HTMLElement;
  /** Puts the names beside the lanes as these were drawn. */
  draw(scene: Scene): void;
}

/** The column of names: a tree of which only what is on screen is on the page. */
export function createNames(app: App, { redraw }: { readonly redraw: () => void }): Names {
  const { store, actions } = app;
  const count = element('span', 'lanes-names-count');
  const grouping = iconButton('list-tree', 'Tree or list', () =>
    actions.arrange({ grouping: store.get().arrangement.grouping === 'tree' ? 'flat' : 'tree' }),
  );
  const head = element('div', 'lanes-names-head', count, grouping);
  head.style.height = `${rulerHeight}px`;
  const stuckRows = element('div', 'lanes-names-stuck');
  const scrollRows = element('div', 'lanes-names-scroll');
  for (const group of [stuckRows, scrollRows]) group.setAttribute('role', 'group');
  const tree = element('div', 'lanes-names-tree', stuckRows, scrollRows);
  tree.tabIndex = 0;
  tree.setAttribute('role', 'tree');
  tree.setAttribute('aria-label', 'Processes');
  const made = element('div', 'lanes-names', head, tree);
  const dropLine = element('div', 'lanes-names-drop');
  dropLine.hidden = true;
  made.append(dropLine);

  const stuck: NameRow[] = [];
  const scrolled: NameRow[] = [];
  let layout: Layout | null = null;
  /** The row that keys work on; follows its process when rows change. */
  let current = -1;

  const rowOfEvent = (event: Event): number => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.lanes-name') : null;
    return row === null ? -1 : Number(row.dataset['row']);
  };

  /** Puts rows `first` up to `end` into a group's elements, made when first needed. */
  const fill = (
    pool: NameRow[],
    group: HTMLElement,
    state: FilmState,
    first: number,
    end: number,
    shift: number,
  ): void => {
    for (let row = first; row < end; row++) {
      let one = pool[row - first];
      if (one === undefined) {
        pool.push((one = createNameRow()));
        group.append(one.element);
      }
      one.element.hidden = false;
      one.put(state, row, rowTop(layout!, row) - shift, rowHeight(layout!, row), row === current);
    }
    for (let index = end - first; index < pool.length; index++) pool[index]!.element.hidden = true;
  };

  const choose = async (row: number, goes: boolean): Promise<void> => {
    const { rows, window } = store.get();
    if (row < 0 || row >= rows.count) return;
    const at = onAxis(window, playheadOf(store.get()));
    const place = await nearestOfRow(app, 'names', window, rows, row, at);
    if (place === null) return;
    actions.select(place);
    if (goes) await actions.goTo(place.moment, place.process);
  };

  /** Makes a row the current one, scrolled into sight. */
  const focusRow = (row: number): void => {
    const { rows, scroll, lanesHeight } = store.get();
    current = Math.min(Math.max(row, 0), rows.count - 1);
    if (layout !== null && current >= layout.stuck) {
      const top = rows.top[current]! - rows.top[layout.stuck]!;
      const bottom = rows.top[current + 1]! - rows.top[layout.stuck]!;
      const room = lanesHeight - rows.top[layout.stuck]!;
      if (top < scroll) store.set({ scroll: top });
      else if (bottom > scroll + room) store.set({ scroll: bottom - room });
    }
    redraw();
  };

  const act = (does: string | undefined, row: number): boolean => {
    const { rows, arrangement } = store.get();
    const process = rows.process[row] ?? -1;
    if (does === 'fold') {
      const change = foldRow(arrangement, rows, row, rows.folded[row] === 0);
      if (change !== null) actions.arrange(change);
      return true;
    }
    if (process < 0) return false;
    if (does === 'pin') actions.arrange(pin(arrangement, process));
    else if (does === 'hide') actions.arrange(hide(arrangement, process));
    else if (does === 'tall') actions.arrange(makeTall(arrangement, process));
    else return false;
    return true;
  };

  tree.addEventListener('click', (event) => {
    const row = rowOfEvent(event);
    if (row < 0) return;
    const does =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-does]')?.dataset['does'] : undefined;
    if (act(does, row)) return;
    focusRow(row);
    void choose(row, false);
  });
  tree.addEventListener('dblclick', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-does]') !== null) return;
    void choose(rowOfEvent(event), true);
  });
  tree.addEventListener('contextmenu', (event) => {
    const row = rowOfEvent(event);
    if (row < 0) return;
    event.preventDefault();
    // The menu key has no place of its own: the menu opens below the row.
    const at = event.button === 2 ? { x: event.clientX, y: event.clientY } : elementOf(row);
    if (at !== null) openRowMenu(app, row, at);
  });
  const elementOf = (row: number): Element | null => tree.querySelector(`[data-row="${row}"]:not([hidden])`);

  tree.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const { rows, arrangement, directory } = store.get();
    const row = current;
    const change = (isFolded: boolean): void => {
      const folds = foldRow(arrangement, rows, row, isFolded);
      if (folds !== null) actions.arrange(folds);
      else if (isFolded) focusRow(parentRow(rows.indent, row));
      else if (rows.foldable[row] === 1) focusRow(row + 1);
    };
    if (event.altKey) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined || directory === null) return;
      const place = siblingRows(directory, rows, arrangement.grouping, row).indexOf(row);
      const process = rows.process[row]!;
      actions.arrange(moved(directory, rows, arrangement, row, place + step));
      store.flush();
      focusRow(store.get().rows.ofProcess[process] ?? row);
      return event.preventDefault();
    }
    const page = Math.max(1, Math.floor(store.get().lanesHeight / 26) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -1e9,
      End: 1e9,
    };
    const does: Readonly<Record<string, string>> = { p: 'pin', h: 'hide', t: 'tall' };
    if (event.key in steps) focusRow(row + steps[event.key]!);
    else if (event.key === 'ArrowLeft') change(true);
    else if (event.key === 'ArrowRight') change(false);
    else if (event.key === 'Enter') void choose(row, false);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const at = elementOf(row);
      if (at !== null) openRowMenu(app, row, at);
    } else if (!event.shiftKey && event.key in does && row >= 0) act(does[event.key], row);
    else return;
    event.preventDefault();
  });
  // A press makes its row the current one before the focus comes: nothing scrolls away under the mouse.
  tree.addEventListener('pointerdown', (event) => {
    const row = rowOfEvent(event);
    if (row >= 0) current = row;
  });
  tree.addEventListener('focus', () => {
    if (current < 0) focusRow(Math.max(0, store.get().rows.ofProcess[playheadOf(store.get()).process] ?? 0));
  });
  listenToDrag(app, tree, dropLine, () => layout, rowOfEvent);

  return {
    element: made,
    draw: (scene) => {
      const { state } = scene;
      if (layout !== null && layout.rows !== state.rows && current >= 0) {
        const process = layout.rows.process[current] ?? -1;
        current = process < 0 ? Math.min(current, state.rows.count - 1) : (state.rows.ofProcess[process] ?? -1);
      }
      layout = scene.layout;
      const { first, end, scrollTop } = layout;
      stuckRows.style.height = `${scrollTop - rulerHeight}px`;
      fill(stuck, stuckRows, state, 0, layout.stuck, rulerHeight);
      fill(scrolled, scrollRows, state, first, end, scrollTop);
      if (current >= 0) tree.setAttribute('aria-activedescendant', `lanes-name-${current}`);
      else tree.removeAttribute('aria-activedescendant');
      const all = state.directory?.count ?? 0;
      const shown = all - state.rows.hidden;
      put(count, shown === all ? counted(all, 'process', 'processes') : `${printCount(shown)} of ${printCount(all)}`);
      const isTree = state.arrangement.grouping === 'tree';
      grouping.title = isTree ? 'Show as one list' : 'Show as a tree';
      grouping.setAttribute('aria-label', grouping.title);
      grouping.firstElementChild!.className = `codicon codicon-${isTree ? 'list-tree' : 'list-flat'}`;
    },
  };
}

function put(made: HTMLElement, text: string): void {
  if (made.textContent !== text) made.textContent = text;
}

/** The row under which a row stands: the nearest above with a smaller indent; itself at the top. */
function parentRow(indent: Uint8Array, row: number): number {
  for (let above = row - 1; above >= 0; above--) if (indent[above]! < indent[row]!) return above;
  return row;
}
