import { elixirAtom, elixirFunctionName } from './atom-elixir.ts';
import { cutText, isMark } from './cut-text.ts';
import { isKey, printPair, printSequence } from './elixir-list.ts';
import { type ElixirPrinter, type ElixirPrintOptions, type FunIdentity } from './elixir-printer.ts';
import { printStruct } from './elixir-struct.ts';
import { printElixirBinary, printElixirBitstring } from './elixir-text.ts';
import { elixirFloat } from './float.ts';
import { boundedOutput, characterLimit, depthLimit } from './output.ts';
import { type MapTerm, type Term } from './term.ts';

/**
 * The value as Elixir's `inspect(value, limit: :infinity, printable_limit: :infinity, width: :infinity)` prints it. What
 * recording left out is shown by `…`, which no printed value contains outside of quotes. With a limit of characters the
 * time spent depends on the limit, not on the value.
 */
export function printElixir(term: Term, options: ElixirPrintOptions = {}): string {
  const out = boundedOutput(characterLimit(options));
  printTerm(term, {
    out,
    options,
    charlists: options.charlists !== 'lists',
    depth: depthLimit(options),
    print: printTerm,
  });
  return out.text();
}

function printTerm(term: Term, printer: ElixirPrinter): void {
  const { out } = printer;
  if (out.full) return;
  switch (term.kind) {
    case 'integer':
      return out.write(term.value === undefined ? `…(integer of ${term.byteLength} bytes)` : term.value.toString());
    case 'float':
      return out.write(elixirFloat(term.value));
    case 'atom':
      return out.write(elixirAtom(term.name));
    case 'binary':
      return printElixirBinary(term, out);
    case 'bitstring':
      return printElixirBitstring(term, out);
    case 'pid':
      return out.write(`#PID<${nodeNumber(term.node, printer)}.${term.id}.${term.serial}>`);
    case 'port':
      return out.write(`#Port<${nodeNumber(term.node, printer)}.${term.id}>`);
    case 'reference':
      return out.write(`#Reference<${[nodeNumber(term.node, printer), ...[...term.ids].reverse()].join('.')}>`);
    case 'export':
      return out.write(`&${elixirAtom(term.module)}.${elixirFunctionName(term.function)}/${term.arity}`);
    case 'fun':
      return out.write(elixirFun(term, printer.options));
    case 'opaque':
      return out.write(elixirOpaque(term.text, printer.options));
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

function printContainer(term: Extract<Term, { kind: 'tuple' | 'list' | 'map' }>, printer: ElixirPrinter): void {
  const { out } = printer;
  switch (term.kind) {
    case 'tuple':
      out.write('{');
      for (let index = 0; index < term.size && !out.full; index++) {
        if (index > 0) out.write(', ');
        printTerm(term.child(index)!, printer);
      }
      return out.write('}');
    case 'list':
      return printSequence(term, printer);
    case 'map':
      if (!printStruct(term, printer)) printMap(term, printer);
  }
}

/** Whether all keys print as `key:`, as far as can be printed. */
function hasOnlyKeys(map: MapTerm, maximumCharacters: number): boolean {
  for (let index = 0; index < map.size && index * 4 <= maximumCharacters; index++) {
    const key = map.key(index)!;
    if (!isKey(key) && !isMark(key, 'pairs')) return false;
  }
  return true;
}

function printMap(map: MapTerm, printer: ElixirPrinter): void {
  const { out } = printer;
  const keys = hasOnlyKeys(map, out.remaining);
  out.write('%{');
  for (let index = 0; index < map.size && !out.full; index++) {
    if (index > 0) out.write(', ');
    const key = map.key(index)!;
    if (isMark(key, 'pairs')) {
      printTerm(key, printer);
    } else if (keys && key.kind === 'atom') {
      printPair(key.name, map.value(index)!, printer);
    } else {
      printTerm(key, printer);
      out.write(' => ');
      printTerm(map.value(index)!, printer);
    }
  }
  out.write('}');
}

function nodeNumber(node: string, printer: ElixirPrinter): string {
  const { localNode } = printer.options;
  return localNode === undefined || localNode === node ? '0' : node;
}

function elixirFun(fun: FunIdentity & { readonly arity?: number | undefined }, options: ElixirPrintOptions): string {
  const known = options.funOf?.(fun);
  const arity = fun.arity ?? known?.arity;
  const parent = known === undefined ? '' : `.${parentFunction(known.name)}`;
  return `#Function<${fun.index}.${fun.oldUniq}${arity === undefined ? '' : `/${arity}`} in ${elixirAtom(fun.module)}${parent}>`;
}

/** The function that a fun stands in: `-total/1-fun-0-` is a fun of total/1. */
export function functionOfFun(name: string): { readonly name: string; readonly arity: number } | undefined {
  const [, parent, arity] = /^-([^]*)\/(\d+)-[^-/]*-[^-/]*-$/.exec(name) ?? [];
  return parent === undefined ? undefined : { name: parent, arity: Number(arity) };
}

function parentFunction(name: string): string {
  const parent = functionOfFun(name);
  return parent === undefined ? elixirFunctionName(name) : `${elixirFunctionName(parent.name)}/${parent.arity}`;
}

/** Funs come as Erlang prints them: `#Fun<Elixir.Shop.1.2>`, `fun 'Elixir.Shop':total/1`. */
function elixirOpaque(text: string, options: ElixirPrintOptions): string {
  const fun = /^#Fun<([^]*)\.(\d+)\.(\d+)>$/.exec(text);
  if (fun !== null) return elixirFun({ module: fun[1] ?? '', index: Number(fun[2]), oldUniq: Number(fun[3]) }, options);
  const external = /^fun ('?)([^':]+)\1:('?)([^':]+)\3\/(\d+)$/.exec(text);
  if (external === null) return text;
  return `&${elixirAtom(external[2] ?? '')}.${elixirFunctionName(external[4] ?? '')}/${external[5] ?? ''}`;
}
