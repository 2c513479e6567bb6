import { tag } from '../../term/tags.ts';
import { emitTerm } from './emit.ts';
import { type PartIdentity } from './leaf.ts';
import { nativeTag } from './layout.ts';
import { output } from './output.ts';
import { afterVarint, containerBefore, type TermTables, varint, walkTerm } from './terms.ts';
import { atomName, termEnd, tupleElements, view, type View } from './view.ts';

/**
 * The two ways values are written in event chunks, seen alike: native terms that refer to one another, and external terms
 * with their length before them. Offsets are into the payload of the chunk the tables stand for.
 */
export interface Dialect {
  /** End of the value at `at`, or -1; enters what it defines in the tables when `learn`. */
  end(tables: TermTables, at: number, learn: boolean): number;
  /** The name if the value is an atom. */
  atom(tables: TermTables, at: number): string | undefined;
  /** Where the first elements of a tuple stand; undefined if it is none or has fewer than `count`. */
  elements(tables: TermTables, at: number, count: number): readonly number[] | undefined;
  /** Elements of the tuple are not values: they have no length before them in external terms. */
  elementDialect: Dialect;
  view(tables: TermTables, at: number, part: PartIdentity): View;
  /** The external term. */
  external(tables: TermTables, at: number, part: PartIdentity, limit: number): Uint8Array;
}

const decoder = new TextDecoder();
const scratch = output();
/** How much of a term is written out for a glance at it. */
const glance = 32 * 1024;

/** Name of atom `number` of the chunk. */
export function chunkAtom(tables: TermTables, number: number): string | undefined {
  if (number < 0 || number >= tables.atomCount) return undefined;
  const length = varint(tables.bytes, tables.atoms[number]! + 1, tables.end);
  const begin = afterVarint();
  return length < 0 ? undefined : decoder.decode(tables.bytes.subarray(begin, begin + length));
}

export const native: Dialect = {
  end: walkTerm,
  atom(tables, at) {
    const first = tables.bytes[at] ?? 0;
    if (first >= 0x80) return chunkAtom(tables, first - 0x80);
    if (first === nativeTag.atom) return chunkAtom(tables, varint(tables.bytes, at + 1, tables.end));
    if (first !== nativeTag.newAtom) return undefined;
    const length = varint(tables.bytes, at + 1, tables.end);
    const begin = afterVarint();
    return length < 0 ? undefined : decoder.decode(tables.bytes.subarray(begin, begin + length));
  },
  elements(tables, at, count) {
    let place = at;
    if (tables.bytes[place] === nativeTag.same)
      place = containerBefore(tables, place, varint(tables.bytes, place + 1, tables.end));
    const first = tables.bytes[place];
    if (place < 0 || first === undefined) return undefined;
    let next = place + 1;
    let size = first - nativeTag.tuple;
    if (first === nativeTag.largeTuple) {
      if (varint(tables.bytes, next, tables.end) < 0) return undefined;
      size = varint(tables.bytes, afterVarint(), tables.end);
      next = afterVarint();
    }
    if (size < count || size < 0 || (first !== nativeTag.largeTuple && size > 15)) return undefined;
    const places: number[] = [];
    for (let index = 0; index < count; index++) {
      places.push(next);
      if (index + 1 < count) next = walkTerm(tables, next, false);
      if (next < 0) return undefined;
    }
    return places;
  },
  get elementDialect() {
    return native;
  },
  view(tables, at, part) {
    scratch.length = 0;
    emitTerm(tables, at, part, scratch, glance);
    return view(scratch.bytes.subarray(0, scratch.length));
  },
  external(tables, at, part, limit) {
    scratch.length = 0;
    emitTerm(tables, at, part, scratch, limit);
    return scratch.bytes.slice(0, scratch.length);
  },
};

const cutWhole = () => Uint8Array.of(tag.cut, 0, 0, 0, 0, 0);

/** A bare external term, as an element of another. Its end is not known without walking it, and not needed. */
const bareExternal: Dialect = {
  end: () => -1,
  atom(tables, at) {
    const first = tables.bytes[at];
    const isAtom =
      first === tag.smallAtomUtf8 || first === tag.atomUtf8 || first === tag.smallAtom || first === tag.atom;
    return isAtom ? atomName(tables.bytes, at) : undefined;
  },
  elements(tables, at, count) {
    const places = tupleElements(tables.bytes, at, count);
    return places !== undefined && places.length > count ? places.slice(0, count) : undefined;
  },
  get elementDialect() {
    return bareExternal;
  },
  view: (tables, at) => view(tables.bytes, at),
  external(tables, at, _part, limit) {
    const end = termEnd(tables.bytes, at);
    return end < 0 || end - at > limit ? cutWhole() : tables.bytes.slice(at, end);
  },
};

export const external: Dialect = {
  end(tables, at) {
    const length = varint(tables.bytes, at, tables.end);
    const end = afterVarint() + length;
    return length < 0 || end > tables.end ? -1 : end;
  },
  atom(tables, at) {
    varint(tables.bytes, at, tables.end);
    return bareExternal.atom(tables, afterVarint());
  },
  elements(tables, at, count) {
    varint(tables.bytes, at, tables.end);
    return bareExternal.elements(tables, afterVarint(), count);
  },
  elementDialect: bareExternal,
  view(tables, at) {
    const length = varint(tables.bytes, at, tables.end);
    return view(tables.bytes.subarray(afterVarint(), afterVarint() + Math.max(0, length)));
  },
  external(tables, at, _part, limit) {
    const length = varint(tables.bytes, at, tables.end);
    const begin = afterVarint();
    return length <= 0 || length > limit ? cutWhole() : tables.bytes.slice(begin, begin + length);
  },
};
