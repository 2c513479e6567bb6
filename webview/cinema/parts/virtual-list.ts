import { element } from '../../element.ts';
import './virtual-list.css';

/** A long list of rows of one height, of which only those on screen exist. */
export interface VirtualList {
  /** The scroll container: give it a height. It takes the focus; rows do not. */
  readonly element: HTMLElement;
  /** Sets how many rows there are; those on screen are filled again. */
  setCount(count: number): void;
  /** Fills the rows on screen again: what they show has changed. */
  refresh(): void;
  /** The row that keys start from and that is marked `active`; -1: none. Does not scroll and calls nothing back. */
  setActive(index: number): void;
  readonly active: () => number;
  /** Scrolls as little as needed until the row is on screen. */
  reveal(index: number): void;
  /** Rows on screen: first and one past the last. */
  readonly shown: () => { readonly from: number; readonly to: number };
}

export interface VirtualListOptions {
  /** For screen readers. */
  readonly label: string;
  readonly role: 'grid' | 'tree' | 'listbox';
  readonly className: string;
  /** CSS pixels. With more than about 30 million pixels in all, browsers no longer scroll to the end. */
  readonly rowHeight: number;
  /** Stays on top while rows scroll under it, and scrolls sideways with them. */
  readonly header?: HTMLElement;
  /** An empty row, with its role; rows are used again for other indexes. */
  readonly make: () => HTMLElement;
  /** Puts the content of row `index` into it. */
  readonly fill: (row: HTMLElement, index: number) => void;
  /** The rows on screen have changed: time to ask for what they show. */
  readonly moved?: (from: number, to: number) => void;
  /** The active row was changed by a key or the mouse. */
  readonly chosen?: (index: number, event: KeyboardEvent | MouseEvent) => void;
  /** Enter, or a double click. */
  readonly opened?: (index: number, event: KeyboardEvent | MouseEvent) => void;
}

/** Rows made beyond the edges, so that a scroll shows no empty row before the next picture. */
const margin = 6;
let lists = 0;

export function virtualList(options: VirtualListOptions): VirtualList {
  const { rowHeight, header } = options;
  const id = `virtual-list-${lists++}`;
  const body = element('div', 'virtual-list-body');
  body.setAttribute('role', 'presentation');
  const scroller = element('div', `virtual-list ${options.className}`, header ?? null, body);
  scroller.setAttribute('role', options.role);
  scroller.setAttribute('aria-label', options.label);
  scroller.tabIndex = 0;
  const rows = new Map<number, HTMLElement>();
  const spare: HTMLElement[] = [];
  let count = 0;
  let active = -1;
  let from = 0;
  let to = 0;

  const headerHeight = (): number => header?.offsetHeight ?? 0;
  const place = (row: HTMLElement, index: number): void => {
    row.style.top = `${index * rowHeight}px`;
    row.id = `${id}-${index}`;
    // A grid's heading is its first row.
    if (options.role === 'grid') row.setAttribute('aria-rowindex', String(index + 2));
    row.dataset['index'] = String(index);
  };
  const mark = (row: HTMLElement, index: number): void => {
    row.classList.toggle('active', index === active);
    row.setAttribute('aria-selected', String(index === active));
  };

  const draw = (again: boolean): void => {
    const height = scroller.clientHeight - headerHeight();
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - margin);
    const last = height <= 0 ? first : Math.min(count, Math.ceil((scroller.scrollTop + height) / rowHeight) + margin);
    for (const [index, row] of rows) {
      if (index >= first && index < last) continue;
      rows.delete(index);
      spare.push(row);
    }
    let above: HTMLElement | null = null;
    for (let index = first; index < last; index++) {
      let row = rows.get(index);
      const isNew = row === undefined;
      if (row === undefined) {
        row = spare.pop() ?? options.make();
        row.classList.add('virtual-list-row');
        row.style.height = `${rowHeight}px`;
        rows.set(index, row);
        // In the document as on screen, for those who have the rows read to them.
        if (above === null) body.prepend(row);
        else above.after(row);
        place(row, index);
      }
      if (isNew || again) {
        options.fill(row, index);
        mark(row, index);
      }
      above = row;
    }
    for (const row of spare.splice(0)) row.remove();
    const moved = from !== first || to !== last;
    from = first;
    to = last;
    if (moved) options.moved?.(first, last);
  };

  const setActive = (index: number): void => {
    if (index === active) return;
    const before = rows.get(active);
    const now = rows.get(index);
    const old = active;
    active = index;
    if (before !== undefined) mark(before, old);
    if (now !== undefined) mark(now, index);
    if (index < 0) scroller.removeAttribute('aria-activedescendant');
    else scroller.setAttribute('aria-activedescendant', `${id}-${index}`);
  };
  const reveal = (index: number): void => {
    const top = index * rowHeight;
    const height = scroller.clientHeight - headerHeight();
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + height) scroller.scrollTop = top + rowHeight - height;
    draw(false);
  };
  const choose = (index: number, event: KeyboardEvent | MouseEvent): void => {
    setActive(index);
    reveal(index);
    options.chosen?.(index, event);
  };
  const at = (event: Event): number => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.virtual-list-row') : null;
    return row === null || !body.contains(row) ? -1 : Number(row.dataset['index']);
  };

  scroller.addEventListener('scroll', () => draw(false), { passive: true });
  scroller.addEventListener('click', (event) => {
    const index = at(event);
    if (index >= 0) choose(index, event);
  });
  scroller.addEventListener('dblclick', (event) => {
    const index = at(event);
    if (index >= 0) options.opened?.(index, event);
  });
  scroller.addEventListener('keydown', (event) => {
    if (event.target !== scroller || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      return options.opened?.(active, event);
    }
    const page = Math.max(1, Math.floor((scroller.clientHeight - headerHeight()) / rowHeight) - 1);
    const next = nextRow(event.key, active, count, page);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next, event);
  });
  new ResizeObserver(() => draw(false)).observe(scroller);

  return {
    element: scroller,
    setCount: (rowCount) => {
      count = rowCount;
      body.style.height = `${count * rowHeight}px`;
      if (options.role === 'grid') scroller.setAttribute('aria-rowcount', String(count + 1));
      if (active >= count) setActive(-1);
      draw(true);
    },
    refresh: () => draw(true),
    setActive,
    active: () => active,
    reveal,
    shown: () => ({ from, to }),
  };
}

/** The row a key leads to; null for keys that lead nowhere. `page`: rows that fit on screen. */
export function nextRow(key: string, active: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  return active < 0 ? 0 : Math.min(count - 1, Math.max(0, active + step));
}
