import { element } from '../../element.ts';
import { rulerHeight } from './layout.ts';

/** The browser's own scrollbar beside lanes that scroll by themselves. @param scrolled told when a hand moved it */
export function createScrollbar(scrolled: (scroll: number) => void): {
  readonly element: HTMLElement;
  /** CSS pixels: where it stands, of how much, and how much of that is on screen. */
  readonly put: (scroll: number, whole: number, seen: number) => void;
} {
  const length = element('div', 'lanes-scrollbar-length');
  const made = element('div', 'lanes-scrollbar', length);
  made.style.marginTop = `${rulerHeight}px`;
  made.setAttribute('aria-hidden', 'true');
  made.tabIndex = -1;
  let put = 0;
  let whole = -1;
  made.addEventListener('scroll', () => {
    // What was put comes back rounded; only what a hand did is news.
    if (Math.abs(made.scrollTop - put) > 1) scrolled(made.scrollTop);
  });
  return {
    element: made,
    put: (scroll, wholeNow, seen) => {
      made.classList.toggle('lanes-scrollbar-idle', wholeNow <= seen);
      if (wholeNow !== whole) length.style.height = `${(whole = wholeNow)}px`;
      put = scroll;
      if (Math.abs(made.scrollTop - scroll) > 1) made.scrollTop = scroll;
    },
  };
}
