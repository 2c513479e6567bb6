import { farthestScroll } from './layout.ts';
import { atX } from './scale.ts';
import type { Film } from './view.ts';

/** What a turn of the wheel means. Amounts in CSS pixels; above 1 a zoom goes in. */
export type WheelMeaning =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly by: number }
  | { readonly kind: 'scroll'; readonly by: number };

/** Pixels of a line and of a page, for wheels that count in these. */
const linePixels = 16;
const pagePixels = 400;

/** With Ctrl or Cmd (which a pinch on a touchpad sends, too) it zooms, sideways or with Shift it pans, else it scrolls. */
export function meaningOf(
  event: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
): WheelMeaning {
  const unit = event.deltaMode === 1 ? linePixels : event.deltaMode === 2 ? pagePixels : 1;
  const [x, y] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    // Steps of a wheel are large, those of a pinch small: the same factor for the same way, within bounds a step.
    const way = Math.max(-120, Math.min(120, y === 0 ? x : y));
    return { kind: 'zoom', factor: Math.exp(-way * (Math.abs(way) < 20 ? 0.012 : 0.004)) };
  }
  if (event.shiftKey) return { kind: 'pan', by: x === 0 ? y : x };
  return Math.abs(x) > Math.abs(y) ? { kind: 'pan', by: x } : { kind: 'scroll', by: y };
}

export function listenToWheel(film: Film, names: HTMLElement): void {
  const { store, actions } = film.app;
  const turn = (event: WheelEvent): void => {
    const scene = film.scene();
    if (scene === null) return;
    event.preventDefault();
    const meaning = meaningOf(event);
    switch (meaning.kind) {
      case 'zoom': {
        const box = film.element.getBoundingClientRect();
        const x = Math.min(Math.max(event.clientX - box.left, 0), box.width);
        // Several turns may come before the next picture: each is anchored in the window as the last one left it.
        const { from, to } = store.get().window;
        actions.zoom(meaning.factor, atX({ ...scene.scale, from, to }, x));
        break;
      }
      case 'pan':
        actions.pan(meaning.by / Math.max(1, scene.scale.width));
        break;
      case 'scroll': {
        const { scroll, rows } = store.get();
        const farthest = farthestScroll(rows, scene.layout.height);
        store.set({ scroll: Math.min(farthest, Math.max(0, Math.min(scroll, farthest) + meaning.by)) });
      }
    }
    film.point({ hover: null });
  };
  film.element.addEventListener('wheel', turn, { passive: false });
  names.addEventListener('wheel', turn, { passive: false });
}
