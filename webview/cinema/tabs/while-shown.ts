import type { App, View } from '../app.ts';
import type { FilmState } from '../state/film-state.ts';

export interface Following {
  /** The state has changed; `before` is null when the view has just been shown. */
  readonly changed: (now: FilmState, before: FilmState | null) => void;
  /** Colours or fonts (`fresh`) or the size of an element have changed. */
  readonly redraw: (fresh: boolean) => void;
  /** Whose size matters. */
  readonly sized: Element;
}

/** Lets a view follow the page while it is shown, and only then. */
export function whileShown({ store, theme }: App, { changed, redraw, sized }: Following): Pick<View, 'show' | 'hide'> {
  let stop: (() => void) | null = null;
  const observer = new ResizeObserver(() => {
    if (stop !== null) redraw(false);
  });
  return {
    show: () => {
      if (stop !== null) return;
      const ends = [store.listen(changed), theme.listen(() => redraw(true))];
      observer.observe(sized);
      stop = () => {
        for (const end of ends) end();
        observer.disconnect();
      };
      // The theme may have changed while it was hidden.
      redraw(true);
      changed(store.get(), null);
    },
    hide: () => {
      stop?.();
      stop = null;
    },
  };
}
