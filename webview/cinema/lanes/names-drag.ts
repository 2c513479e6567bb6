import type { App } from '../app.ts';
import { rowAt, rowTop, rulerHeight, type Layout } from './layout.ts';
import { moved, siblingRows } from './reorder.ts';

const dragStart = 5;

/** Moves rows among their siblings by dragging; a line shows where a row would come to stand. */
export function listenToDrag(
  { store, actions }: App,
  tree: HTMLElement,
  line: HTMLElement,
  layout: () => Layout | null,
  rowOfEvent: (event: Event) => number,
): void {
  tree.addEventListener('pointerdown', (down) => {
    const row = rowOfEvent(down);
    const { directory, rows, arrangement } = store.get();
    const isTool = down.target instanceof Element && down.target.closest('[data-does]') !== null;
    if (down.button !== 0 || row < 0 || isTool || directory === null) return;
    const siblings = siblingRows(directory, rows, arrangement.grouping, row);
    let place = -1;
    let isDrag = false;
    const stop = new AbortController();
    const { signal } = stop;
    const move = (event: PointerEvent): void => {
      const now = layout();
      if (event.pointerId !== down.pointerId || now?.rows !== rows) return;
      if (!isDrag && Math.abs(event.clientY - down.clientY) < dragStart) return;
      if (!isDrag) tree.setPointerCapture(down.pointerId);
      isDrag = true;
      const y = event.clientY - tree.getBoundingClientRect().top + rulerHeight;
      const over = rowAt(now, y);
      const target = over < 0 ? rows.count : over;
      // Before the first sibling that does not lie above the mouse.
      const before = siblings.findIndex((one) => one >= target);
      const index = before < 0 ? siblings.length : before;
      const from = siblings.indexOf(row);
      place = index > from ? index - 1 : index;
      const edge = siblings[index];
      const bottom = edge ?? (siblings.at(-1) ?? row) + 1;
      line.hidden = false;
      line.style.transform = `translateY(${rowTop(now, Math.min(bottom, rows.count))}px)`;
    };
    const end = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      stop.abort();
      line.hidden = true;
      if (!isDrag) return;
      // The press was no click, though the browser sends one.
      const swallow = new AbortController();
      tree.addEventListener('click', (click) => click.stopImmediatePropagation(), {
        capture: true,
        signal: swallow.signal,
      });
      setTimeout(() => swallow.abort());
      if (event.type === 'pointerup' && place >= 0 && store.get().rows === rows) {
        actions.arrange(moved(directory, rows, store.get().arrangement, row, place));
      }
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', end, { signal });
    window.addEventListener('pointercancel', end, { signal });
  });
}
