import { scan, scanned, skip, type TermSource } from './scan.ts';
import { tag } from './tags.ts';
import { type ListTerm, type Term } from './term.ts';

type TermAt = (source: TermSource, offset: number) => Term;

/** Offsets in order, 4 bytes each, grown as they are found: never by what a length field promises. */
interface OffsetTable {
  offsets: Uint32Array;
  count: number;
}

function append(table: OffsetTable, offset: number): void {
  if (table.count === table.offsets.length) {
    const wider = new Uint32Array(table.count * 2);
    wider.set(table.offsets);
    table.offsets = wider;
  }
  table.offsets[table.count++] = offset;
}

/** What the failed skip ran into. */
function damageIn(source: TermSource): Term {
  const { offset, expected } = source.damage ?? { offset: source.bytes.length, expected: 'a term' };
  return { kind: 'invalid', source, offset, expected };
}

function sliceOf(child: (index: number) => Term | undefined, start: number, count: number): readonly Term[] {
  const terms: Term[] = [];
  for (let index = start; index < start + count; index++) {
    const term = child(index);
    if (term === undefined) break;
    terms.push(term);
  }
  return terms;
}

/** `size` terms one after the other from `first` on. A child behind a damaged one is `invalid`, at the damage. */
export function lazyChildren(source: TermSource, first: number, size: number, termAt: TermAt) {
  const table: OffsetTable = { offsets: new Uint32Array(4), count: 0 };
  let damage: Term | undefined;
  const child = (index: number): Term | undefined => {
    if (!(index >= 0 && index < size)) return undefined;
    if (table.count === 0) append(table, first);
    while (table.count <= index) {
      if (damage !== undefined) return damage;
      const next = skip(source, table.offsets[table.count - 1]!);
      if (next < 0) {
        damage = damageIn(source);
        return damage;
      }
      append(table, next);
    }
    return termAt(source, table.offsets[index]!);
  };
  return { child, slice: (start: number, count: number) => sliceOf(child, start, count) };
}

/** The parts of a list. Tails that are lists again are followed, so that `[1 | [2]]` has two elements. */
export function lazyList(
  source: TermSource,
  offset: number,
  termAt: TermAt,
): Pick<ListTerm, 'atLeast' | 'length' | 'child' | 'slice' | 'tail'> {
  const { bytes } = source;
  const table: OffsetTable = { offsets: new Uint32Array(4), count: 0 };
  // A string has no tail: it can only be the last part.
  let stringAt = 0;
  let stringLength = 0;
  let tail: Term | undefined;
  let done = false;
  // Elements of the part being walked that are not in the table yet.
  let left = 0;

  /** Enters the part that begins with the tag at `at`. */
  const enter = (at: number): void => {
    for (let position = at; ;) {
      const end = scan(source, position);
      const kind = end < 0 ? 0 : bytes[position];
      if (kind === tag.list) {
        left = scanned.children - 1;
        position = end;
        if (left === 0) continue;
        append(table, position);
        return;
      }
      done = true;
      if (kind === tag.string) {
        stringAt = position + 3;
        stringLength = end - stringAt;
      } else if (kind !== tag.nil) {
        tail = termAt(source, position);
      }
      return;
    }
  };

  /** Finds one more element, or the end. */
  const advance = (): void => {
    const next = skip(source, table.offsets[table.count - 1]!);
    if (next < 0) {
      done = true;
      tail = damageIn(source);
      return;
    }
    left--;
    if (left > 0) append(table, next);
    else enter(next);
  };

  const child = (index: number): Term | undefined => {
    if (!(index >= 0)) return undefined;
    while (table.count <= index && !done) advance();
    if (index < table.count) return termAt(source, table.offsets[index]!);
    const inString = index - table.count;
    if (inString >= stringLength) return undefined;
    return { kind: 'integer', source, offset: stringAt + inString, value: bytes[stringAt + inString]!, byteLength: 1 };
  };

  enter(offset);
  return {
    atLeast: left + stringLength,
    child,
    slice: (start, count) => sliceOf(child, start, count),
    length: () => {
      while (!done) advance();
      return table.count + stringLength;
    },
    tail: () => {
      while (!done) advance();
      return tail;
    },
  };
}
