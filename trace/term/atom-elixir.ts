import { identifierClass } from './identifier-table.ts';

/** What Elixir takes an atom for (`Macro.classify_atom/1` and a little finer). */
export type AtomClass = 'alias' | 'identifier' | 'operator' | 'quoted operator' | 'not callable' | 'other';

const notCallable = new Set(['%', '%{}', '{}', '<<>>', '...', '..', '.', '..//', '->']);
const quotedOperators = new Set(['::', '^^^', '~~~', '<|>']);
const operators = new Set(
  (
    '! & + - not @ ^ * / ** ++ -- +++ --- <> in |> <<< >>> <<~ ~>> <~ ~> <~> < > <= >= == != =~ === !== ' +
    '&& &&& and || ||| or = | when <- \\\\'
  ).split(' '),
);

/** Scripts that Unicode recommends for identifiers; other characters are in no identifier. */
const scripts = (
  'Latin Greek Cyrillic Armenian Hebrew Arabic Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu ' +
  'Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Khmer Hiragana Katakana Bopomofo Han'
).split(' ');
const covers = [
  ...scripts.map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map(
  (cover) =>
    new RegExp(`^[\\p{scx=Common}\\p{scx=Inherited}${cover.map((script) => `\\p{scx=${script}}`).join('')}]*$`, 'u'),
);

const classes = new Map<string, AtomClass>();
/** Programs have few atoms and many values; beyond this many the memory is better spent. */
const remembered = 4096;

export function classifyAtom(name: string): AtomClass {
  const known = classes.get(name);
  if (known !== undefined) return known;
  const found = classify(name);
  if (classes.size >= remembered) classes.clear();
  classes.set(name, found);
  return found;
}

function classify(name: string): AtomClass {
  if (notCallable.has(name)) return 'not callable';
  if (quotedOperators.has(name)) return 'quoted operator';
  if (operators.has(name)) return 'operator';
  if (/^Elixir(\.[A-Z][a-zA-Z0-9_]*)*$/.test(name)) return 'alias';
  return classifyIdentifier(name);
}

function classifyIdentifier(name: string): AtomClass {
  const ascii = /^[a-zA-Z_][a-zA-Z0-9_@]*[?!]?$/.test(name);
  if (!ascii && !isUnicodeIdentifier(name)) return 'other';
  if (/^[\p{Lu}\p{Lt}]/u.test(name) || name.includes('@')) return 'not callable';
  // The tokenizer would read it as another name.
  return ascii || (name.normalize('NFC') === name && !name.includes(microSign)) ? 'identifier' : 'other';
}

/** Read as the Greek letter; for Elixir both go with any script. */
const microSign = '\u00b5';
const greekMu = '\u03bc';

function isUnicodeIdentifier(name: string): boolean {
  const body = /[?!]$/.test(name) ? name.slice(0, -1) : name;
  let first = true;
  for (const character of body) {
    if (!(character.codePointAt(0)! < 128 ? isAscii(character, first) : isUnicode(character, first))) return false;
    first = false;
  }
  const scripted = body.normalize('NFC').replaceAll(greekMu, '').replaceAll(microSign, '');
  return !first && covers.some((cover) => cover.test(scripted));
}

function isAscii(character: string, first: boolean): boolean {
  return (first ? /[a-zA-Z_]/ : /[a-zA-Z0-9_@]/).test(character);
}

function isUnicode(character: string, first: boolean): boolean {
  const found = identifierClass(character.codePointAt(0)!);
  return found === 'begin' || (found === 'continue' && !first) || character === microSign;
}

/** The atom as a value: `:ok`, `nil`, `Shop.Cart`, `:"two words"`. */
export function elixirAtom(name: string): string {
  if (name === 'nil' || name === 'true' || name === 'false') return name;
  switch (classifyAtom(name)) {
    case 'alias':
      return aliasName(name);
    case 'quoted operator':
    case 'other':
      return `:"${escapeElixir(name, '"')}"`;
    case 'identifier':
    case 'operator':
    case 'not callable':
      return `:${name}`;
  }
}

function aliasName(name: string): string {
  return name === 'Elixir' || name === 'Elixir.Elixir' || name.startsWith('Elixir.Elixir.')
    ? name
    : name.slice('Elixir.'.length);
}

/** The atom as a key of a keyword list: `ok:`, `"two words":`. */
export function elixirKey(name: string): string {
  switch (classifyAtom(name)) {
    case 'alias':
      return `"${name}":`;
    case 'quoted operator':
    case 'other':
      return `"${escapeElixir(name, '"')}":`;
    case 'identifier':
    case 'operator':
    case 'not callable':
      return `${name}:`;
  }
}

/** The atom as the name of a function after a dot. */
export function elixirFunctionName(name: string): string {
  switch (classifyAtom(name)) {
    case 'identifier':
    case 'operator':
    case 'quoted operator':
      return name;
    case 'not callable':
    case 'alias':
      return `"${name}"`;
    case 'other':
      return `"${escapeElixir(name, '"')}"`;
  }
}

const named = new Map([
  [0, '\\0'],
  [7, '\\a'],
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [27, '\\e'],
  [127, '\\d'],
  [92, '\\\\'],
  [0xfeff, '\\uFEFF'],
]);

/** One character inside of quotes, without regard to the quote itself and to `#{`. */
export function escapeElixirCharacter(codePoint: number): string {
  const name = named.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint < 0x20 || (codePoint > 0x7e && codePoint < 0xa0)) return `\\x${hexadecimal(codePoint, 2)}`;
  if (codePoint === 0xfffe || codePoint === 0xffff) return `\\x{${hexadecimal(codePoint, 4)}}`;
  return String.fromCodePoint(codePoint);
}

export function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** The text as it stands between two `quote` in Elixir. */
export function escapeElixir(text: string, quote: string): string {
  let escaped = '';
  let previous = '';
  for (const character of text) {
    if (previous === '#' && character === '{') escaped = `${escaped.slice(0, -1)}\\#{`;
    else escaped += character === quote ? `\\${quote}` : escapeElixirCharacter(character.codePointAt(0)!);
    previous = character;
  }
  return escaped;
}
