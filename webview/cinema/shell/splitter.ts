import { element } from '../../element.ts';

export interface SplitterOptions {
  readonly label: string;
  /** `column`: a bar that stands between two columns and is dragged sideways. */
  readonly between: 'columns' | 'rows';
  /** 1: dragging right or down makes it larger; -1: the other way. */
  readonly grows: 1 | -1;
  readonly smallest: number;
  /** CSS pixels, asked when it is dragged. */
  readonly largest: () => number;
  readonly size: () => number;
  readonly set: (size: number) => void;
}

/** A bar to drag, or to move with the arrow keys, between two panes. Double click or Home and End: smallest and largest. */
export function createSplitter(options: SplitterOptions): HTMLElement {
  const isColumns = options.between === 'columns';
  const made = element('div', `page-splitter ${isColumns ? 'page-splitter-columns' : 'page-splitter-rows'}`);
  made.tabIndex = 0;
  made.setAttribute('role', 'separator');
  made.setAttribute('aria-label', options.label);
  made.setAttribute('aria-orientation', isColumns ? 'vertical' : 'horizontal');
  const tell = (): void => {
    made.setAttribute('aria-valuenow', String(Math.round(options.size())));
    made.setAttribute('aria-valuemin', String(options.smallest));
    made.setAttribute('aria-valuemax', String(Math.round(options.largest())));
  };
  const set = (size: number): void => {
    options.set(Math.round(Math.min(Math.max(size, options.smallest), Math.max(options.smallest, options.largest()))));
    tell();
  };
  made.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    made.focus();
    made.setPointerCapture(down.pointerId);
    const start = isColumns ? down.clientX : down.clientY;
    const size = options.size();
    const move = (event: PointerEvent): void => {
      const now = isColumns ? event.clientX : event.clientY;
      set(size + (now - start) * options.grows);
    };
    const stop = new AbortController();
    const end = (): void => stop.abort();
    made.addEventListener('pointermove', move, { signal: stop.signal });
    made.addEventListener('pointerup', end, { signal: stop.signal });
    made.addEventListener('pointercancel', end, { signal: stop.signal });
  });
  made.addEventListener('focus', tell);
  made.addEventListener('keydown', (event) => {
    const by = event.shiftKey ? 64 : 16;
    const [less, more] = isColumns ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === less) set(options.size() - by * options.grows);
    else if (event.key === more) set(options.size() + by * options.grows);
    else if (event.key === 'Home') set(options.smallest);
    else if (event.key === 'End') set(options.largest());
    else return;
    event.preventDefault();
  });
  return made;
}
