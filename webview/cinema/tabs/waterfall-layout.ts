import type { SpanRow } from '../../../protocol/index.ts';
import { xOf, type Scale } from '../lanes/scale.ts';
import type { Place } from '../state/film-state.ts';

export const rowHeight = 22;
export const headHeight = 24;
const indentStep = 14;

/** A row that is on screen or could be scrolled to. */
export interface ShownRow {
  readonly row: SpanRow;
  /** Index of the row it hangs from among the shown ones; -1: a root. */
  readonly parent: number;
  /** `none`: nothing is under it. */
  readonly fold: 'none' | 'open' | 'closed';
}

/** Rows without what is folded: by hand (`closed`), or because the door had no room for what is under them. */
export function shownRows(rows: readonly SpanRow[], closed: ReadonlySet<number>): readonly ShownRow[] {
  const shown: ShownRow[] = [];
  /** Of the open rows above, outermost first. */
  const above: number[] = [];
  let foldedAt = Infinity;
  for (const row of rows) {
    if (row.indent > foldedAt) continue;
    foldedAt = Infinity;
    const isClosed = row.children > 0 && (!row.opened || closed.has(row.frame));
    above.length = Math.min(above.length, row.indent);
    shown.push({
      row,
      parent: above[row.indent - 1] ?? -1,
      fold: row.children === 0 ? 'none' : isClosed ? 'closed' : 'open',
    });
    above[row.indent] = shown.length - 1;
    if (isClosed) foldedAt = row.indent;
  }
  return shown;
}

/** Columns from left to right: the tree of names, how long, tokens where any row knows some, and the bars. CSS pixels. */
export interface Columns {
  readonly name: number;
  /** Right edges, where numbers end. */
  readonly duration: number;
  readonly tokens: number | null;
  readonly bars: { readonly left: number; readonly width: number };
}

const numberWidth = 76;
const margin = 10;

/** Where there is little room, bars give way to names: a name that cannot be read says nothing. */
const leastName = 210;

export function columnsOf(width: number, hasTokens: boolean): Columns {
  const numbers = numberWidth * (hasTokens ? 2 : 1);
  const room = width - numbers;
  const name = Math.round(Math.min(520, Math.max(150, Math.min(leastName, room * 0.65), room * 0.42)));
  const left = name + numbers + margin;
  return {
    name,
    duration: name + numberWidth,
    tokens: hasTokens ? name + numberWidth * 2 : null,
    bars: { left, width: Math.max(40, width - left - margin) },
  };
}

/** Where a row's twistie stands; deep rows move closer together, so that their names keep room. */
export function twistieX({ indent }: SpanRow, { name }: Columns): number {
  return 8 + Math.min(indent * indentStep, name * 0.55 + Math.log2(1 + indent));
}

export interface BarShape {
  readonly x: number;
  readonly width: number;
  /** It goes on beyond the window: all of it lies there, or a part. */
  readonly outside: 'left' | 'right' | null;
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

const narrowest = 2;

/** The bar of a call, cut to the window. */
export function barOf({ from, to }: Pick<SpanRow, 'from' | 'to'>, scale: Scale): BarShape {
  const right = scale.left + scale.width;
  const [begin, end] = [xOf(scale, from), xOf(scale, to)];
  if (end < scale.left) return { x: scale.left, width: 0, outside: 'left', cutLeft: true, cutRight: false };
  if (begin > right) return { x: right, width: 0, outside: 'right', cutLeft: false, cutRight: true };
  const x = Math.max(begin, scale.left);
  const width = Math.max(narrowest, Math.min(end, right) - x);
  return {
    x: Math.min(x, right - narrowest),
    width,
    outside: null,
    cutLeft: begin < scale.left,
    cutRight: end > right,
  };
}

/** Where one lands who presses a key on row `index`; null: nowhere. */
export function waterfallKey(
  rows: readonly ShownRow[],
  index: number,
  key: string,
  page: number,
): { readonly index: number } | { readonly fold: 'open' | 'closed' } | null {
  const last = rows.length - 1;
  const now = rows[index];
  if (now === undefined)
    return last >= 0 && /^(Arrow|Page|Home|End)/.test(key) ? { index: key === 'End' ? last : 0 } : null;
  const jumps: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: last,
  };
  const jump = jumps[key];
  if (jump !== undefined) return { index: Math.min(last, Math.max(0, jump)) };
  if (key === 'ArrowRight') {
    if (now.fold === 'closed') return { fold: 'open' };
    return now.fold === 'open' ? { index: index + 1 } : null;
  }
  if (key === 'ArrowLeft') {
    if (now.fold === 'open') return { fold: 'closed' };
    return now.parent >= 0 ? { index: now.parent } : null;
  }
  return null;
}

/** Dollars with as many digits as small sums need: `$0.0042`, `$12.30`. */
export function printCost(dollars: number): string {
  return dollars >= 1 || dollars === 0 ? `$${dollars.toFixed(2)}` : `$${Number(dollars.toPrecision(3))}`;
}

/** The innermost shown call that a place is in; -1: none. */
export function rowOfPlace(rows: readonly ShownRow[], { moment, time, process }: Place): number {
  return rows.findLastIndex(({ row }) => row.process === process && row.call <= moment && row.to >= time);
}
