import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { byteWriter, putVarint, reserve, takeVarint, type ByteWriter } from './bytes.ts';
import { type PageCache } from './cache.ts';
import { decodeColumn, encodeColumn, newColumn, type Column, type ColumnShape } from './column.ts';
import { checkBytes, type Sink, type Source } from './store.ts';

/** Where the pages of a table lie: three numbers a page (offset, stored length, checksum). */
export interface TableDirectory {
  readonly rows: number;
  readonly rowsPerPage: number;
  readonly pages: Float64Array;
}

/** Rows being written: callers fill `columns` at `used` and call `advance`. A full page goes to the sink at once. */
export interface TableWriter {
  readonly columns: readonly Column[];
  used: number;
  advance(): void;
  finish(): TableDirectory;
}

export function tableWriter(
  sink: Sink,
  shapes: readonly ColumnShape[],
  rowsPerPage: number,
  onPage?: (columns: readonly Column[], rows: number, page: number) => void,
): TableWriter {
  const columns = shapes.map((shape) => newColumn(shape, rowsPerPage));
  const writePage = pageWriter(sink, shapes);
  const pages: number[] = [];
  let full = 0;
  const writer: TableWriter = {
    columns,
    used: 0,
    advance() {
      if (++writer.used === rowsPerPage) flush();
    },
    finish() {
      const rows = full * rowsPerPage + writer.used;
      if (writer.used > 0) flush();
      return { rows, rowsPerPage, pages: Float64Array.from(pages) };
    },
  };
  const flush = () => {
    onPage?.(columns, writer.used, full);
    pages.push(...writePage(columns, writer.used));
    full++;
    writer.used = 0;
  };
  return writer;
}

/** Writes one page: the lengths of its columns, the columns, deflated together. */
export function pageWriter(
  sink: Sink,
  shapes: readonly ColumnShape[],
): (columns: readonly Column[], rows: number) => readonly [offset: number, length: number, checksum: number] {
  const body: ByteWriter = byteWriter(1 << 16);
  return (columns, rows) => {
    body.length = 0;
    const lengths: number[] = [];
    for (let index = 0; index < shapes.length; index++) {
      const before = body.length;
      encodeColumn(body, shapes[index]!, columns[index]!, rows);
      lengths.push(body.length - before);
    }
    const head = byteWriter(8 * shapes.length);
    for (const length of lengths) {
      reserve(head, 8);
      putVarint(head, length);
    }
    reserve(body, head.length);
    body.bytes.copyWithin(head.length, 0, body.length);
    body.bytes.set(head.bytes.subarray(0, head.length), 0);
    const stored = deflateRawSync(body.bytes.subarray(0, body.length + head.length), { level: 1 });
    const offset = sink.position();
    sink.append(stored);
    return [offset, stored.length, crc32(stored)];
  };
}

export interface Table {
  readonly rows: number;
  readonly rowsPerPage: number;
  /** One column of one page, decoded when first asked for. Valid until the caller returns: keep no reference. */
  column(page: number, column: number): Column;
  /** One number; about 20 ns in the page asked for last. */
  get(row: number, column: number): number;
}

/** The first row of an ascending column that is at least `wanted`; the number of rows when there is none. */
export function firstRowFrom(table: Table, column: number, wanted: number): number {
  let low = 0;
  let high = table.rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table.get(middle, column) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A page in the cache: its bytes, and the columns decoded so far. */
export interface Page {
  readonly raw: Uint8Array;
  readonly starts: Int32Array;
  readonly columns: (Column | null)[];
  readonly rows: number;
}

/** A power of two. */
const recentPages = 16;

/** Inflating more than this is refused: no page is ever that large. */
const pageLimit = 64 << 20;

export function openTable(
  source: Source,
  directory: TableDirectory,
  shapes: readonly ColumnShape[],
  cache: PageCache,
): Table {
  const { rows, rowsPerPage, pages } = directory;
  const namespace = cache.newNamespace();
  let lastNumber = -1;
  let last: Page | null = null;
  /** Pages asked for lately, by the last bits of their numbers: looks that go to and fro need not ask the cache. */
  const recent: (Page | undefined)[] = Array.from({ length: recentPages });
  const recentNumbers = new Int32Array(recentPages).fill(-1);

  function load(number: number): Page {
    const offset = pages[number * 3]!;
    const length = pages[number * 3 + 1]!;
    const stored = source.read(offset, length);
    checkBytes(source, offset, stored, pages[number * 3 + 2]);
    const raw = inflateRawSync(stored, { maxOutputLength: pageLimit });
    const reader = { bytes: raw, position: 0 };
    const starts = new Int32Array(shapes.length);
    let start = 0;
    for (let index = 0; index < shapes.length; index++) {
      starts[index] = start;
      start += takeVarint(reader);
    }
    for (let index = 0; index < shapes.length; index++) starts[index]! += reader.position;
    const rowsHere = Math.min(rowsPerPage, rows - number * rowsPerPage);
    return { raw, starts, columns: shapes.map(() => null), rows: rowsHere };
  }

  function page(number: number): Page {
    if (number === lastNumber && last !== null) return last;
    const slot = number & (recentPages - 1);
    if (recentNumbers[slot] === number) {
      lastNumber = number;
      last = recent[slot]!;
      return last;
    }
    let found = cache.get(namespace, number);
    if (found === undefined) {
      found = load(number);
      // Counted as if every column were decoded: the bound holds whatever is asked.
      const decoded = shapes.reduce(
        (sum, { coding, wide }) => sum + (coding === 'byte' ? 1 : wide === true ? 8 : 4),
        0,
      );
      cache.put(namespace, number, found, found.raw.length + decoded * found.rows);
    }
    recentNumbers[slot] = number;
    recent[slot] = found;
    lastNumber = number;
    last = found;
    return found;
  }

  function column(number: number, index: number): Column {
    const at = page(number);
    return (at.columns[index] ??= decodeColumn(
      { bytes: at.raw, position: at.starts[index]! },
      shapes[index]!,
      at.rows,
    ));
  }

  return {
    rows,
    rowsPerPage,
    column,
    get: (row, index) => {
      const number = Math.floor(row / rowsPerPage);
      return column(number, index)[row - number * rowsPerPage]!;
    },
  };
}
