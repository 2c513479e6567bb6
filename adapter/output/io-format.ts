import { printTerm, type Printing, type Term } from '../../trace/index.ts';
import { textOf } from './text-of.ts';

/** `~F.P.PadModC` (OTP's documentation of `io:fwrite/3`): width, precision, padding, modifiers, letter. */
const control = /~(-?\d+|\*)?(?:\.(\d+|\*)?)?(?:\.(\*|[^]))?[tlkK]*([^])/gu;

const longestField = 10_000;
const longestValue = 16_384;
const mostArguments = 1000;

/** A format and its arguments do not belong together, or more is asked than is known here. */
class Unfit extends Error {}

/**
 * What `io_lib:format(Format, Arguments)` makes, for the control sequences that are in use (not `~e`, `~g`, `~x`, `~+`). Values stand on
 * one line, since where OTP would break them depends on the terminal, and `~P` shows them as deep as they were recorded.
 *
 * @returns null where the arguments do not fit the format, or a control sequence is not known
 */
export function ioFormat(format: string, list: Term, printing: Printing): string | null {
  if (list.kind !== 'list' || list.length() > mostArguments) return null;
  const items = list.slice(0, list.length());
  let used = 0;
  const take = (): Term => items[used++] ?? unfit();
  const number = (term: Term): number =>
    term.kind === 'integer' && typeof term.value === 'number' ? term.value : unfit();
  const measure = (written: string | undefined): number | null =>
    written === undefined ? null : written === '*' ? number(take()) : Number(written);
  const fill = (
    _whole: string,
    fieldText: string | undefined,
    precisionText: string | undefined,
    padding: string | undefined,
    letter: string,
  ): string => {
    const field = measure(fieldText);
    const precision = measure(precisionText);
    const pad = padding === '*' ? String.fromCodePoint(number(take())) : (padding ?? ' ');
    const text = sequence(letter, { take, number, field, precision, printing });
    return letter === 'n' || letter === '~' || letter === 'i' ? text : padded(text, field, pad);
  };
  try {
    const text = format.replaceAll(control, fill);
    return used === items.length ? text : null;
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}

interface Sequence {
  readonly take: () => Term;
  readonly number: (term: Term) => number;
  readonly field: number | null;
  readonly precision: number | null;
  readonly printing: Printing;
}

function sequence(letter: string, { take, number, field, precision, printing }: Sequence): string {
  const print = (term: Term, plain: boolean): string =>
    printTerm(term, 'erlang', { ...printing.options, plain, maximumCharacters: longestValue });
  switch (letter) {
    case '~':
      return '~';
    case 'n':
      return '\n'.repeat(Math.min(longestField, field ?? 1));
    case 'i':
      take();
      return '';
    case 's': {
      const item = take();
      const text = item.kind === 'atom' ? item.name : (textOf(item) ?? unfit());
      return precision === null ? text : padded([...text].slice(0, precision).join(''), precision, ' ');
    }
    case 'p':
    case 'w':
      return print(take(), letter === 'w');
    case 'P':
    case 'W': {
      const item = take();
      number(take());
      return print(item, letter === 'W');
    }
    case 'c':
      return String.fromCodePoint(number(take())).repeat(Math.min(longestField, precision ?? field ?? 1));
    case 'b':
    case 'B':
    case '#': {
      const item = take();
      if (item.kind !== 'integer' || item.value === undefined) return unfit();
      const digits = item.value.toString(precision ?? 10);
      return letter === 'b' ? digits : `${letter === '#' ? `${precision ?? 10}#` : ''}${digits.toUpperCase()}`;
    }
    case 'f': {
      const item = take();
      if (item.kind !== 'float' && (item.kind !== 'integer' || item.value === undefined)) return unfit();
      return Number(item.value).toFixed(Math.min(100, precision ?? 6));
    }
    default:
      return unfit();
  }
}

/** To the right; to the left for a negative width; cut where a text is longer. */
function padded(text: string, width: number | null, padding: string): string {
  if (width === null) return text;
  const size = Math.min(longestField, Math.abs(width));
  const characters = [...text];
  if (characters.length >= size) return characters.slice(0, size).join('');
  const fill = padding.repeat(size - characters.length);
  return width < 0 ? text + fill : fill + text;
}

function unfit(): never {
  throw new Unfit();
}
