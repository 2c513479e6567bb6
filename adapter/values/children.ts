import { childCount, children, structOf, type Term } from '../../trace/index.ts';
import { recordName } from './access.ts';
import { type Reading } from './reading.ts';

/** A part of a value: a term with the name and the expression that leads to it, or a stretch of a big map. */
export type Child =
  | { readonly kind: 'term'; readonly name: string; readonly term: Term; readonly expression?: string }
  | { readonly kind: 'stretch'; readonly name: string; readonly from: number; readonly to: number };

/** How many parts a value has: the indexed ones can be asked for in pages, the others come together. */
export interface Shape {
  readonly indexed: number;
  readonly named: number;
}

/** Clients page by index alone, so a map with more keys than this is divided into stretches. */
export const mostKeys = 100;

export function shapeOf(term: Term, reading: Reading): Shape {
  const count = childCount(term, reading.language);
  if (count === 0) return { indexed: 0, named: 0 };
  if (isIndexed(term, reading)) return { indexed: count, named: 0 };
  return { indexed: 0, named: stretchesOf(term, reading, 0, count).length || count };
}

/** Lists, tuples and sets; but fields of records have names. */
function isIndexed(term: Term, reading: Reading): boolean {
  if (term.kind === 'list') return true;
  if (term.kind === 'tuple') return !isRecord(term, reading);
  return term.kind === 'map' && reading.language === 'elixir' && structOf(term)?.module === 'Elixir.MapSet';
}

/** Parts `start` and following, `count` at most, of a value whose parts are indexed; none of any other. */
export function indexedChildren(
  term: Term,
  expression: string | undefined,
  reading: Reading,
  start: number,
  count: number,
): readonly Child[] {
  return isIndexed(term, reading) ? partsOf(term, expression, reading, start, count) : [];
}

/** The parts with a name: keys of a map or stretches of them, fields of a struct or a record. */
export function namedChildren(term: Term, expression: string | undefined, reading: Reading): readonly Child[] {
  if (isIndexed(term, reading)) return [];
  return stretchChildren(term, expression, reading, 0, childCount(term, reading.language));
}

/** Pairs `from` to `to` (not included) of a map, or stretches of them where they are too many. */
export function stretchChildren(
  term: Term,
  expression: string | undefined,
  reading: Reading,
  from: number,
  to: number,
): readonly Child[] {
  const stretches = stretchesOf(term, reading, from, to);
  if (stretches.length > 0) return stretches;
  const parts = partsOf(term, expression, reading, from, to - from);
  // The tag of a record is its type, not one of its fields.
  return term.kind === 'tuple' && from === 0 ? parts.slice(1) : parts;
}

function stretchesOf(term: Term, { language }: Reading, from: number, to: number): readonly Child[] {
  const count = to - from;
  if (count <= mostKeys || term.kind !== 'map' || isStruct(term, language)) return [];
  // Stretches of 100 keys; of 10,000 where there would be more than 100 of those, and so on.
  let size = mostKeys;
  while (count / size > mostKeys) size *= mostKeys;
  const stretches: Child[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size);
    stretches.push({ kind: 'stretch', name: `[${start}…${end - 1}]`, from: start, to: end });
  }
  return stretches;
}

function partsOf(
  term: Term,
  expression: string | undefined,
  reading: Reading,
  start: number,
  count: number,
): readonly Child[] {
  const { language, options } = reading;
  return children(term, language, start, count, options).map((part, offset): Child => {
    const step = expression === undefined ? null : stepTo(term, reading, start + offset, part.name);
    // A colon or an equals sign follows the name in every client.
    const name = part.name.length > 1 && part.name.endsWith(':') ? part.name.slice(0, -1) : part.name;
    return { kind: 'term', name, term: part.term, ...(step !== null && { expression: `${expression!}${step}` }) };
  });
}

/** What is written after an expression to get to its part number `index`; null where no path leads there. */
export function stepTo(term: Term, { language, records }: Reading, index: number, name: string): string | null {
  if (name === '…' || name === '|') return null;
  switch (term.kind) {
    case 'list': {
      const position = `${index + (language === 'elixir' ? 0 : 1)}`;
      // The value of a keyword list is shown under its key; it is the second part of the pair there.
      return name === position ? `[${position}]` : `[${position}][1]`;
    }
    case 'tuple': {
      const record = recordName(term);
      const field = record === undefined ? undefined : records.get(record)?.[index - 1];
      const isField = field !== undefined && records.get(record!)?.length === term.size - 1;
      if (isField && language === 'erlang') return `#${record!}.${field}`;
      return `[${index + (language === 'elixir' ? 0 : 1)}]`;
    }
    case 'map': {
      const struct = language === 'elixir' ? structOf(term) : undefined;
      if (struct !== undefined) return struct.module === 'Elixir.MapSet' ? null : `.${name.replace(/:$/, '')}`;
      const key = term.key(index);
      return key === undefined ? null : keyStep(key);
    }
    default:
      return null;
  }
}

function isRecord(term: Term, { language, records }: Reading): boolean {
  const name = recordName(term);
  if (language !== 'erlang' || name === undefined || term.kind !== 'tuple') return false;
  return records.get(name)?.length === term.size - 1;
}

function isStruct(term: Term & { kind: 'map' }, language: Reading['language']): boolean {
  return language === 'elixir' && structOf(term) !== undefined;
}

const plainName = /^[\p{Ll}_][\p{L}\p{N}_]*[?!]?$/u;

/** How a path goes on to the value of a key; null where no path can. */
function keyStep(key: Term): string | null {
  switch (key.kind) {
    case 'atom':
      return plainName.test(key.name) ? `.${key.name}` : `[:${JSON.stringify(key.name)}]`;
    case 'integer':
      return Number.isSafeInteger(key.value) ? `[${String(key.value)}]` : null;
    case 'binary': {
      if (key.missing > 0 || key.bytes.length > 200) return null;
      const text = new TextDecoder().decode(key.bytes);
      // Bytes that are no text, and control characters that a path cannot spell.
      const isSpelt = Array.from(text).every(
        (character) => character === '\n' || character === '\t' || isPrintable(character),
      );
      return isSpelt ? `[${JSON.stringify(text)}]` : null;
    }
    default:
      return null;
  }
}

function isPrintable(character: string): boolean {
  return character >= ' ' && character !== '\u007f' && character !== '\ufffd';
}
