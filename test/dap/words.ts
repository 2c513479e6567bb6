/** The words that the help of the console explains: those before the gap of each indented line. */
export function parseWords(help: string): readonly string[] {
  return help
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .flatMap((line) => line.trim().split(/ {2,}/)[0]!.split(', '));
}
