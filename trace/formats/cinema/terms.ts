import { nativeTag, smallestWindow } from './layout.ts';

/**
 * The payload of one chunk of native terms and what has been learnt of it up to `learnt`: where containers begin, where
 * atoms and pids were written out, and which bytes binary windows are made of. Everything a term in the chunk may
 * refer to, so that any term can be read on its own afterwards.
 */
export interface TermTables {
  bytes: Uint8Array;
  view: DataView;
  end: number;
  /** Bytes before this have been walked. */
  learnt: number;
  containers: Int32Array;
  containerCount: number;
  atoms: Int32Array;
  atomCount: number;
  pids: Int32Array;
  pidCount: number;
  /** Three numbers a piece: where its record stands, where its bytes stand, its start within the window. */
  pieces: Int32Array;
  pieceCount: number;
  windowLength: number;
}

export function termTables(): TermTables {
  const bytes = new Uint8Array(0);
  return {
    bytes,
    view: new DataView(bytes.buffer),
    end: 0,
    learnt: 0,
    containers: new Int32Array(256),
    containerCount: 0,
    atoms: new Int32Array(64),
    atomCount: 0,
    pids: new Int32Array(64),
    pidCount: 0,
    pieces: new Int32Array(48),
    pieceCount: 0,
    windowLength: -1,
  };
}

/** Points the tables at the payload of a chunk; nothing is learnt yet. Arrays are kept: no allocation per chunk. */
export function resetTables(tables: TermTables, bytes: Uint8Array): void {
  tables.bytes = bytes;
  tables.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  tables.end = bytes.length;
  tables.learnt = 0;
  tables.containerCount = 0;
  tables.atomCount = 0;
  tables.pidCount = 0;
  tables.pieceCount = 0;
  tables.windowLength = -1;
}

function grow(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Result of `varint`: where it ended. */
let after = 0;
export const afterVarint = (): number => after;

/** LEB128 up to 2^53; anything longer, or cut off, gives -1. */
export function varint(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  let byte = bytes[at]!;
  if (byte < 0x80) {
    after = at + 1;
    return byte;
  }
  let value = byte & 0x7f;
  let factor = 128;
  for (let next = at + 1; next < end; next++) {
    byte = bytes[next]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      after = next + 1;
      return value <= Number.MAX_SAFE_INTEGER ? value : -1;
    }
    factor *= 128;
    if (factor > 2 ** 56) return -1;
  }
  return -1;
}

/** Bytes of a varint of any content, for values of up to 64 bits; -1 if it does not end. */
export function varintEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let next = at; next < end && next < at + 10; next++) if (bytes[next]! < 0x80) return next + 1;
  return -1;
}

let openLists = new Int32Array(64);

/**
 * The end of the native term at `at`, or -1 if the bytes are no term. Nesting is walked without recursion: only lists need
 * a place on a stack, since they alone have something after their elements. Costs some nanoseconds a term.
 *
 * Terms walked for the first time (`learn`) are entered in the tables; that must happen in the order of the chunk.
 */
export function walkTerm(tables: TermTables, at: number, learn: boolean): number {
  const { bytes, end } = tables;
  let remaining = 1;
  let depth = 0;
  for (;;) {
    if (remaining === 0) {
      if (depth === 0) return at;
      if (at >= end) return -1;
      remaining = openLists[--depth]!;
      const how = bytes[at++]!;
      if (how === 0) continue;
      if (how === 1) remaining++;
      else if (how === 2) {
        if (varint(bytes, at, end) < 0) return -1;
        at = after;
      } else return -1;
      continue;
    }
    if (at >= end) return -1;
    remaining--;
    const begin = at;
    const tag = bytes[at++]!;
    if (tag < 0x40 || tag >= 0x80) continue;
    if (tag >= nativeTag.tuple) {
      if (tag > nativeTag.tuple + 15) return -1;
      if (learn) {
        if (tables.containerCount === tables.containers.length) tables.containers = grow(tables.containers);
        tables.containers[tables.containerCount++] = begin;
      }
      remaining += tag - nativeTag.tuple;
      continue;
    }
    switch (tag) {
      case nativeTag.integer:
        at = varintEnd(bytes, at, end);
        if (at < 0) return -1;
        break;
      case nativeTag.atom:
      case nativeTag.pid:
      case nativeTag.same:
        if (varint(bytes, at, end) < 0) return -1;
        at = after;
        break;
      case nativeTag.float:
        at += 8;
        break;
      case nativeTag.nil:
        break;
      case nativeTag.cut:
        at++;
        break;
      case nativeTag.external:
      case nativeTag.opaque: {
        const length = varint(bytes, at, end);
        if (length < 0) return -1;
        at = after + length;
        break;
      }
      case nativeTag.newAtom: {
        if (learn) {
          if (tables.atomCount === tables.atoms.length) tables.atoms = grow(tables.atoms);
          tables.atoms[tables.atomCount++] = begin;
        }
        const length = varint(bytes, at, end);
        if (length < 0) return -1;
        at = after + length;
        break;
      }
      case nativeTag.reference:
        if (at >= end) return -1;
        at += 1 + bytes[at]!;
        break;
      case nativeTag.newPid:
        if (learn) {
          if (tables.pidCount === tables.pids.length) tables.pids = grow(tables.pids);
          tables.pids[tables.pidCount++] = begin;
        }
        if (varint(bytes, at, end) < 0 || varint(bytes, after, end) < 0) return -1;
        at = after;
        break;
      case nativeTag.listFrom:
        if (varint(bytes, at, end) < 0 || varint(bytes, after, end) < 0) return -1;
        at = after;
        break;
      case nativeTag.binary: {
        if (varint(bytes, at, end) < 0) return -1;
        const length = varint(bytes, after, end);
        if (length < 0) return -1;
        if (learn) learnBinary(tables, begin, after, length);
        at = after + length;
        break;
      }
      case nativeTag.window: {
        if (varint(bytes, at, end) < 0 || varint(bytes, after, end) < 0 || varint(bytes, after, end) < 0) return -1;
        const more = varint(bytes, after, end);
        if (more < 0) return -1;
        if (learn) learnWindow(tables, begin, after, more);
        at = after + more;
        break;
      }
      case nativeTag.list: {
        if (at + 2 > end) return -1;
        if (learn) learnContainer(tables, begin);
        if (depth === openLists.length) openLists = grow(openLists);
        openLists[depth++] = remaining;
        remaining = bytes[at]! | (bytes[at + 1]! << 8);
        at += 2;
        break;
      }
      case nativeTag.byteList: {
        if (at + 2 > end) return -1;
        if (learn) learnContainer(tables, begin);
        at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
        if (at >= end) return -1;
        const how = bytes[at++]!;
        if (how === 2) {
          if (varint(bytes, at, end) < 0) return -1;
          at = after;
        } else if (how !== 0) return -1;
        break;
      }
      case nativeTag.largeTuple: {
        if (varint(bytes, at, end) < 0) return -1;
        const count = varint(bytes, after, end);
        // Each element takes a byte at least.
        if (count < 0 || count > end - after) return -1;
        if (learn) learnContainer(tables, begin);
        at = after;
        remaining += count;
        break;
      }
      case nativeTag.map: {
        if (varint(bytes, at, end) < 0) return -1;
        at = after + 2;
        if (at > end) return -1;
        if (learn) learnContainer(tables, begin);
        remaining += 2 * (bytes[at - 2]! | (bytes[at - 1]! << 8));
        break;
      }
      default:
        return -1;
    }
    if (at > end) return -1;
  }
}

function learnContainer(tables: TermTables, begin: number): void {
  if (tables.containerCount === tables.containers.length) tables.containers = grow(tables.containers);
  tables.containers[tables.containerCount++] = begin;
}

function learnBinary(tables: TermTables, begin: number, bytesAt: number, length: number): void {
  learnContainer(tables, begin);
  if (length < smallestWindow) return;
  tables.windowLength = 0;
  learnPiece(tables, begin, bytesAt, length);
}

function learnWindow(tables: TermTables, begin: number, bytesAt: number, more: number): void {
  learnContainer(tables, begin);
  if (more > 0 && tables.windowLength >= 0) learnPiece(tables, begin, bytesAt, more);
}

function learnPiece(tables: TermTables, begin: number, bytesAt: number, length: number): void {
  const at = tables.pieceCount * 3;
  if (at + 3 > tables.pieces.length) tables.pieces = grow(tables.pieces);
  tables.pieces[at] = begin;
  tables.pieces[at + 1] = bytesAt;
  tables.pieces[at + 2] = tables.windowLength;
  tables.pieceCount++;
  tables.windowLength += length;
}

/** How many of the first `count` ascending numbers, `stride` apart, are below `limit`. */
export function countBelow(numbers: Int32Array, count: number, limit: number, stride = 1): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle * stride]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the container stands that a reference at `at` calls the `distance`-th last, or -1. */
export function containerBefore(tables: TermTables, at: number, distance: number): number {
  const number = countBelow(tables.containers, tables.containerCount, at) - distance;
  return distance > 0 && number >= 0 ? tables.containers[number]! : -1;
}

/**
 * The bytes of the window binary whose record stands at `at`, copied together from the window's pieces; undefined when
 * the window does not hold them.
 */
export function windowBytes(tables: TermTables, at: number, offset: number, length: number): Uint8Array | undefined {
  let piece = countBelow(tables.pieces, tables.pieceCount, at + 1, 3) - 1;
  if (piece < 0) return undefined;
  const result = new Uint8Array(Math.min(length, tables.end));
  if (result.length < length) return undefined;
  let until = offset + length;
  // Backwards from the newest piece; a piece that starts at 0 is the first of its window.
  let limit = Infinity;
  for (; piece >= 0; piece--) {
    const start = tables.pieces[piece * 3 + 2]!;
    const bytesAt = tables.pieces[piece * 3 + 1]!;
    const size = pieceLength(tables, tables.pieces[piece * 3]!);
    const stop = Math.min(start + size, limit);
    if (until > stop && limit === Infinity) return undefined;
    if (until > start && length > 0) {
      const from = Math.max(start, offset);
      result.set(tables.bytes.subarray(bytesAt + from - start, bytesAt + until - start), from - offset);
      until = from;
    }
    limit = start;
    if (until <= offset) return result;
    if (start === 0) return undefined;
  }
  return undefined;
}

/** How many bytes the binary or window record at `at` adds to its window. */
function pieceLength(tables: TermTables, at: number): number {
  const { bytes, end } = tables;
  varint(bytes, at + 1, end);
  const second = varint(bytes, after, end);
  if (bytes[at] === nativeTag.binary) return second;
  varint(bytes, after, end);
  return varint(bytes, after, end);
}
