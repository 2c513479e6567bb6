import { type Result } from '../../trace/index.ts';

/** A key between brackets. */
export type Key =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'atom'; readonly name: string }
  | { readonly kind: 'binary'; readonly text: string }
  | { readonly kind: 'characters'; readonly text: string };

/** One step into a value, with the column (from 1) where it is written. */
export type Access =
  | { readonly kind: 'field'; readonly name: string; readonly column: number }
  | { readonly kind: 'key'; readonly key: Key; readonly column: number }
  | { readonly kind: 'record'; readonly record: string; readonly field: string; readonly column: number };

/** `cart.items[0]`: a variable and the way into its value. */
export interface ValuePath {
  readonly name: string;
  readonly accesses: readonly Access[];
}

export interface PathError {
  readonly message: string;
  /** Where it is wrong, from 1. */
  readonly column: number;
}

const variableName = /^[\p{L}_@][\p{L}\p{N}_@]*[?!]?/u;
const atomName = /^[\p{L}_][\p{L}\p{N}_@.]*[?!]?/u;
const erlangAtom = /^[\p{Ll}][\p{L}\p{N}_@]*/u;
const integerText = /^-?\d[\d_]*/;

/**
 * Reads `cart`, `cart.items[0].price`, `map["key"]`, `map[:key]`, `options[:deep]`, `tuple[1]` and `Cart#cart.items`.
 * Nothing else is an expression here; the error says where reading stopped and what was expected.
 */
export function parsePath(text: string): Result<ValuePath, PathError> {
  const scanner = { text, position: 0 };
  skipBlanks(scanner);
  const name = take(scanner, variableName);
  if (name === null) return expected(scanner, 'a variable, as in cart.items[0]');
  const accesses: Access[] = [];
  for (;;) {
    skipBlanks(scanner);
    if (scanner.position >= text.length) return { ok: true, value: { name, accesses } };
    const access = takeAccess(scanner);
    if (!access.ok) return access;
    accesses.push(access.value);
  }
}

interface Scanner {
  readonly text: string;
  position: number;
}

function takeAccess(scanner: Scanner): Result<Access, PathError> {
  const column = scanner.position + 1;
  if (takeText(scanner, '.')) {
    const name = takeName(scanner, variableName);
    return name === null ? expected(scanner, 'the name of a field after "."') : ok({ kind: 'field', name, column });
  }
  if (takeText(scanner, '#')) {
    const record = takeName(scanner, erlangAtom);
    if (record === null) return expected(scanner, 'the name of a record after "#"');
    if (!takeText(scanner, '.')) return expected(scanner, `"." and a field of #${record}`);
    const field = takeName(scanner, erlangAtom);
    if (field === null) return expected(scanner, `the name of a field of #${record}`);
    return ok({ kind: 'record', record, field, column });
  }
  if (takeText(scanner, '[')) {
    skipBlanks(scanner);
    const key = takeKey(scanner);
    if (!key.ok) return key;
    skipBlanks(scanner);
    if (!takeText(scanner, ']')) return expected(scanner, '"]"');
    return ok({ kind: 'key', key: key.value, column });
  }
  return expected(scanner, '".field", "[key]" or the end (only variables and paths into them can be evaluated)');
}

function takeKey(scanner: Scanner): Result<Key, PathError> {
  const number = take(scanner, integerText);
  if (number !== null) {
    const value = Number(number.replaceAll('_', ''));
    return Number.isSafeInteger(value) ? ok({ kind: 'integer', value }) : expected(scanner, 'a smaller number');
  }
  if (takeText(scanner, ':')) {
    const name = takeName(scanner, atomName);
    return name === null ? expected(scanner, 'an atom after ":"') : ok({ kind: 'atom', name });
  }
  const binary = takeQuoted(scanner, '"');
  if (binary !== null) return ok({ kind: 'binary', text: binary });
  const characters = takeQuoted(scanner, "'");
  if (characters !== null) return ok({ kind: 'characters', text: characters });
  const erlangBinary = takeErlangBinary(scanner);
  if (erlangBinary !== null) return ok({ kind: 'binary', text: erlangBinary });
  const atom = take(scanner, atomName);
  if (atom !== null) return ok({ kind: 'atom', name: /^\p{Lu}/u.test(atom) ? `Elixir.${atom}` : atom });
  return expected(scanner, 'a key: a number, an atom or a string');
}

/** `<<"text">>`, the way Erlang writes a binary. */
function takeErlangBinary(scanner: Scanner): string | null {
  const start = scanner.position;
  if (!takeText(scanner, '<<')) return null;
  const text = takeQuoted(scanner, '"');
  if (text !== null && (takeText(scanner, '/utf8>>') || takeText(scanner, '>>'))) return text;
  scanner.position = start;
  return null;
}

/** A bare name, or one in quotes: `."odd key"` and `:"odd atom"`. */
function takeName(scanner: Scanner, pattern: RegExp): string | null {
  skipBlanks(scanner);
  return takeQuoted(scanner, '"') ?? takeQuoted(scanner, "'") ?? take(scanner, pattern);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ', e: '\u001b', 0: '\0' };

function takeQuoted(scanner: Scanner, quote: string): string | null {
  const start = scanner.position;
  if (!takeText(scanner, quote)) return null;
  let text = '';
  while (scanner.position < scanner.text.length) {
    const character = scanner.text[scanner.position++]!;
    if (character === quote) return text;
    if (character !== '\\') {
      text += character;
      continue;
    }
    const escaped = scanner.text[scanner.position++] ?? '';
    text += escapes[escaped] ?? escaped;
  }
  scanner.position = start;
  return null;
}

function take(scanner: Scanner, pattern: RegExp): string | null {
  const match = pattern.exec(scanner.text.slice(scanner.position));
  if (match === null) return null;
  scanner.position += match[0].length;
  return match[0];
}

function takeText(scanner: Scanner, text: string): boolean {
  if (!scanner.text.startsWith(text, scanner.position)) return false;
  scanner.position += text.length;
  return true;
}

function skipBlanks(scanner: Scanner): void {
  while (/\s/.test(scanner.text[scanner.position] ?? '')) scanner.position++;
}

function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

function expected(scanner: Scanner, what: string): Result<never, PathError> {
  const column = scanner.position + 1;
  const found = scanner.position >= scanner.text.length ? 'the end' : JSON.stringify(scanner.text[scanner.position]);
  return { ok: false, error: { message: `Expected ${what} at column ${column}, found ${found}.`, column } };
}
