import type { FilmWindow } from '../../../protocol/index.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Store } from '../state/store.ts';

/** Milliseconds that a move of the window takes. */
const length = 180;

export interface Glide {
  readonly to: (window: FilmWindow) => void;
  /** The window of now, or the one being moved to. */
  readonly end: () => FilmWindow;
  readonly moving: () => boolean;
}

/**
 * Shows windows by moving there, so that the eye can follow; at once where less motion is wanted. Any other change of the window
 * ends the move: the hand is always stronger.
 */
export function createGlide(store: Store<FilmState>, reducedMotion: () => boolean): Glide {
  let move: Move | null = null;
  /** The move that is under way, unless something else has changed the window since its last step. */
  const current = (): Move | null => (move !== null && store.get().window === move.last ? move : null);

  const step = (own: Move, now: number): void => {
    if (move !== own) return;
    if (current() === null) {
      move = null;
      return;
    }
    own.start ??= now;
    const part = Math.min(1, (now - own.start) / length);
    own.last = part === 1 ? own.to : between(own.from, own.to, 1 - (1 - part) ** 3);
    store.set({ window: own.last });
    if (part === 1) move = null;
    else requestAnimationFrame((next) => step(own, next));
  };

  return {
    moving: () => current() !== null,
    end: () => current()?.to ?? store.get().window,
    to: (window) => {
      const from = store.get().window;
      // Asked to go on before it is there, as when the film plays fast: at once, or it would never arrive.
      if (current() !== null || reducedMotion() || from.axis !== window.axis || document.hidden) {
        move = null;
        store.set({ window });
        return;
      }
      const own: Move = { from, to: window, last: from, start: null };
      move = own;
      requestAnimationFrame((now) => step(own, now));
    },
  };
}

interface Move {
  readonly from: FilmWindow;
  readonly to: FilmWindow;
  /** The window as this move put it last. */
  last: FilmWindow;
  /** When its first picture was drawn, milliseconds. */
  start: number | null;
}

/** A window on the way: widths grow by equal factors in equal times, so that a zoom looks even. */
export function between(from: FilmWindow, to: FilmWindow, part: number): FilmWindow {
  const widthFrom = from.to - from.from;
  const widthTo = to.to - to.from;
  const width = widthFrom * (widthTo / widthFrom) ** part;
  // Positions follow the width, so that the point that both windows show at the same place stays there.
  const along = Math.abs(widthTo - widthFrom) < widthFrom * 1e-6 ? part : (width - widthFrom) / (widthTo - widthFrom);
  const start = from.from + (to.from - from.from) * along;
  return { axis: to.axis, from: start, to: start + width };
}
