import { type Result, type Term } from '../../trace/index.ts';
import { type Access, type Key } from './path.ts';
import { type Reading } from './reading.ts';

/** Goes along a path into a value; the error says which step has nothing to go to. */
export function follow(root: Term, accesses: readonly Access[], reading: Reading): Result<Term, string> {
  let term = root;
  for (const access of accesses) {
    const next = followOne(term, access, reading);
    if (next === undefined) return { ok: false, error: missing(term, access) };
    term = next;
  }
  return { ok: true, value: term };
}

function followOne(term: Term, access: Access, reading: Reading): Term | undefined {
  switch (access.kind) {
    case 'field':
      return term.kind === 'map' ? valueOf(term, { kind: 'atom', name: access.name }) : undefined;
    case 'record': {
      const at = reading.records.get(access.record)?.indexOf(access.field) ?? -1;
      return at !== -1 && recordName(term) === access.record ? childOf(term, at + 1) : undefined;
    }
    case 'key':
      return access.key.kind === 'integer' && term.kind !== 'map'
        ? elementOf(term, access.key.value, reading)
        : valueOf(term, access.key);
  }
}

/** Of a list, a tuple: from 0 in Elixir, from 1 in Erlang; a negative index counts from the end. */
function elementOf(term: Term, index: number, { language }: Reading): Term | undefined {
  if (index >= 0) return childOf(term, language === 'elixir' ? index : index - 1);
  if (term.kind === 'list') return term.child(term.length() + index);
  return term.kind === 'tuple' ? term.child(term.size + index) : undefined;
}

function childOf(term: Term, index: number): Term | undefined {
  return term.kind === 'list' || term.kind === 'tuple' ? term.child(index) : undefined;
}

/** By key, of a map; by the first element of its pairs, of a keyword list. */
function valueOf(term: Term, key: Key): Term | undefined {
  if (term.kind === 'map') {
    for (let index = 0; index < term.size; index++) {
      const candidate = term.key(index);
      if (candidate !== undefined && matches(candidate, key)) return term.value(index);
    }
  }
  if (term.kind === 'list') {
    for (let index = 0; ; index++) {
      const pair = term.child(index);
      if (pair === undefined) break;
      if (pair.kind !== 'tuple' || pair.size !== 2) continue;
      const candidate = pair.child(0);
      if (candidate !== undefined && matches(candidate, key)) return pair.child(1);
    }
  }
  return undefined;
}

const utf8 = new TextDecoder();

function matches(term: Term, key: Key): boolean {
  switch (key.kind) {
    case 'integer':
      return term.kind === 'integer' && term.value === key.value;
    case 'atom':
      return term.kind === 'atom' && term.name === key.name;
    case 'binary':
      return term.kind === 'binary' && term.missing === 0 && utf8.decode(term.bytes) === key.text;
    case 'characters':
      return term.kind === 'list' && spells(term, key.text);
  }
}

function spells(term: Term & { kind: 'list' }, text: string): boolean {
  const characters = Array.from(text);
  if (term.length() !== characters.length) return false;
  return characters.every((character, index) => {
    const element = term.child(index);
    return element?.kind === 'integer' && element.value === character.codePointAt(0);
  });
}

/** The tag of a tuple that looks like a record. */
export function recordName(term: Term): string | undefined {
  if (term.kind !== 'tuple') return undefined;
  const tag = term.child(0);
  return tag?.kind === 'atom' ? tag.name : undefined;
}

function missing(term: Term, access: Access): string {
  const there = describeKind(term);
  switch (access.kind) {
    case 'field':
      return `There is no field ${access.name} at column ${access.column}: the value before it is ${there}.`;
    case 'record':
      return `There is no #${access.record}.${access.field} at column ${access.column}: the value before it is ${there}.`;
    case 'key':
      return `There is nothing at that key at column ${access.column}: the value before it is ${there}.`;
  }
}

function describeKind(term: Term): string {
  switch (term.kind) {
    case 'map':
      return `a map of ${term.size} keys`;
    case 'list':
      return `a list of ${term.length()} elements`;
    case 'tuple':
      return `a tuple of ${term.size} elements`;
    case 'atom':
    case 'integer':
      return `an ${term.kind}`;
    case 'cut':
      return 'not recorded';
    default:
      return `a ${term.kind}`;
  }
}
