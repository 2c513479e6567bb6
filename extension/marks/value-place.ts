/** A stretch of a line, characters from 0. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const nameCharacter = /[\p{L}\p{N}_@?!]/u;

/**
 * Where a variable stands in its line: at its column if it is there, else its first occurrence as a whole word; null where the line has
 * no such word, because the file is not what was recorded.
 * @param column from 1
 */
export function placeOfName(line: string, name: string, column: number): Stretch | null {
  const isWhole = (at: number): boolean =>
    line.startsWith(name, at) &&
    !nameCharacter.test(line[at - 1] ?? '') &&
    !nameCharacter.test(line[at + name.length] ?? '');
  if (isWhole(column - 1)) return { start: column - 1, end: column - 1 + name.length };
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
    if (isWhole(at)) return { start: at, end: at + name.length };
  }
  return null;
}
