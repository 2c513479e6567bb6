import { scan, scanned, termSource } from '../../term/scan.ts';
import { tag } from '../../term/tags.ts';
import { nativeTag } from './layout.ts';
import { type Output, putByte, putBytes, reserve } from './output.ts';
import { afterVarint, type TermTables, varint, windowBytes } from './terms.ts';

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

/** Writes atom `number` of the chunk; false if it has none. */
export function putAtom(tables: TermTables, number: number, out: Output): boolean {
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
export function putLeaf(tables: TermTables, at: number, part: PartIdentity, out: Output, room: number): number {
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
