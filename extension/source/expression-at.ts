/** The variable or field path under the mouse: columns from 0, the end exclusive. */
export interface ExpressionRange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const ELIXIR_WORDS = new Set(
  (
    'after alias and case catch cond def defdelegate defexception defguard defguardp defimpl defmacro defmacrop defmodule ' +
    'defp defprotocol defstruct do else end false fn for if import in nil not or quote raise receive require rescue ' +
    'reraise super throw true try unless unquote unquote_splicing use when with'
  ).split(' '),
);

/** A variable with fields after it; a trailing `?` or `!` belongs to the name. */
const ELIXIR_PATH = /[a-z_][\p{L}\p{N}_]*[?!]?(?:\.[a-z_][\p{L}\p{N}_]*[?!]?)*/gu;
/** A variable with record fields after it: `State`, `State#state.items`. */
const ERLANG_PATH = /[\p{Lu}_][\p{L}\p{N}_@]*(?:#[a-z][\p{L}\p{N}_@]*\.[a-z][\p{L}\p{N}_@]*)*/gu;

/**
 * What a hover asks the recording for. Reads only the line: a name in a comment, an atom, a key, a module or a function
 * is not a variable and gives null, so no hover is shown there.
 *
 * @param column from 0
 */
export function expressionAt(line: string, column: number, language: 'elixir' | 'erlang'): ExpressionRange | null {
  if (column >= commentStart(line, language === 'elixir' ? '#' : '%')) return null;
  return language === 'elixir' ? elixirExpressionAt(line, column) : erlangExpressionAt(line, column);
}

function elixirExpressionAt(line: string, column: number): ExpressionRange | null {
  for (const match of line.matchAll(ELIXIR_PATH)) {
    const start = match.index;
    const whole = match[0];
    if (start > column) return null;
    if (column >= start + whole.length) continue;
    const before = line[start - 1] ?? '';
    // `:atom`, `Module.function`, `@attribute`, `&1.name`, and the tail of a name that began with a capital.
    if (
      /[:@.\p{L}\p{N}]/u.test(before) &&
      !line.slice(0, start).endsWith('..') &&
      !line.slice(0, start).endsWith('::')
    ) {
      return null;
    }
    const names = whole.split('.');
    let end = start;
    let count = 0;
    for (const name of names) {
      end += name.length + (count === 0 ? 0 : 1);
      count++;
      if (column < end) break;
    }
    const text = names.slice(0, count).join('.');
    const after = line.slice(end);
    if (ELIXIR_WORDS.has(text) || after.startsWith('(')) return null;
    if (/^:(?!:)/.test(after)) return null; // `key: value`
    return { start, end, text };
  }
  return null;
}

function erlangExpressionAt(line: string, column: number): ExpressionRange | null {
  for (const match of line.matchAll(ERLANG_PATH)) {
    const start = match.index;
    const whole = match[0];
    if (start > column) return null;
    if (column >= start + whole.length) continue;
    // `?MACRO`, and the tail of an atom such as `camelCase` or `'Quoted'`.
    if (/[?'\p{L}\p{N}_@]/u.test(line[start - 1] ?? '') || whole === '_') return null;
    let end = start;
    for (const part of whole.split(/(?=#)/)) {
      end += part.length;
      if (column < end) break;
    }
    return { start, end, text: line.slice(start, end) };
  }
  return null;
}

/** Where the comment of a line begins; its length where there is none. Strings and `?#`, `$%` characters are passed over. */
function commentStart(line: string, mark: '#' | '%'): number {
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    if (character === '\\') index++;
    else if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if ((mark === '#' && character === '?') || (mark === '%' && character === '$')) index++;
    else if (character === mark) return index;
  }
  return line.length;
}
