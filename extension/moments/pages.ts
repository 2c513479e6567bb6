import type { History, HistoryRow } from '../../protocol/index.ts';

/** The part of a history that has been read: rows without a hole between them. */
export interface ReadHistory {
  readonly title: string;
  readonly rows: readonly HistoryRow[];
  readonly total: number;
  /** Index of the first row looked at, and of the first behind that was not. */
  readonly start: number;
  readonly next: number;
}

/** The read part with another page before or behind it; a page that does not touch it takes its place. */
export function withPage(read: ReadHistory | null, { title, rows, total, start, next }: History): ReadHistory {
  if (read?.next === start) return { title, total, start: read.start, next, rows: [...read.rows, ...rows] };
  if (read?.start === next) return { title, total, start, next: read.next, rows: [...rows, ...read.rows] };
  return { title, rows, total, start, next };
}

/** Where the page before the read part begins, and how many rows it has; null at the start. */
export function pageBefore({ start }: ReadHistory, size: number): { start: number; count: number } | null {
  if (start <= 0) return null;
  const count = Math.min(size, start);
  return { start: start - count, count };
}

/** Index in the whole history of the newest row at or before a moment, among those read; -1 where that is before them. */
export function rowAt({ rows }: ReadHistory, moment: number): number {
  return rows.findLast((row) => row.moment <= moment)?.index ?? -1;
}
