import type { ValueView } from '../../../protocol/index.ts';

/** How far above the current line names are looked for, at most. */
const reach = 60;

/** A line at which a function's clause begins; above it, the same name is another variable. */
const heads = {
  elixir: /^\s*(defp?|defmacrop?|test|describe|setup)\b/,
  erlang: /^[a-z'][\w@']*\s*\(/,
  other: /^\S/,
} as const;

/**
 * Where values are written beside the source, as debuggers do: each at the last line up to the current one that names it, within
 * the function; those that no such line names at the current line.
 *
 * @param lines of the source, the first is line 1
 * @param current line number from 1
 */
export function inlineValues(
  lines: readonly string[],
  current: number,
  variables: readonly ValueView[],
  language: keyof typeof heads,
): ReadonlyMap<number, readonly ValueView[]> {
  const placed = new Map<number, ValueView[]>();
  let left = [...variables];
  const put = (line: number, values: readonly ValueView[]): void => {
    if (values.length > 0) placed.set(line, [...(placed.get(line) ?? []), ...values]);
  };
  for (let line = current; line >= 1 && line > current - reach && left.length > 0; line--) {
    const words = wordsOf(lines[line - 1] ?? '');
    put(
      line,
      left.filter(({ name }) => words.has(name)),
    );
    left = left.filter(({ name }) => !words.has(name));
    if (heads[language].test(lines[line - 1] ?? '')) break;
  }
  put(current, left);
  return placed;
}

const wordsOf = (line: string): ReadonlySet<string> => new Set(line.match(/[\p{L}_][\p{L}\p{N}_@]*[?!]?/gu) ?? []);
