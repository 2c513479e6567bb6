import { elixirAtom, elixirKey, escapeElixirCharacter, hexadecimal } from './atom-elixir.ts';
import { cutText, isMark } from './cut-text.ts';
import { calendarText } from './elixir-calendar.ts';
import { printPair, printSequence } from './elixir-list.ts';
import { type ElixirPrinter, type ElixirPrintOptions, type Sequence } from './elixir-printer.ts';
import { boundedOutput } from './output.ts';
import { printEscaped } from './elixir-text.ts';
import { standardStructs, type StructDefinition } from './standard-structs.ts';
import { fieldOrder, integerField, membersOf, structOf, textField, type Struct } from './struct.ts';
import { type CutTerm, type MapTerm, type Term } from './term.ts';

/** Prints the map as its struct does; false, and nothing printed, if it prints as a map. */
export function printStruct(map: MapTerm, printer: ElixirPrinter): boolean {
  const struct = structOf(map);
  if (struct === undefined) return false;
  if (struct.cut === undefined && printWellKnown(struct, printer)) return true;
  const definition = definitionOf(struct, printer.options);
  // A struct that is not as its module defines it is a map with a strange key; that it is to `inspect/2` too.
  if (definition === undefined && printer.options.structs?.has(struct.module) === true) return false;
  printFields(struct, definition, printer);
  return true;
}

/** The definition that the struct is made by, if one is known. */
export function definitionOf(struct: Struct, options: ElixirPrintOptions): StructDefinition | undefined {
  const standard = standardStructs.get(struct.module);
  const given = options.structs?.get(struct.module);
  const definition = given === undefined ? standard : { ...standard, ...given };
  return definition !== undefined && fitsDefinition(struct, definition) ? definition : undefined;
}

function fitsDefinition({ fields, cut }: Struct, definition: StructDefinition): boolean {
  const known = new Set(definition.fields);
  const own = [...fields.keys()].filter((name) => name !== '__exception__');
  return own.every((name) => known.has(name)) && (cut !== undefined || own.length === known.size);
}

/** The first characters of what the value prints as. */
function printed(term: Term, maximumCharacters: number, printer: ElixirPrinter): string {
  const out = boundedOutput(maximumCharacters);
  printer.print(term, { ...printer, out });
  return out.text();
}

function printFields(struct: Struct, definition: StructDefinition | undefined, printer: ElixirPrinter): void {
  const { out } = printer;
  const { fields, cut } = struct;
  const only = definition?.only;
  const isShown = (name: string): boolean => {
    const byDefault = definition?.optional?.get(name);
    if (byDefault !== undefined && printed(fields.get(name)!, byDefault.length + 1, printer) === byDefault)
      return false;
    return only?.includes(name) ?? true;
  };
  out.write(only === undefined ? `%${elixirAtom(struct.module)}{` : `#${elixirAtom(struct.module)}<`);
  let separator = '';
  for (const name of fieldOrder(struct, definition)) {
    if (out.full) return;
    if (!isShown(name)) continue;
    out.write(separator);
    printPair(name, fields.get(name)!, printer);
    separator = ', ';
  }
  if (cut !== undefined) out.write(separator + cutText(cut));
  out.write(only === undefined ? '}' : `${cut === undefined ? separator : ', '}...>`);
}

/** Structs of the standard library that print in a form of their own, provided that they are well formed. */
function printWellKnown(struct: Struct, printer: ElixirPrinter): boolean {
  const { out } = printer;
  const text = calendarText(struct);
  if (text !== undefined) {
    out.write(text);
    return true;
  }
  switch (struct.module) {
    case 'Elixir.Range':
      return printRange(struct, printer);
    case 'Elixir.MapSet':
      return printMapSet(struct, printer);
    case 'Elixir.Regex':
      return printRegex(struct, printer);
    case 'Elixir.Stream':
      return printStream(struct, printer);
    case 'Elixir.Version.Requirement':
      return printRequirement(struct, printer);
    default:
      return false;
  }
}

function printRange({ fields }: Struct, { out }: ElixirPrinter): boolean {
  const [first, last] = [integerField(fields, 'first'), integerField(fields, 'last')];
  if (first === undefined || last === undefined) return false;
  // Ranges had no step before Elixir 1.12.
  const step = fields.has('step') ? integerField(fields, 'step') : first <= last ? 1 : -1;
  if (step === undefined) return false;
  out.write(step === 1 && last >= first ? `${first}..${last}` : `${first}..${last}//${step}`);
  return true;
}

function printMapSet(struct: Struct, printer: ElixirPrinter): boolean {
  const members = membersOf(struct);
  if (members === undefined) return false;
  const member = (index: number) => {
    const key = members.key(index);
    return key === undefined || isMark(key, 'pairs') ? undefined : key;
  };
  printer.out.write('MapSet.new(');
  printMembers({ child: member, tail: () => mark(members) }, printer);
  printer.out.write(')');
  return true;
}

/** The mark at the end of a cut map, turned into that of a list. */
function mark(map: MapTerm): CutTerm | undefined {
  const cut = map.cut();
  return cut === undefined ? undefined : { ...cut, what: 'elements' };
}

function printMembers(sequence: Sequence, printer: ElixirPrinter): void {
  printSequence(sequence, { ...printer, charlists: false });
}

const regexNames = new Map([
  [7, '\\a'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [92, '\\'],
]);

function escapeRegexCharacter(codePoint: number): string {
  const name = regexNames.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint !== 0 && (codePoint < 0x20 || codePoint === 0x7f)) return `\\x${hexadecimal(codePoint, 2)}`;
  return escapeElixirCharacter(codePoint);
}

function printRegex({ fields }: Struct, printer: ElixirPrinter): boolean {
  const { out } = printer;
  const source = fields.get('source');
  const options = fields.get('opts');
  if (source?.kind !== 'binary' || source.missing > 0) return false;
  if (options?.kind === 'list') {
    out.write('Regex.compile!(');
    printer.print(source, printer);
    out.write(', ');
    printer.print(options, printer);
    out.write(')');
    return true;
  }
  if (options?.kind !== 'binary' || options.missing > 0) return false;
  out.write('~r/');
  printEscaped(withoutEscapedSlashes(source.bytes), '/', escapeRegexCharacter, out);
  out.write('/');
  out.write(String.fromCharCode(...options.bytes.subarray(0, 100)));
  return true;
}

/** `\/` means `/`; the slash is escaped again when printed. A regex is short: it is copied. */
function withoutEscapedSlashes(bytes: Uint8Array): Uint8Array {
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const escaped = bytes[at] === 0x5c ? bytes[at + 1] : undefined;
    if (escaped === 0x2f) at++;
    plain.push(bytes[at]!);
    if (escaped === 0x5c) plain.push(bytes[++at]!);
  }
  return Uint8Array.from(plain);
}

function printStream({ fields }: Struct, printer: ElixirPrinter): boolean {
  const { out } = printer;
  const funs = fields.get('funs');
  const source = fields.get('enum');
  if (source === undefined || funs?.kind !== 'list' || funs.tail() !== undefined) return false;
  const last = funs.length() - 1;
  out.write(`#Stream<[${elixirKey('enum')} `);
  printer.print(source, printer);
  out.write(`, ${elixirKey('funs')} `);
  printSequence({ child: (index) => funs.child(last - index), tail: () => undefined }, printer);
  out.write(']>');
  return true;
}

function printRequirement({ fields }: Struct, { out }: ElixirPrinter): boolean {
  const source = textField(fields, 'source');
  if (source === undefined) return false;
  out.write(`Version.parse_requirement!("${source}")`);
  return true;
}
