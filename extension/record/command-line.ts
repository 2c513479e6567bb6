/**
 * Command lines as people write them in launch.json and in the input box. They are never given to a shell: a line is
 * split into words here and the words are given to the program as they are, the same on every platform.
 */

/**
 * Splits a line at blanks; single and double quotes keep blanks, a backslash keeps the next character (inside single
 * quotes and before an ordinary letter it stands for itself, so Windows paths survive).
 *
 * @returns null where a quote is left open
 */
export function splitCommandLine(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    const next = line[index + 1];
    if (character === '\\' && quote !== "'" && next !== undefined && /[\s"'\\]/.test(next)) {
      word = (word ?? '') + next;
      index++;
    } else if (quote !== null) {
      if (character === quote) quote = null;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}

/** The inverse of `splitCommandLine`: one line that splits into these words again. */
export function joinCommandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, (character) => `\\${character}`)}"`))
    .join(' ');
}

/** A short file name for a recording of this command: `mix test test/cart_test.exs:12` gives `mix-test-cart_test-12`. */
export function recordingName(words: readonly string[]): string {
  const parts = words
    .filter((word) => !word.startsWith('-') && !/[\r\n]/.test(word))
    .slice(0, 4)
    .map((word) =>
      word
        .replace(/^.*[\\/]/, '')
        .replace(/\.(exs?|erl|bat|cmd|exe)\b/, '')
        .replace(/[^\p{L}\p{N}_]+/gu, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .filter((part) => part !== '');
  return parts.join('-').slice(0, 60) || 'recording';
}

/** `20261121-101149`: sorts by time, safe in file names everywhere. Local time, as the person's clock shows it. */
export function timestamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
