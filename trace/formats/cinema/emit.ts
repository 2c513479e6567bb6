import { tag } from '../../term/tags.ts';
import { nativeTag } from './layout.ts';
import { missing, type PartIdentity, putAtom, putCut, putInteger, putLeaf } from './leaf.ts';
import { type Output, putByte, reserve } from './output.ts';
import { afterVarint, containerBefore, type TermTables, varint, walkTerm } from './terms.ts';

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
