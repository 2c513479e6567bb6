import { elixirAtom, elixirKey } from './atom-elixir.ts';
import { isMark } from './cut-text.ts';
import { isKeywordList } from './elixir-list.ts';
import { type ElixirPrintOptions } from './elixir-printer.ts';
import { definitionOf } from './elixir-struct.ts';
import { erlangAtom } from './erlang-text.ts';
import { printElixir } from './print-elixir.ts';
import { printErlang, recordFields, type ErlangPrintOptions } from './print-erlang.ts';
import { fieldOrder, membersOf, structOf, type Struct } from './struct.ts';
import { type ListTerm, type MapTerm, type Term, type TupleTerm } from './term.ts';

export type Language = 'elixir' | 'erlang';

/** What both printers take; each looks at its own part. */
export type ValueOptions = ElixirPrintOptions & ErlangPrintOptions;

export interface NamedTerm {
  /** `name:` for atom keys and fields of Elixir, the printed key otherwise, an index, `|` for a tail, `…` for what was cut. */
  readonly name: string;
  readonly term: Term;
}

/** Elements looked at to tell a keyword list from another: 64 pairs, in the characters that `isKeywordList` counts. */
const glance = 256;

/** The value as its language prints it. */
export function printTerm(term: Term, language: Language, options: ValueOptions = {}): string {
  return language === 'elixir' ? printElixir(term, options) : printErlang(term, options);
}

/** How many `children` there are. Walks a list once, and nothing else. */
export function childCount(term: Term, language: Language): number {
  switch (term.kind) {
    case 'list':
      return term.length() + (term.tail() === undefined ? 0 : 1);
    case 'map': {
      const struct = language === 'elixir' ? structOf(term) : undefined;
      if (struct === undefined) return term.size;
      return membersOf(struct)?.size ?? fieldOrder(struct, undefined).length + (struct.cut === undefined ? 0 : 1);
    }
    case 'tuple':
    case 'fun':
      return term.size;
    default:
      return 0;
  }
}

/**
 * What a value is made of, from the `start`th on, `count` at most: elements of lists and tuples (indexes count from 0 in
 * Elixir, from 1 in Erlang), pairs of maps by key, fields of structs and records by name, members of a MapSet, variables
 * of a closure.
 */
export function children(
  term: Term,
  language: Language,
  start: number,
  count: number,
  options: ValueOptions = {},
): readonly NamedTerm[] {
  switch (term.kind) {
    case 'list':
      return listChildren(term, language, start, count);
    case 'tuple':
      return tupleChildren(term, language, start, count, options);
    case 'map':
      return mapChildren(term, language, start, count, options);
    case 'fun':
      return term
        .slice(start, count)
        .map((variable, index) => ({ name: `variable ${start + index + 1}`, term: variable }));
    default:
      return [];
  }
}

function firstIndex(language: Language): number {
  return language === 'elixir' ? 0 : 1;
}

function listChildren(list: ListTerm, language: Language, start: number, count: number): readonly NamedTerm[] {
  const named: NamedTerm[] = [];
  const keyed = language === 'elixir' && isKeywordList(list, glance);
  for (let index = start; index < start + count; index++) {
    const term = list.child(index);
    if (term === undefined) {
      const tail = index === list.length() ? list.tail() : undefined;
      if (tail !== undefined) named.push({ name: isMark(tail, 'elements') ? '…' : '|', term: tail });
      break;
    }
    const pair = keyed && term.kind === 'tuple' && term.size === 2 ? term : undefined;
    const key = pair?.child(0);
    if (pair !== undefined && key?.kind === 'atom') named.push({ name: elixirKey(key.name), term: pair.child(1)! });
    else named.push({ name: `${index + firstIndex(language)}`, term });
  }
  return named;
}

function tupleChildren(
  tuple: TupleTerm,
  language: Language,
  start: number,
  count: number,
  options: ValueOptions,
): readonly NamedTerm[] {
  const fields = language === 'erlang' ? recordFields(tuple, options.records) : undefined;
  return tuple.slice(start, count).map((term, position) => {
    const index = start + position;
    if (isMark(term, 'tuple elements')) return { name: '…', term };
    const field = fields?.[index - 1];
    return { name: field === undefined ? `${index + firstIndex(language)}` : erlangAtom(field), term };
  });
}

function mapChildren(
  map: MapTerm,
  language: Language,
  start: number,
  count: number,
  options: ValueOptions,
): readonly NamedTerm[] {
  const struct = language === 'elixir' ? structOf(map) : undefined;
  if (struct !== undefined) return structChildren(struct, start, count, options);
  return map.slice(start, count).map(({ key, value }) => {
    if (isMark(key, 'pairs')) return { name: '…', term: key };
    const isPlainKey = language === 'elixir' && key.kind === 'atom' && !key.name.startsWith('Elixir.');
    return {
      name: isPlainKey ? elixirKey(key.name) : printTerm(key, language, { ...options, short: true }),
      term: value,
    };
  });
}

function structChildren(struct: Struct, start: number, count: number, options: ValueOptions): readonly NamedTerm[] {
  const members = membersOf(struct);
  if (members !== undefined) {
    return members
      .slice(start, count)
      .map(({ key }, index) => ({ name: isMark(key, 'pairs') ? '…' : `${start + index}`, term: key }));
  }
  const named: NamedTerm[] = fieldOrder(struct, definitionOf(struct, options)).map((name) => ({
    name: elixirKey(name),
    term: struct.fields.get(name)!,
  }));
  if (struct.cut !== undefined) named.push({ name: '…', term: struct.cut });
  return named.slice(start, start + count);
}

/** What the value is, in a word: `map`, `%Shop.Cart{}`, `keyword list`, `binary`, `#cart{}`. */
export function typeName(term: Term, language: Language, options: ValueOptions = {}): string {
  switch (term.kind) {
    case 'atom':
      if (term.name === 'true' || term.name === 'false') return 'boolean';
      return term.name === 'nil' && language === 'elixir' ? 'nil' : 'atom';
    case 'list':
      return language === 'elixir' && isKeywordList(term, glance) ? 'keyword list' : 'list';
    case 'map': {
      const struct = language === 'elixir' ? structOf(term) : undefined;
      return struct === undefined ? 'map' : `%${elixirAtom(struct.module)}{}`;
    }
    case 'tuple': {
      const name = term.child(0);
      const isRecord = language === 'erlang' && recordFields(term, options.records) !== undefined;
      return isRecord && name?.kind === 'atom' ? `#${erlangAtom(name.name)}{}` : 'tuple';
    }
    case 'fun':
    case 'export':
      return 'function';
    case 'opaque':
      return /^(#Fun<|fun )/.test(term.text) ? 'function' : 'value';
    case 'cut':
      return term.what === 'redacted' ? 'redacted' : 'not recorded';
    case 'invalid':
      return 'unreadable';
    default:
      return term.kind;
  }
}
