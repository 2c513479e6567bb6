import { printTerm, typeName, type Term } from '../../trace/index.ts';
import { type Reading } from './reading.ts';

export interface Limits {
  /** One line of about 200 characters. */
  readonly short?: boolean;
  readonly maximumCharacters?: number;
}

/** As the language of the frame prints it. */
export function printValue(term: Term, { language, options }: Reading, limits: Limits): string {
  return printTerm(term, language, { ...options, ...limits });
}

/** The kind of a value in a word or two, with the size where it has one: `integer`, `%Shop.Cart{}`, `list (12)`. */
export function typeOf(term: Term, { language, options }: Reading): string {
  const name = typeName(term, language, options);
  switch (term.kind) {
    case 'list':
      return `${name} (${term.length()})`;
    case 'binary':
      return `${name} (${term.size} bytes)`;
    case 'map':
      return name === 'map' ? `map (${term.size})` : name;
    default:
      return name;
  }
}
