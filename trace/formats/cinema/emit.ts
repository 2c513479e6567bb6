import { scan, scanned, termSource } from '../../term/scan.ts';
import { tag } from '../../term/tags.ts';
import { nativeTag } from './layout.ts';
import { type Output, putByte, putBytes, reserve } from './output.ts';
import { afterVarint, containerBefore, type TermTables, varint, walkTerm, windowBytes } from './terms.ts';

/** What terms of one BEAM need to become external terms that anyone can read. */
export interface PartIdentity {
  /** The node's name as an external term (an atom). */
  readonly node: Uint8Array;
  readonly creation: number;
  /** External form of a local reference up to its numbers; empty when not known. */
  readonly referencePrefix: Uint8Array;
}

/** What is missing at a cut (private tag 0x01). */
export const missing = { term: 0, elements: 1, pairs: 2, tupleElements: 3, bytes: 4, redacted: 5 } as const;

export function putCut(out: Output, what: number, count: number): void {
  const at = reserve(out, 6);
  out.bytes[at] = tag.cut;
  out.bytes[at + 1] = what;
  out.view.setUint32(at + 2, Math.min(count, 0xffffffff));
}

/** Deeper nesting is left out. */
const deepest = 4096;
/** Terms written or walked over for one value; what sharing multiplies beyond is left out. */
const mostWork = 16 * 1024 * 1024;

const frame = { jump: 0, list: 1, tuple: 2, map: 3 } as const;
// One stack for all calls: `emitTerm` is never entered twice at a time.
const kinds = new Uint8Array(deepest + 1);
/** Terms of the container still to write. */
const remaining = new Int32Array(deepest + 1);
/** Terms it was announced with. */
const counts = new Int32Array(deepest + 1);
/** Where in the output its count stands. */
const patches = new Int32Array(deepest + 1);
/** How many more it had when it was recorded. */
const lost = new Float64Array(deepest + 1);
/** Where to go on after it, when it stands elsewhere; -1: where it ends. */
const resumes = new Int32Array(deepest + 1);

/**
 * Writes the native term at `at` as an external term: sharing, tails, windows, atoms and pids resolved. What cannot be
 * read becomes a cut; so does everything beyond `limit` bytes, and the result is a whole term nevertheless.
 */
export function emitTerm(tables: TermTables, start: number, part: PartIdentity, out: Output, limit: number): void {
  const { bytes, end } = tables;
  const stop = out.length + limit;
  let depth = 0;
  let work = 0;
  let at = start;

  const push = (kind: number, count: number, patch: number, missingCount: number, resume: number) => {
    kinds[depth] = kind;
    remaining[depth] = count;
    counts[depth] = count;
    patches[depth] = patch;
    lost[depth] = missingCount;
    resumes[depth] = resume;
    depth++;
  };
  const finishList = (missingCount: number) => {
    depth--;
    const count = counts[depth]! - remaining[depth]!;
    if (missingCount < 0) {
      if (count === 0) out.length = patches[depth]! - 1;
      putByte(out, tag.nil);
    } else putCut(out, missing.elements, missingCount);
    if (count > 0 || missingCount >= 0) out.view.setUint32(patches[depth]!, count);
    if (resumes[depth]! >= 0) at = resumes[depth]!;
  };
  /** The elements of the list on top of the stack go on with the list at `at`, without its first `without`. False: bad bytes. */
  const goOn = (without: number): boolean => {
    const top = depth - 1;
    let skip = without;
    for (;;) {
      if (at >= end || ++work > mostWork) return false;
      const kind = bytes[at];
      if (kind === nativeTag.nil) {
        at++;
        finishList(-1);
        return true;
      }
      if (kind === nativeTag.same || kind === nativeTag.listFrom) {
        const reference = at;
        const distance = varint(bytes, at + 1, end);
        if (distance < 0) return false;
        if (kind === nativeTag.listFrom) {
          const count = varint(bytes, afterVarint(), end);
          if (count < 0) return false;
          skip += count;
        }
        if (resumes[top]! < 0) resumes[top] = afterVarint();
        at = containerBefore(tables, reference, distance);
        if (at < 0) return false;
        if (bytes[at] !== nativeTag.list && bytes[at] !== nativeTag.byteList) return skip === 0 && improper();
        continue;
      }
      if (kind === nativeTag.byteList) {
        const count = bytes[at + 1]! | (bytes[at + 2]! << 8);
        const first = at + 3 + Math.min(skip, count);
        const last = at + 3 + count;
        if (last >= end) return false;
        const place = reserve(out, 2 * (last - first));
        for (let index = first; index < last; index++) {
          out.bytes[place + 2 * (index - first)] = tag.smallInteger;
          out.bytes[place + 2 * (index - first) + 1] = bytes[index]!;
        }
        work += last - first;
        counts[top]! += last - first;
        const more = bytes[last] === 2 ? varint(bytes, last + 1, end) : -1;
        at = bytes[last] === 2 ? afterVarint() : last + 1;
        finishList(more);
        return true;
      }
      if (kind !== nativeTag.list) return skip === 0 && improper();
      const count = bytes[at + 1]! | (bytes[at + 2]! << 8);
      at += 3;
      const skipped = Math.min(skip, count);
      const from = at;
      for (let index = 0; index < skipped; index++) {
        at = walkTerm(tables, at, false);
        if (at < 0) return false;
      }
      work += at - from;
      skip -= skipped;
      if (count > skipped || skip === 0) {
        remaining[top] = count - skipped;
        counts[top]! += count - skipped;
        return true;
      }
      // All of it is left out: on to what follows its elements.
      if (at >= end) return false;
      const how = bytes[at++];
      if (how === 1) continue;
      const more = how === 2 ? varint(bytes, at, end) : -1;
      if (how === 2) at = afterVarint();
      finishList(more);
      return true;
    }
  };
  /** The tail at `at` is no list: it is written where the tail stands. */
  const improper = (): boolean => {
    const top = depth - 1;
    out.view.setUint32(patches[top]!, counts[top]!);
    kinds[top] = frame.jump;
    remaining[top] = 1;
    counts[top] = 1;
    return true;
  };
  const close = (): boolean => {
    const top = depth - 1;
    switch (kinds[top]) {
      case frame.jump:
        depth--;
        if (resumes[top]! >= 0) at = resumes[top]!;
        return true;
      case frame.tuple:
        depth--;
        if (lost[top]! > 0) putCut(out, missing.tupleElements, lost[top]!);
        return true;
      case frame.map:
        depth--;
        if (lost[top]! > 0) {
          putCut(out, missing.pairs, lost[top]!);
          putByte(out, tag.nil);
        }
        return true;
      default: {
        if (at >= end) return false;
        const how = bytes[at++];
        if (how === 0) finishList(-1);
        else if (how === 1) return goOn(0);
        else if (how === 2) {
          const more = varint(bytes, at, end);
          if (more < 0) return false;
          at = afterVarint();
          finishList(more);
        } else return false;
        return true;
      }
    }
  };
  const cutHere = (): boolean => {
    putCut(out, missing.term, 0);
    const from = at;
    at = walkTerm(tables, at, false);
    work += at - from;
    return at >= 0;
  };
  const beginList = (): boolean => {
    const place = reserve(out, 5);
    out.bytes[place] = tag.list;
    push(frame.list, 0, place + 1, 0, -1);
    if (goOn(0)) return true;
    depth--;
    out.length = place;
    return false;
  };
  /** Writes the term at `at`, or the head of it. False: bad bytes, nothing written. */
  const one = (): boolean => {
    if (at >= end) return false;
    const first = bytes[at]!;
    if (first < 0x40) {
      putInteger(out, first);
      at++;
      return true;
    }
    if (first >= 0x80) {
      at++;
      return putAtom(tables, first - 0x80, out);
    }
    if (first >= nativeTag.tuple) {
      const size = first - nativeTag.tuple;
      if (size > 15) return false;
      if (depth >= deepest) return cutHere();
      at++;
      const place = reserve(out, 2);
      out.bytes[place] = tag.smallTuple;
      out.bytes[place + 1] = size;
      push(frame.tuple, size, place + 1, 0, -1);
      return true;
    }
    switch (first) {
      case nativeTag.same: {
        const distance = varint(bytes, at + 1, end);
        if (distance < 0) return false;
        const resume = afterVarint();
        const target = containerBefore(tables, at, distance);
        if (target < 0 || depth >= deepest) return cutHere();
        push(frame.jump, 1, 0, 0, resume);
        at = target;
        return true;
      }
      case nativeTag.list:
      case nativeTag.listFrom: {
        return depth >= deepest ? cutHere() : beginList();
      }
      case nativeTag.byteList: {
        const count = bytes[at + 1]! | (bytes[at + 2]! << 8);
        if (at + 3 + count >= end) return false;
        if (count > 0 && bytes[at + 3 + count] === 0) {
          const place = reserve(out, 3 + count);
          out.bytes[place] = tag.string;
          out.view.setUint16(place + 1, count);
          out.bytes.set(bytes.subarray(at + 3, at + 3 + count), place + 3);
          at += 4 + count;
          return true;
        }
        return beginList();
      }
      case nativeTag.largeTuple: {
        if (depth >= deepest) return cutHere();
        const size = varint(bytes, at + 1, end);
        const count = varint(bytes, afterVarint(), end);
        if (size < 0 || count < 0 || count > end - at) return false;
        at = afterVarint();
        const cut = Math.max(0, size - count);
        const arity = count + (cut > 0 ? 1 : 0);
        if (arity < 256) {
          const place = reserve(out, 2);
          out.bytes[place] = tag.smallTuple;
          out.bytes[place + 1] = arity;
          push(frame.tuple, count, place + 1, cut, -1);
        } else {
          const place = reserve(out, 5);
          out.bytes[place] = tag.largeTuple;
          out.view.setUint32(place + 1, arity);
          push(frame.tuple, count, place + 1, cut, -1);
        }
        return true;
      }
      case nativeTag.map: {
        if (depth >= deepest) return cutHere();
        const size = varint(bytes, at + 1, end);
        if (size < 0 || afterVarint() + 2 > end) return false;
        at = afterVarint() + 2;
        const count = bytes[at - 2]! | (bytes[at - 1]! << 8);
        const cut = Math.max(0, size - count);
        const place = reserve(out, 5);
        out.bytes[place] = tag.map;
        out.view.setUint32(place + 1, count + (cut > 0 ? 1 : 0));
        push(frame.map, 2 * count, place + 1, cut, -1);
        return true;
      }
      default: {
        const next = putLeaf(tables, at, part, out, stop - out.length);
        if (next < 0) return false;
        at = next;
        return true;
      }
    }
  };

  push(frame.jump, 1, 0, 0, -1);
  while (depth > 0) {
    if (remaining[depth - 1] === 0) {
      if (close()) continue;
      break;
    }
    if (out.length >= stop || ++work > mostWork) break;
    remaining[depth - 1]!--;
    if (!one()) {
      putCut(out, missing.term, 0);
      break;
    }
  }
  unwind(out, depth);
}

/** Closes what is open, so that the bytes written so far become a whole term. */
function unwind(out: Output, open: number): void {
  for (let top = open - 1; top >= 0; top--) {
    const rest = remaining[top]!;
    const done = counts[top]! - rest;
    switch (kinds[top]) {
      case frame.list:
        putCut(out, missing.elements, 0);
        out.view.setUint32(patches[top]!, done);
        break;
      case frame.tuple: {
        const left = rest + lost[top]!;
        if (left === 0) break;
        putCut(out, missing.tupleElements, left);
        const patch = patches[top]!;
        if (out.bytes[patch - 1] === tag.smallTuple) out.bytes[patch] = done + 1;
        else out.view.setUint32(patch, done + 1);
        break;
      }
      case frame.map: {
        const left = Math.floor(rest / 2) + lost[top]!;
        if (done % 2 === 1) putCut(out, missing.term, 0);
        if (rest > 1 || lost[top]! > 0) {
          putCut(out, missing.pairs, left);
          putByte(out, tag.nil);
          out.view.setUint32(patches[top]!, Math.ceil(done / 2) + 1);
        }
        break;
      }
      default:
        if (rest > 0) putCut(out, missing.term, 0);
    }
  }
}

export function putInteger(out: Output, value: number): void {
  if (value >= 0 && value < 256) {
    const at = reserve(out, 2);
    out.bytes[at] = tag.smallInteger;
    out.bytes[at + 1] = value;
  } else if (value >= -0x80000000 && value <= 0x7fffffff) {
    const at = reserve(out, 5);
    out.bytes[at] = tag.integer;
    out.view.setInt32(at + 1, value);
  } else putBigInteger(out, BigInt(value));
}

/** Any integer of up to 255 bytes. */
export function putBigInteger(out: Output, value: bigint): void {
  const start = reserve(out, 3);
  out.bytes[start] = tag.smallBig;
  out.bytes[start + 2] = value < 0n ? 1 : 0;
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) putByte(out, Number(rest & 0xffn));
  out.bytes[start + 1] = out.length - start - 3;
}

/** Writes the name as an external atom. */
export function putAtomName(out: Output, name: Uint8Array): void {
  if (name.length < 256) {
    const at = reserve(out, 2);
    out.bytes[at] = tag.smallAtomUtf8;
    out.bytes[at + 1] = name.length;
  } else {
    const at = reserve(out, 3);
    out.bytes[at] = tag.atomUtf8;
    out.view.setUint16(at + 1, name.length);
  }
  putBytes(out, name);
}

function putAtom(tables: TermTables, number: number, out: Output): boolean {
  if (number >= tables.atomCount) return false;
  const at = tables.atoms[number]!;
  const length = varint(tables.bytes, at + 1, tables.end);
  putAtomName(out, tables.bytes.subarray(afterVarint(), afterVarint() + Math.min(length, 0xffff)));
  return true;
}

function putPid(out: Output, part: PartIdentity, id: number, serial: number): void {
  putByte(out, tag.newPid);
  putBytes(out, part.node);
  const at = reserve(out, 12);
  out.view.setUint32(at, id);
  out.view.setUint32(at + 4, serial);
  out.view.setUint32(at + 8, part.creation);
}

/** Writes a term without parts, in about `room` bytes, and returns its end; -1 and nothing written if the bytes are no such term. */
function putLeaf(tables: TermTables, at: number, part: PartIdentity, out: Output, room: number): number {
  const { bytes, end, view } = tables;
  switch (bytes[at]) {
    case nativeTag.nil:
      putByte(out, tag.nil);
      return at + 1;
    case nativeTag.cut:
      if (at + 2 > end) return -1;
      putCut(out, bytes[at + 1] === missing.redacted ? missing.redacted : missing.term, 0);
      return at + 2;
    case nativeTag.float: {
      if (at + 9 > end) return -1;
      const value = view.getFloat64(at + 1, true);
      if (!Number.isFinite(value)) putCut(out, missing.term, 0);
      else {
        const place = reserve(out, 9);
        out.bytes[place] = tag.newFloat;
        out.view.setFloat64(place + 1, value);
      }
      return at + 9;
    }
    case nativeTag.integer: {
      const small = varint(bytes, at + 1, end);
      if (small >= 0 && small < 2 ** 52) {
        putInteger(out, small % 2 === 0 ? small / 2 : -(small + 1) / 2);
        return afterVarint();
      }
      let value = 0n;
      let shift = 0n;
      for (let next = at + 1; next < end && shift < 70n; next++, shift += 7n) {
        value |= BigInt(bytes[next]! & 0x7f) << shift;
        if (bytes[next]! < 0x80) {
          const integer = (value >> 1n) ^ -(value & 1n);
          const number = Number(integer);
          if (Number.isSafeInteger(number)) putInteger(out, number);
          else putBigInteger(out, integer);
          return next + 1;
        }
      }
      return -1;
    }
    case nativeTag.atom: {
      const number = varint(bytes, at + 1, end);
      return number >= 0 && putAtom(tables, number, out) ? afterAtom(tables, at) : -1;
    }
    case nativeTag.newAtom: {
      const length = varint(bytes, at + 1, end);
      if (length < 0 || length > 0xffff || afterVarint() + length > end) return -1;
      const next = afterVarint() + length;
      putAtomName(out, bytes.subarray(next - length, next));
      return next;
    }
    case nativeTag.pid: {
      const number = varint(bytes, at + 1, end);
      const next = afterVarint();
      if (number < 0 || number >= tables.pidCount) return -1;
      const id = varint(bytes, tables.pids[number]! + 1, end);
      putPid(out, part, id, varint(bytes, afterVarint(), end));
      return next;
    }
    case nativeTag.newPid: {
      const id = varint(bytes, at + 1, end);
      const serial = varint(bytes, afterVarint(), end);
      if (id < 0 || serial < 0) return -1;
      putPid(out, part, id, serial);
      return afterVarint();
    }
    case nativeTag.reference: {
      const length = bytes[at + 1] ?? 0;
      const next = at + 2 + length;
      if (at + 2 > end || next > end) return -1;
      putReference(out, part, bytes.subarray(at + 2, next));
      return next;
    }
    case nativeTag.opaque: {
      const length = varint(bytes, at + 1, end);
      const next = afterVarint() + length;
      if (length < 0 || next > end) return -1;
      const shown = Math.min(length, 0xffff);
      const place = reserve(out, 3 + shown);
      out.bytes[place] = tag.opaque;
      out.view.setUint16(place + 1, shown);
      out.bytes.set(bytes.subarray(next - length, next - length + shown), place + 3);
      return next;
    }
    case nativeTag.external: {
      const length = varint(bytes, at + 1, end);
      const next = afterVarint() + length;
      if (length < 0 || next > end) return -1;
      const external = bytes.subarray(next - length, next);
      if (length <= room && isOneTerm(external)) putBytes(out, external);
      else putCut(out, missing.term, 0);
      return next;
    }
    case nativeTag.binary: {
      const total = varint(bytes, at + 1, end);
      const length = varint(bytes, afterVarint(), end);
      const next = afterVarint() + length;
      if (total < 0 || length < 0 || next > end) return -1;
      putBinary(out, total, bytes.subarray(next - length, Math.min(next, next - length + room)));
      return next;
    }
    case nativeTag.window: {
      const total = varint(bytes, at + 1, end);
      const length = varint(bytes, afterVarint(), end);
      const offset = varint(bytes, afterVarint(), end);
      const more = varint(bytes, afterVarint(), end);
      if (total < 0 || length < 0 || offset < 0 || more < 0) return -1;
      const next = afterVarint() + more;
      if (next > end) return -1;
      putBinary(out, total, windowBytes(tables, at, offset, Math.min(length, room)) ?? new Uint8Array(0));
      return next;
    }
    default:
      return -1;
  }
}

function afterAtom(tables: TermTables, at: number): number {
  varint(tables.bytes, at + 1, tables.end);
  return afterVarint();
}

export function putBinary(out: Output, total: number, present: Uint8Array): void {
  const whole = total <= present.length;
  const at = reserve(out, whole ? 5 : 9);
  out.bytes[at] = whole ? tag.binary : tag.cutBinary;
  if (whole) out.view.setUint32(at + 1, present.length);
  else {
    out.view.setUint32(at + 1, Math.min(total, 0xffffffff));
    out.view.setUint32(at + 5, present.length);
  }
  putBytes(out, present);
}

/** A local reference from its numbers. Without the recorder's prefix, or when the count differs, the head is made up from the node. */
function putReference(out: Output, part: PartIdentity, numbers: Uint8Array): void {
  const words = numbers.length >> 2;
  const at = out.length;
  if (part.referencePrefix.length > 3) putBytes(out, part.referencePrefix);
  else {
    putBytes(out, Uint8Array.of(tag.newerReference, 0, words));
    putBytes(out, part.node);
    const place = reserve(out, 4);
    out.view.setUint32(place, part.creation);
  }
  out.view.setUint16(at + 1, words);
  putBytes(out, numbers.subarray(0, words * 4));
}

/** Whether the bytes are exactly one external term: foreign bytes must not swallow what comes after them. */
export function isOneTerm(bytes: Uint8Array): boolean {
  const source = termSource(bytes);
  let pending = 1;
  let at = 0;
  while (pending > 0) {
    at = scan(source, at);
    if (at < 0) return false;
    pending += scanned.children - 1;
  }
  return at === bytes.length;
}
