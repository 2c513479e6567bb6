import { type ListTerm, type Term } from '../../../trace/index.ts';

/** Attributes of a span by their flat names: `llm.input_messages.0.message.role`. */
export type Attributes = ReadonlyMap<string, string | number>;

/** Parts of a value looked at for attributes. */
const mostLooked = 400;
/** Attributes taken; a conversation has a few for each of its messages. */
const mostAttributes = 20_000;
const deepest = 24;
/** Characters of a text that are shown. */
const longestText = 1 << 20;

/** Beginnings of names that only spans of language models, tools and agents have. */
const telling = /^(openinference|llm|gen_ai|traceloop\.span)\./;
const nested = new Set(['openinference', 'llm', 'gen_ai']);

/** The attributes that some values hold, however deep in them a little; null where none does. Later values win. */
export function attributesIn(values: readonly Term[]): Attributes | null {
  const found = new Map<string, string | number>();
  for (const value of values) {
    const open: Term[] = [value];
    let looked = 0;
    // In width: what is meant for people to see does not lie deep.
    for (let at = 0; at < open.length && looked < mostLooked; at++, looked++) {
      const term = open[at]!;
      if (isTelling(term)) flatten(term, found);
      else if (open.length < mostLooked) open.push(...partsOf(term));
    }
  }
  return found.size === 0 ? null : found;
}

/** Keys and values of a map or of a list of pairs; null for anything else. */
function pairsOf(term: Term): readonly (readonly [string, Term])[] | null {
  if (term.kind === 'map') {
    return term.slice(0, mostAttributes).flatMap(({ key, value }) => {
      const name = textOf(key);
      return name === null ? [] : [[name, value] as const];
    });
  }
  if (term.kind !== 'list') return null;
  const pairs = [];
  for (const pair of elementsOf(term)) {
    const [key, value] = pair.kind === 'tuple' && pair.size === 2 ? [pair.child(0), pair.child(1)] : [];
    const name = key === undefined ? null : textOf(key);
    if (name === null || value === undefined) return null;
    pairs.push([name, value] as const);
  }
  return pairs.length === 0 ? null : pairs;
}

function isTelling(term: Term): boolean {
  return (
    pairsOf(term)?.some(([name, value]) => telling.test(name) || (nested.has(name) && pairsOf(value) !== null)) ?? false
  );
}

function elementsOf(list: ListTerm): readonly Term[] {
  return list.slice(0, Math.min(mostAttributes, list.length()));
}

function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'map':
      return term.slice(0, mostLooked).map(({ value }) => value);
    case 'list':
      return term.slice(0, mostLooked);
    case 'tuple':
      return term.slice(0, mostLooked);
    default:
      return [];
  }
}

/** Maps and lists within are named by their keys and positions. In a loop, however deep they are nested. */
function flatten(root: Term, found: Map<string, string | number>): void {
  const open: (readonly [string, Term, number])[] = [['', root, 0]];
  let looked = 0;
  for (let next = open.pop(); next !== undefined && looked < mostAttributes; next = open.pop(), looked++) {
    const [name, term, depth] = next;
    const leaf = leafOf(term);
    if (leaf !== null) {
      if (name !== '') found.set(name, leaf);
      continue;
    }
    if (depth >= deepest) continue;
    const down = (step: string) => (name === '' ? step : `${name}.${step}`);
    const pairs = pairsOf(term);
    if (pairs !== null) for (const [key, value] of pairs) open.push([down(key), value, depth + 1]);
    else if (term.kind === 'list')
      elementsOf(term).forEach((value, index) => open.push([down(`${index}`), value, depth + 1]));
  }
}

/** A text or a number; nil and null say that there is none. */
function leafOf(term: Term): string | number | null {
  if (term.kind === 'integer' || term.kind === 'float')
    return typeof term.value === 'number' ? term.value : String(term.value ?? '');
  return textOf(term);
}

const utf8 = new TextDecoder();

function textOf(term: Term): string | null {
  if (term.kind === 'atom')
    return ['nil', 'null', 'undefined'].includes(term.name) ? null : term.name.replace(/^Elixir\./, '');
  if (term.kind !== 'binary') return null;
  const text = utf8.decode(term.bytes.subarray(0, longestText));
  return term.missing > 0 || term.bytes.length > longestText ? `${text}…` : text;
}
