import { putVarint, reserve, takeVarint, unzigzag, zigzag, type ByteReader, type ByteWriter } from './bytes.ts';

/**
 * How the numbers of a column are written.
 *
 * | coding | for |
 * | --- | --- |
 * | byte | 0..255 |
 * | plain | signed numbers that are mostly near 0 |
 * | delta | numbers near the one before |
 * | streams | several interleaved series, each near its own number before: payload offsets of threads, frames of processes |
 * | sparse | mostly -1, otherwise near the last number that was not |
 */
export type Coding = 'byte' | 'plain' | 'delta' | 'streams' | 'sparse';

/** `wide` columns hold any safe integer, others 32 signed bits. */
export interface ColumnShape {
  readonly coding: Coding;
  readonly wide?: boolean;
}

export type Column = Uint8Array | Int32Array | Float64Array;

export function newColumn({ coding, wide = false }: ColumnShape, rows: number): Column {
  if (coding === 'byte') return new Uint8Array(rows);
  return wide ? new Float64Array(rows) : new Int32Array(rows);
}

export function encodeColumn(writer: ByteWriter, { coding }: ColumnShape, column: Column, rows: number): void {
  reserve(writer, rows * 16);
  switch (coding) {
    case 'byte':
      writer.bytes.set(column.subarray(0, rows), writer.length);
      writer.length += rows;
      return;
    case 'plain':
      for (let row = 0; row < rows; row++) putVarint(writer, zigzag(column[row]!));
      return;
    case 'delta': {
      let before = 0;
      for (let row = 0; row < rows; row++) {
        const value = column[row]!;
        putVarint(writer, zigzag(value - before));
        before = value;
      }
      return;
    }
    case 'streams':
      encodeStreams(writer, column, rows);
      return;
    case 'sparse': {
      let before = 0;
      for (let row = 0; row < rows; row++) {
        const value = column[row]!;
        if (value === -1) putVarint(writer, 0);
        else {
          putVarint(writer, zigzag(value - before) + 1);
          before = value;
        }
      }
    }
  }
}

/** Costs about 2 ns a number. */
export function decodeColumn(reader: ByteReader, shape: ColumnShape, rows: number): Column {
  const column = newColumn(shape, rows);
  const { bytes } = reader;
  let position = reader.position;
  const coding = shape.coding;
  if (coding === 'byte') {
    column.set(bytes.subarray(position, position + rows));
    reader.position = position + rows;
    return column;
  }
  if (coding === 'streams') {
    decodeStreams(reader, column, rows);
    return column;
  }
  if (column instanceof Int32Array) {
    decodeNarrow(reader, coding, column, rows);
    return column;
  }
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let byte = bytes[position++]!;
    let value = byte;
    if (byte >= 0x80) {
      value = byte & 0x7f;
      let scale = 128;
      do {
        byte = bytes[position++] ?? 0;
        value += (byte & 0x7f) * scale;
        scale *= 128;
      } while (byte >= 0x80);
    }
    // Most numbers are small, where this is several times faster than dividing.
    const number = value < 0x7fff_ffff ? (value >>> 1) ^ -(value & 1) : unzigzag(value);
    if (coding === 'plain') column[row] = number;
    else if (coding === 'delta') column[row] = before += number;
    else if (value === 0) column[row] = -1;
    else column[row] = before += unzigzag(value - 1);
  }
  reader.position = position;
  return column;
}

/** The same for columns of 32 bits, where most numbers take a byte or two. */
function decodeNarrow(reader: ByteReader, coding: Coding, column: Int32Array, rows: number): void {
  const { bytes } = reader;
  const isSparse = coding === 'sparse';
  const isPlain = coding === 'plain';
  let position = reader.position;
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let value = bytes[position++]!;
    if (value >= 0x80) {
      const second = bytes[position++] ?? 0;
      if (second < 0x80) value = (value & 0x7f) | (second << 7);
      else {
        reader.position = position - 2;
        value = takeVarint(reader);
        position = reader.position;
      }
    }
    if (isSparse) {
      if (value === 0) {
        column[row] = -1;
        continue;
      }
      value--;
    }
    // Differences of 32-bit numbers may need a bit more.
    const number = value < 0x7fff_ffff ? (value >>> 1) ^ -(value & 1) : unzigzag(value);
    column[row] = isPlain ? number : (before += number);
  }
  reader.position = position;
}

const streamCount = 8;
/** A number nearer than this to the end of a series is taken to belong to it. */
const near = 1 << 20;

/**
 * Each number: twice its distance to the current series; before it, odd, the series that becomes current (as it is, or
 * begun anew at 0), or the mark that the distance is written undoubled.
 */
function encodeStreams(writer: ByteWriter, column: Column, rows: number): void {
  const ends = new Float64Array(streamCount);
  let current = 0;
  let oldest = 0;
  for (let row = 0; row < rows; row++) {
    const value = column[row]!;
    let distance = value - ends[current]!;
    if (distance >= near || distance <= -near) {
      let best = -1;
      let bestDistance = near;
      for (let index = 0; index < streamCount; index++) {
        const other = Math.abs(value - ends[index]!);
        if (other < bestDistance) {
          best = index;
          bestDistance = other;
        }
      }
      if (best === -1) {
        oldest = (oldest + 1) % streamCount;
        current = oldest;
        // A new series begins at 0: the distance is then the number itself, exact however large.
        ends[current] = 0;
        putVarint(writer, (streamCount + current) * 2 + 1);
      } else {
        current = best;
        putVarint(writer, current * 2 + 1);
      }
      distance = value - ends[current]!;
    }
    const folded = zigzag(distance);
    // Twice the largest distance would not be exact: the sign bit and the series bit travel apart.
    if (folded >= 2 ** 51) {
      putVarint(writer, streamCount * 4 + 1);
      putVarint(writer, folded);
    } else putVarint(writer, folded * 2);
    ends[current] = value;
  }
}

function decodeStreams(reader: ByteReader, column: Column, rows: number): void {
  const { bytes } = reader;
  let position = reader.position;
  const ends = new Float64Array(streamCount);
  let current = 0;
  let huge = false;
  for (let row = 0; row < rows;) {
    let byte = bytes[position++] ?? 0;
    let value = byte;
    if (byte >= 0x80) {
      value = byte & 0x7f;
      let scale = 128;
      do {
        byte = bytes[position++] ?? 0;
        value += (byte & 0x7f) * scale;
        scale *= 128;
      } while (byte >= 0x80);
    }
    if (huge) {
      huge = false;
      column[row++] = ends[current] = ends[current]! + unzigzag(value);
    } else if (value % 2 === 0) {
      column[row++] = ends[current] = ends[current]! + unzigzag(value / 2);
    } else if (value === streamCount * 4 + 1) huge = true;
    else {
      const series = (value - 1) / 2;
      current = series % streamCount;
      if (series >= streamCount) ends[current] = 0;
    }
  }
  reader.position = position;
}
