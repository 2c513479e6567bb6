import { withoutForbidden } from '../render/xml.ts';

/** What may stand in a Mermaid text as it is; all else is written as the number of its character. */
const PLAIN = /[\p{L}\p{N} ._/(),=:{}[\]"'+!?|-]/u;
/** Words that Mermaid's reader takes for something else wherever they stand, or at the beginning of a text. */
const WORDS = /style|classDef|^\s*(?:no)?wrap:/gi;
const LONGEST = 120;

const written = (character: string): string => `#${character.codePointAt(0)!};`;

/**
 * One line of any text, as a Mermaid label or message. Numbered characters also keep what looks like HTML, directives or formulas
 * from being read as such.
 */
export function mermaidText(text: string): string {
  const line = withoutForbidden(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  const cut = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), '…'] : characters;
  const words = [...cut.join('').matchAll(WORDS)].map(
    ({ index, 0: word }) => index + word.length - word.trimStart().length,
  );
  let at = 0;
  let result = '';
  for (const character of cut) {
    result += PLAIN.test(character) && !words.includes(at) ? character : written(character);
    at += character.length;
  }
  return result;
}
