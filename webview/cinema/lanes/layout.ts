import type { Rows } from '../state/rows.ts';
import { laneHeight } from '../state/rows.ts';

/** Height of the time ruler above the lanes. */
export const rulerHeight = 24;

/**
 * Where the rows lie on screen, in CSS pixels from the top of the film. Pinned rows stick below the ruler, the others scroll under
 * them. `first` up to `end`: rows that scroll and are on screen at least in part.
 */
export interface Layout {
  readonly rows: Rows;
  readonly width: number;
  readonly height: number;
  /** Where the lanes begin: behind the names where these are drawn, else 0. */
  readonly left: number;
  readonly scroll: number;
  /** Rows that stick. None where too many are pinned to leave room for others: then all scroll. */
  readonly stuck: number;
  /** Where scrolling rows come into sight. */
  readonly scrollTop: number;
  readonly first: number;
  readonly end: number;
}

export function layoutOf(rows: Rows, width: number, height: number, wantedScroll: number, left = 0): Layout {
  const pinnedHeight = rows.top[rows.pinned]!;
  const stuck = rulerHeight + pinnedHeight + 2 * laneHeight > height ? 0 : rows.pinned;
  const scrollTop = rulerHeight + rows.top[stuck]!;
  const scroll = Math.min(Math.max(0, wantedScroll), farthestScroll(rows, height));
  const first = Math.max(stuck, rowAtOffset(rows, scrollTop - rulerHeight + scroll));
  const end = Math.min(rows.count, rowAtOffset(rows, height - rulerHeight + scroll) + 1);
  return { rows, width, height, left, scroll, stuck, scrollTop, first, end: Math.max(first, end) };
}

/** How far one can scroll down: until the last row stands at the bottom. */
export function farthestScroll(rows: Rows, height: number): number {
  return Math.max(0, rows.top[rows.count]! - (height - rulerHeight));
}

/** The top of a row; may lie outside of the screen, or under the pinned rows. */
export function rowTop({ rows, stuck, scroll }: Layout, row: number): number {
  return rulerHeight + rows.top[row]! - (row < stuck ? 0 : scroll);
}

export function rowHeight({ rows }: Layout, row: number): number {
  return rows.top[row + 1]! - rows.top[row]!;
}

/** Where arrows meet a lane. */
export function rowMiddle(layout: Layout, row: number): number {
  return rowTop(layout, row) + rowHeight(layout, row) / 2;
}

/** The row at a height on screen; -1 where there is none. */
export function rowAt(layout: Layout, y: number): number {
  if (y < rulerHeight || y >= layout.height) return -1;
  const row = rowAtOffset(layout.rows, y - rulerHeight + (y < layout.scrollTop ? 0 : layout.scroll));
  return row < layout.rows.count && row >= 0 ? row : -1;
}

/** The row that holds an offset from the top of the first; the number of rows behind the last. */
function rowAtOffset({ top, count }: Rows, offset: number): number {
  if (offset < 0) return 0;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (top[middle + 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
