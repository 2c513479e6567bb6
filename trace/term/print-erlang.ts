import { cutText, isMark } from './cut-text.ts';
import { erlangAtom, printErlangBinary, printErlangBitstring, printErlangString } from './erlang-text.ts';
import { erlangFloat } from './float.ts';
import { boundedOutput, characterLimit, depthLimit, type Output, type PrintLimits } from './output.ts';
import { type ListTerm, type MapTerm, type Term, type TupleTerm } from './term.ts';

export interface ErlangPrintOptions extends PrintLimits {
  /** Fields of records by record name: tuples that fit are printed as `#name{field = value}`, as the shell does. */
  readonly records?: ReadonlyMap<string, readonly string[]>;
  /** What counts as a printable character: the `+pc` of the emulator. Default: unicode. */
  readonly printableRange?: 'unicode' | 'latin1';
  /** Name of the recorded node: its pids print as `<0.1.0>`, those of other nodes with the node in place of the 0. */
  readonly localNode?: string;
  /** OTP release; from 27 on `maybe` and `else` are reserved words, and so quoted. Default: 25. */
  readonly release?: number;
  /** Characters and text as the numbers they are, as `~w` does. */
  readonly plain?: boolean;
}

interface Printer {
  readonly out: Output;
  readonly options: ErlangPrintOptions;
  readonly depth: number;
}

/**
 * The value as `io_lib:format("~0tp", [Value])` prints it. What recording left out is shown by `…`, which no printed
 * value contains outside of quotes. With a limit of characters the time spent depends on the limit, not on the value.
 */
export function printErlang(term: Term, options: ErlangPrintOptions = {}): string {
  const out = boundedOutput(characterLimit(options));
  printTerm(term, { out, options, depth: depthLimit(options) });
  return out.text();
}

function printTerm(term: Term, printer: Printer): void {
  const { out, options } = printer;
  if (out.full) return;
  switch (term.kind) {
    case 'integer':
      return out.write(term.value === undefined ? `…(integer of ${term.byteLength} bytes)` : term.value.toString());
    case 'float':
      return out.write(erlangFloat(term.value));
    case 'atom':
      return out.write(erlangAtom(term.name, options.release));
    case 'binary':
      if (options.plain === true && term.missing === 0) return out.write(`<<${term.bytes.join(',')}>>`);
      return printErlangBinary(term, out, options.printableRange);
    case 'bitstring':
      return printErlangBitstring(term, out);
    case 'pid':
      return out.write(`<${nodeNumber(term.node, options)}.${term.id}.${term.serial}>`);
    case 'port':
      return out.write(`#Port<${nodeNumber(term.node, options)}.${term.id}>`);
    case 'reference':
      return out.write(`#Ref<${[nodeNumber(term.node, options), ...[...term.ids].reverse()].join('.')}>`);
    case 'export':
      return out.write(`fun ${erlangAtom(term.module)}:${erlangAtom(term.function)}/${term.arity}`);
    case 'fun':
      return out.write(`#Fun<${term.module}.${term.oldIndex}.${term.oldUniq}>`);
    case 'opaque':
      return out.write(term.text);
    case 'cut':
      return out.write(cutText(term));
    case 'invalid':
      return out.write('…(unreadable)');
    case 'tuple':
    case 'list':
    case 'map':
      if (printer.depth <= 0) return out.write('…');
      return printContainer(term, { ...printer, depth: printer.depth - 1 });
  }
}

function printContainer(term: TupleTerm | ListTerm | MapTerm, printer: Printer): void {
  switch (term.kind) {
    case 'tuple':
      return printTuple(term, printer);
    case 'list':
      return printList(term, printer);
    case 'map':
      return printMap(term, printer);
  }
}

/** The fields of the record the tuple is, if one of that name and size is defined. */
export function recordFields(tuple: TupleTerm, records: ErlangPrintOptions['records']): readonly string[] | undefined {
  if (records === undefined || tuple.size === 0) return undefined;
  const name = tuple.child(0)!;
  const fields = name.kind === 'atom' ? records.get(name.name) : undefined;
  return fields?.length === tuple.size - 1 ? fields : undefined;
}

function printTuple(tuple: TupleTerm, printer: Printer): void {
  const { out, options } = printer;
  const fields = recordFields(tuple, options.records);
  if (fields !== undefined) {
    const name = tuple.child(0)!;
    out.write(`#${name.kind === 'atom' ? erlangAtom(name.name, options.release) : ''}{`);
  } else {
    out.write('{');
  }
  const first = fields === undefined ? 0 : 1;
  for (let index = first; index < tuple.size && !out.full; index++) {
    if (index > first) out.write(',');
    const child = tuple.child(index)!;
    if (fields !== undefined && !isMark(child, 'tuple elements')) {
      out.write(`${erlangAtom(fields[index - 1]!, options.release)} = `);
    }
    printTerm(child, printer);
  }
  out.write('}');
}

function printList(list: ListTerm, printer: Printer): void {
  const { out, options } = printer;
  if (options.plain !== true && list.child(0) !== undefined && printErlangString(list, out, options.printableRange))
    return;
  out.write('[');
  let index = 0;
  for (; !out.full; index++) {
    const child = list.child(index);
    if (child === undefined) break;
    if (index > 0) out.write(',');
    printTerm(child, printer);
  }
  const tail = out.full ? undefined : list.tail();
  if (tail !== undefined) {
    if (index > 0) out.write(isMark(tail, 'elements') ? ',' : '|');
    printTerm(tail, printer);
  }
  out.write(']');
}

function printMap(map: MapTerm, printer: Printer): void {
  const { out } = printer;
  out.write('#{');
  for (let index = 0; index < map.size && !out.full; index++) {
    if (index > 0) out.write(',');
    const key = map.key(index)!;
    printTerm(key, printer);
    if (isMark(key, 'pairs')) continue;
    out.write(' => ');
    printTerm(map.value(index)!, printer);
  }
  out.write('}');
}

function nodeNumber(node: string, { localNode }: ErlangPrintOptions): string {
  return localNode === undefined || localNode === node ? '0' : node;
}
