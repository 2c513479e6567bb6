import { scan, scanned, skip, type TermSource } from './scan.ts';
import { tag } from './tags.ts';
import { type ListTerm, type Term } from './term.ts';

type TermAt = (source: TermSource, offset: number) => Term;

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
  // Grown as they are found, never by what a length field promises. Most containers are small: a typed array costs more.
  const offsets: number[] = [];
  let damage: Term | undefined;
  const child = (index: number): Term | undefined => {
    if (!(index >= 0 && index < size)) return undefined;
    if (offsets.length === 0) offsets.push(first);
    while (offsets.length <= index) {
      if (damage !== undefined) return damage;
      const next = skip(source, offsets[offsets.length - 1]!);
      if (next < 0) {
        damage = damageIn(source);
        return damage;
      }
      offsets.push(next);
    }
    return termAt(source, offsets[index]!);
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
  const offsets: number[] = [];
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
        offsets.push(position);
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
    const next = skip(source, offsets[offsets.length - 1]!);
    if (next < 0) {
      done = true;
      tail = damageIn(source);
      return;
    }
    left--;
    if (left > 0) offsets.push(next);
    else enter(next);
  };

  const child = (index: number): Term | undefined => {
    if (!(index >= 0)) return undefined;
    while (offsets.length <= index && !done) advance();
    if (index < offsets.length) return termAt(source, offsets[index]!);
    const inString = index - offsets.length;
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
      return offsets.length + stringLength;
    },
    tail: () => {
      while (!done) advance();
      return tail;
    },
  };
}
