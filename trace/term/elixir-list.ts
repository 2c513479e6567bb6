import { elixirKey } from './atom-elixir.ts';
import { isMark } from './cut-text.ts';
import { type ElixirPrinter, type Sequence } from './elixir-printer.ts';
import { printElixirCharlist } from './elixir-text.ts';
import { type Term } from './term.ts';

/** Brackets included: a charlist, a keyword list or a plain list. */
export function printSequence(sequence: Sequence, printer: ElixirPrinter): void {
  const { out } = printer;
  if (sequence.child(0) !== undefined) {
    if (printer.charlists && printElixirCharlist(sequence, printer)) return;
    if (isKeywordList(sequence, out.remaining)) return printKeywordList(sequence, printer);
  }
  out.write('[');
  let index = 0;
  for (; !out.full; index++) {
    const child = sequence.child(index);
    if (child === undefined) break;
    if (index > 0) out.write(', ');
    printer.print(child, printer);
  }
  printTail(sequence, index, printer);
  out.write(']');
}

function printTail(sequence: Sequence, printed: number, printer: ElixirPrinter): void {
  const tail = printer.out.full ? undefined : sequence.tail();
  if (tail === undefined) return;
  if (printed > 0) printer.out.write(isMark(tail, 'elements') ? ', ' : ' | ');
  printer.print(tail, printer);
}

/** Whether a key prints as `key:`. Aliases do not: they are taken for modules. */
export function isKey(term: Term | undefined): boolean {
  return term?.kind === 'atom' && !term.name.startsWith('Elixir.');
}

/** Looks no further than can be printed; every element takes at least four characters. */
export function isKeywordList(sequence: Sequence, maximumCharacters: number): boolean {
  for (let index = 0; index * 4 <= maximumCharacters; index++) {
    const child = sequence.child(index);
    if (child === undefined) {
      const tail = sequence.tail();
      return index > 0 && (tail === undefined || isMark(tail, 'elements'));
    }
    if (child.kind !== 'tuple' || child.size !== 2 || !isKey(child.child(0))) return false;
    const value = child.child(1)!;
    if (isMark(value, 'tuple elements')) return false;
  }
  return true;
}

function printKeywordList(sequence: Sequence, printer: ElixirPrinter): void {
  const { out } = printer;
  out.write('[');
  let index = 0;
  for (; !out.full; index++) {
    const pair = sequence.child(index);
    if (pair === undefined) break;
    if (index > 0) out.write(', ');
    const key = pair.kind === 'tuple' ? pair.child(0) : undefined;
    // Seen before by `isKeywordList`, unless the list is longer than it looked at: then this is past the limit.
    if (pair.kind === 'tuple' && pair.size === 2 && key?.kind === 'atom') printPair(key.name, pair.child(1)!, printer);
    else printer.print(pair, printer);
  }
  printTail(sequence, index, printer);
  out.write(']');
}

/** `key: value` */
export function printPair(key: string, value: Term, printer: ElixirPrinter): void {
  printer.out.write(`${elixirKey(key)} `);
  printer.print(value, printer);
}
