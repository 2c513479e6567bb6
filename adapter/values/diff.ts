import { encodedBytes, structOf, type ListTerm, type MapTerm, type Term, type TupleTerm } from '../../trace/index.ts';
import { stepTo } from './children.ts';
import { hunksOf } from './hunks.ts';
import { printValue } from './print.ts';
import { type Reading } from './reading.ts';

/** A place where two values differ. */
export interface Change {
  /** From the whole to the part, in the language of paths: `.items["poster"].price`; empty for the whole. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** In a line; null where it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** False where there are more changes than were asked for. */
  readonly complete: boolean;
}

/** Nesting below this is compared as a whole: the printer goes no deeper either. */
const deepest = 200;

/** Parts looked at before what is left is compared as a whole: some tenths of a second. */
const mostParts = 300_000;

/** A path is a place for people; the steps of a deeper one are left out in its middle. */
const longestPath = 300;

/** One step of a path, innermost first. */
interface Step {
  readonly text: string;
  readonly up: Step | null;
  readonly depth: number;
}

/** Two values of which both or one is there, still to be compared. */
interface Pair {
  readonly before: Term | undefined;
  readonly after: Term | undefined;
  readonly at: Step | null;
}

interface Comparison {
  readonly reading: Reading;
  looked: number;
}

/**
 * What became of a value: maps and structs by key, tuples and records by position, lists with what was inserted and taken out,
 * sets by member. Equal values have no changes. Walks in loops, however deep the values are nested.
 */
export function diffTerms(before: Term, after: Term, reading: Reading, most = 200): Difference {
  const changes: Change[] = [];
  const comparison: Comparison = { reading, looked: 0 };
  // The last pair is the next in the order of the text.
  const open: Pair[] = [{ before, after, at: null }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (areSame(pair.before, pair.after)) continue;
    const parts = partsOf(pair, comparison);
    if (parts === null) {
      if (changes.length === most) return { changes, complete: false };
      changes.push(changeOf(pair, reading));
    } else for (let index = parts.length - 1; index >= 0; index--) open.push(parts[index]!);
  }
  return { changes, complete: true };
}

function areSame(before: Term | undefined, after: Term | undefined): boolean {
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  const [one, other] = [encodedBytes(before), encodedBytes(after)];
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
}

function changeOf({ before, after, at }: Pair, reading: Reading): Change {
  const print = (term: Term | undefined) => (term === undefined ? null : printValue(term, reading, { short: true }));
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { path: pathOf(at), kind, before: print(before), after: print(after) };
}

function pathOf(step: Step | null): string {
  const texts: string[] = [];
  for (let at = step; at !== null; at = at.up) texts.push(at.text);
  const path = texts.reverse().join('');
  if (path.length <= longestPath) return path;
  return `${path.slice(0, longestPath / 2)}…${path.slice(-longestPath / 2)}`;
}

/** The parts in which two values may differ; null where they are different things and only the whole can be said to differ. */
function partsOf({ before, after, at }: Pair, comparison: Comparison): readonly Pair[] | null {
  if (before === undefined || after === undefined) return null;
  if ((at?.depth ?? 0) >= deepest || comparison.looked > mostParts) return null;
  const { reading } = comparison;
  if (before.kind === 'map' && after.kind === 'map') return mapParts(before, after, at, comparison);
  if (before.kind === 'tuple' && after.kind === 'tuple') {
    return isAlike(before, after, reading) ? tupleParts(before, after, at, comparison) : null;
  }
  if (before.kind === 'list' && after.kind === 'list') return listParts(before, after, at, comparison);
  return null;
}

function down(at: Step | null, text: string): Step {
  return { text, up: at, depth: (at?.depth ?? 0) + 1 };
}

/** Whether two values may be one that changed: structs of one module, tuples and records of one size and tag, anything else of one kind. */
function isAlike(before: Term, after: Term, { language }: Reading): boolean {
  if (before.kind === 'map' && after.kind === 'map') {
    return language !== 'elixir' || structOf(before)?.module === structOf(after)?.module;
  }
  if (before.kind !== 'tuple' || after.kind !== 'tuple') return before.kind === after.kind;
  if (before.size !== after.size) return false;
  const [tag, other] = [before.child(0), after.child(0)];
  return (tag?.kind !== 'atom' && other?.kind !== 'atom') || areSame(tag, other);
}

function mapParts(before: MapTerm, after: MapTerm, at: Step | null, comparison: Comparison): readonly Pair[] | null {
  const { reading } = comparison;
  if (!isAlike(before, after, reading)) return null;
  const struct = reading.language === 'elixir' ? structOf(before)?.module : undefined;
  if (struct === 'Elixir.MapSet') return memberParts(before, after, at, comparison);
  const stepOf = (map: MapTerm, index: number) => {
    const name = keyName(map, index, reading);
    return down(at, stepTo(map, reading, index, name) ?? `[${name}]`);
  };
  return keyParts(before, after, comparison, { stepOf, partOf: (map, index) => map.value(index) });
}

/** The members of a set are keys of a map within it. One that came or went has no place of its own. */
function memberParts(before: MapTerm, after: MapTerm, at: Step | null, comparison: Comparison): readonly Pair[] | null {
  const [one, other] = [structOf(before)?.fields.get('map'), structOf(after)?.fields.get('map')];
  if (one?.kind !== 'map' || other?.kind !== 'map') return null;
  return keyParts(one, other, comparison, { stepOf: () => at, partOf: (map, index) => map.key(index) });
}

/** What there is at a key of a map, and how a path says so. */
interface AtKey {
  readonly stepOf: (map: MapTerm, index: number) => Step | null;
  readonly partOf: (map: MapTerm, index: number) => Term | undefined;
}

/** What differs, in the order of the earlier map, then what is new. A key that is damaged has no part. */
function keyParts(before: MapTerm, after: MapTerm, comparison: Comparison, { stepOf, partOf }: AtKey): readonly Pair[] {
  comparison.looked += before.size + after.size;
  const later = new Map<string, number>();
  for (let index = 0; index < after.size; index++) {
    const key = keyOf(after.key(index));
    if (key !== null) later.set(key, index);
  }
  const parts: Pair[] = [];
  for (let index = 0; index < before.size; index++) {
    const key = keyOf(before.key(index));
    if (key === null) continue;
    const other = later.get(key);
    later.delete(key);
    const pair = { before: partOf(before, index), after: other === undefined ? undefined : partOf(after, other) };
    if (!areSame(pair.before, pair.after)) parts.push({ ...pair, at: stepOf(before, index) });
  }
  for (const index of later.values()) {
    parts.push({ before: undefined, after: partOf(after, index), at: stepOf(after, index) });
  }
  return parts;
}

function keyName(map: MapTerm, index: number, reading: Reading): string {
  const key = map.key(index);
  if (key?.kind === 'atom' && reading.language === 'elixir') return key.name;
  return key === undefined ? '' : printValue(key, reading, { maximumCharacters: 60 });
}

function tupleParts(before: TupleTerm, after: TupleTerm, at: Step | null, comparison: Comparison): readonly Pair[] {
  comparison.looked += before.size;
  const parts: Pair[] = [];
  for (let index = 0; index < before.size; index++) {
    const pair = { before: before.child(index), after: after.child(index) };
    if (areSame(pair.before, pair.after)) continue;
    parts.push({ ...pair, at: down(at, stepTo(before, comparison.reading, index, '') ?? `[${index}]`) });
  }
  return parts;
}

/** Null where both are texts of characters: a changed letter is a changed text. */
function listParts(before: ListTerm, after: ListTerm, at: Step | null, comparison: Comparison): readonly Pair[] | null {
  if (isText(before) && isText(after)) return null;
  const first = comparison.reading.language === 'elixir' ? 0 : 1;
  comparison.looked += before.length() + after.length();
  const parts: Pair[] = [];
  for (const { from, to, otherFrom, otherTo } of hunksOf(keysOf(before), keysOf(after))) {
    const changed = Math.min(to - from, otherTo - otherFrom);
    for (let offset = 0; offset < Math.max(to - from, otherTo - otherFrom); offset++) {
      const old = from + offset < to ? before.child(from + offset) : undefined;
      const now = otherFrom + offset < otherTo ? after.child(otherFrom + offset) : undefined;
      // What is there now has the index it has now; what is gone, the one it had.
      const index = first + (offset < changed || old === undefined ? otherFrom : from) + offset;
      parts.push({ before: old, after: now, at: down(at, `[${index}]`) });
    }
  }
  const tails = { before: before.tail(), after: after.tail() };
  if (!areSame(tails.before, tails.after)) parts.push({ ...tails, at: down(at, '[|]') });
  return parts;
}

/** Damaged elements are all alike. */
function keysOf(list: ListTerm): readonly string[] {
  return list.slice(0, list.length()).map((element) => keyOf(element) ?? '');
}

/** A text of letters, as far as a glance tells. */
function isText(list: ListTerm): boolean {
  const glance = list.slice(0, 50);
  return glance.length > 0 && glance.every((element) => element.kind === 'integer' && isLetter(element.value));
}

function isLetter(value: number | bigint | undefined): boolean {
  return typeof value === 'number' && ((value >= 32 && value < 127) || value === 10);
}

/** One character a byte, in Node and in a page. */
const characters = new TextDecoder('latin1');

/** Equal keys have equal texts, different ones different texts; null for a key that is damaged. */
function keyOf(key: Term | undefined): string | null {
  const bytes = key === undefined ? undefined : encodedBytes(key);
  return bytes === undefined ? null : characters.decode(bytes);
}
