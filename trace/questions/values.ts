import { type Literal, type Moment, type PathStep } from '../model.ts';
import { track } from '../build/shapes.ts';
import { atom, decodeTerm, encodedBytes, encodeTerm, improper, type ListTerm, type Term } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { valuesAt } from './events.ts';

/** Where a value is recorded: value number `value` of an event and a way into it, or the literal that the source says. */
export type ValueReference =
  | { readonly moment: Moment; readonly value: number; readonly path: readonly PathStep[] }
  | { readonly literal: Literal };

/** The value as an external term; null where it was not recorded (cut away, damaged). */
export function readValue(trace: Trace, reference: ValueReference): Uint8Array | null {
  if ('literal' in reference) return encodeLiteral(reference.literal);
  const values = valuesOfSite(trace, reference.moment);
  const bytes = values[reference.value];
  if (bytes === undefined) return null;
  return reference.path.length === 0 ? bytes : followPath(bytes, reference.path);
}

/** Values of an event, a packed list of them taken apart. */
function valuesOfSite(trace: Trace, moment: Moment): readonly Uint8Array[] {
  const values = valuesAt(trace, moment);
  const site = trace.sites[trace.inside.tracks.get(moment, track.site) - 1];
  if (site?.packed !== true || values.length !== 1) return values;
  const list = decodeTerm(values[0]!);
  if (list.kind !== 'list') return values;
  return list.slice(0, list.length()).map((term) => encodedBytes(term) ?? new Uint8Array());
}

export function encodeLiteral(literal: Literal): Uint8Array {
  if ('atom' in literal) return encodeTerm(atom(literal.atom));
  if ('integer' in literal) return encodeTerm(literal.integer);
  if ('binary' in literal) return encodeTerm(literal.binary);
  if ('string' in literal) return encodeTerm([...literal.string].map((character) => character.codePointAt(0)!));
  return encodeTerm([]);
}

/**
 * The part of a term that a path leads to; null where the recorder left it out. Tails of a list are counted instead of
 * made: `[a, b, c | rest]` costs one walk.
 */
export function followPath(bytes: Uint8Array, path: readonly PathStep[]): Uint8Array | null {
  let term: Term | undefined = decodeTerm(bytes);
  /** Elements of the list `term` that are already behind. */
  let skipped = 0;
  for (const step of path) {
    if (step[0] === 'tail' && term.kind === 'list') {
      skipped++;
      continue;
    }
    term = step[0] === 'head' && term.kind === 'list' ? term.child(skipped) : childAt(restOf(term, skipped), step);
    skipped = 0;
    if (term === undefined || term.kind === 'cut' || term.kind === 'invalid') return null;
  }
  const rest = restOf(term, skipped);
  return rest === undefined || rest.kind === 'cut' ? null : (encodedBytes(rest) ?? null);
}

function childAt(term: Term | undefined, step: PathStep): Term | undefined {
  if (term === undefined) return undefined;
  switch (step[0]) {
    case 'element':
      return term.kind === 'tuple' ? term.child(step[1]) : undefined;
    case 'head':
      return term.kind === 'list' ? term.child(0) : undefined;
    case 'tail':
      return restOf(term, 1);
    case 'key':
      return valueOfKey(term, encodeLiteral(step[1]));
  }
}

function valueOfKey(term: Term, key: Uint8Array): Term | undefined {
  if (term.kind !== 'map') return undefined;
  const wanted = decodeTerm(key);
  for (let index = 0; index < term.size; index++) {
    if (isSame(term.key(index), wanted)) return term.value(index);
  }
  return undefined;
}

/** Literals of paths are atoms, numbers, binaries and strings: their parts decide, not their encodings, of which there are several. */
function isSame(term: Term | undefined, wanted: Term): boolean {
  if (term === undefined || term.kind !== wanted.kind) return false;
  if (term.kind === 'atom' && wanted.kind === 'atom') return term.name === wanted.name;
  if (term.kind === 'integer' && wanted.kind === 'integer') return term.value === wanted.value;
  const [left, right] = [encodedBytes(term), encodedBytes(wanted)];
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}

/** The list without its first elements; what follows them when that is not a list. */
function restOf(term: Term | undefined, skipped: number): Term | undefined {
  if (term === undefined || skipped === 0) return term;
  if (term.kind !== 'list') return undefined;
  const length = term.length();
  if (skipped > length) return undefined;
  return decodeTerm(encodeRest(term, skipped, length));
}

function encodeRest(list: ListTerm, skipped: number, length: number): Uint8Array {
  const elements = list.slice(skipped, length - skipped).map((element) => ({
    kind: 'encoded' as const,
    bytes: encodedBytes(element) ?? new Uint8Array(),
  }));
  const tail = list.tail();
  if (tail === undefined) return encodeTerm(elements);
  const end = { kind: 'encoded' as const, bytes: encodedBytes(tail) ?? new Uint8Array() };
  return elements.length === 0 ? end.bytes : encodeTerm(improper(elements, end));
}
