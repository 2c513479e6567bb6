import type { ProcessRow, ProcessTablePage } from '../../../protocol/index.ts';

/** Rows asked for at once. */
export const pageSize = 100;

/**
 * Rows of the table as far as they have come. Rows of what was asked before (another moment, another order) stay until those of now
 * are there, so that the table never goes blank.
 */
export interface TablePages {
  readonly total: number;
  /** The row as it was last known; null: never. */
  row(index: number): ProcessRow | null;
  /** Which rows are wanted now; grows with `renew`. */
  readonly round: number;
  /** From now on other rows are wanted: those that have come are old. */
  renew(): void;
  /** Where the first page begins that is to be asked for so that rows `from` to `to` are of now; null: all are. */
  wanted(from: number, to: number): number | null;
  /** Puts what has come; `start` and `round` as they were when it was asked for. */
  put(start: number, page: ProcessTablePage, round: number): void;
  /** Index of a process among the rows that have come, -1 if it is not among them. */
  indexOf(process: number): number;
}

export function createTablePages(): TablePages {
  const pages = new Map<number, { readonly rows: readonly ProcessRow[]; readonly round: number }>();
  let total = 0;
  let round = 0;
  return {
    get total() {
      return total;
    },
    get round() {
      return round;
    },
    row: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize] ?? null,
    renew: () => {
      round++;
    },
    wanted: (from, to) => {
      const last = Math.max(from, to - 1);
      for (let page = Math.floor(from / pageSize); page * pageSize <= last; page++) {
        if (pages.get(page)?.round !== round) return page * pageSize;
      }
      return null;
    },
    put: (start, page, asked) => {
      total = page.total;
      pages.set(start / pageSize, { rows: page.rows, round: asked });
      for (const number of pages.keys()) if (number * pageSize >= total && number > 0) pages.delete(number);
    },
    indexOf: (process) => {
      for (const [number, { rows }] of pages) {
        const at = rows.findIndex((row) => row.process === process);
        if (at >= 0) return number * pageSize + at;
      }
      return -1;
    },
  };
}
