import { tag } from './tags.ts';
import { type CutTerm } from './term.ts';

/**
 * A value to encode. Plain ones stand for: number without a fraction and bigint an integer, other numbers a float, string a
 * binary in UTF-8, Uint8Array a binary, boolean `true` or `false`, null `nil`, array a list, Map a map. The builders below
 * make the rest.
 */
export type Encodable =
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | readonly Encodable[]
  | ReadonlyMap<Encodable, Encodable>
  | Built;

export type Built =
  | { readonly kind: 'atom'; readonly name: string }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'tuple'; readonly elements: readonly Encodable[] }
  | { readonly kind: 'improper'; readonly elements: readonly Encodable[]; readonly tail: Encodable }
  | { readonly kind: 'bitstring'; readonly bytes: Uint8Array; readonly bitsInLast: number }
  | { readonly kind: 'cut binary'; readonly size: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'pid';
      readonly node: string;
      readonly id: number;
      readonly serial: number;
      readonly creation: number;
    }
  | { readonly kind: 'port'; readonly node: string; readonly id: number | bigint; readonly creation: number }
  | { readonly kind: 'reference'; readonly node: string; readonly ids: readonly number[]; readonly creation: number }
  | { readonly kind: 'export'; readonly module: string; readonly function: string; readonly arity: number }
  | {
      readonly kind: 'fun';
      readonly module: string;
      readonly arity: number;
      readonly index: number;
      readonly uniq: number;
      readonly variables: readonly Encodable[];
    }
  | { readonly kind: 'cut'; readonly what: CutTerm['what']; readonly missing: number }
  | { readonly kind: 'opaque'; readonly text: string }
  | { readonly kind: 'encoded'; readonly bytes: Uint8Array };

export const atom = (name: string): Built => ({ kind: 'atom', name });
export const float = (value: number): Built => ({ kind: 'float', value });
export const tuple = (...elements: readonly Encodable[]): Built => ({ kind: 'tuple', elements });
/** A list with that tail; an empty array of elements is the tail alone. */
export const improper = (elements: readonly Encodable[], tail: Encodable): Built => ({
  kind: 'improper',
  elements,
  tail,
});
/** Elements present of a list, and how many the recorder left out after them. */
export const cutList = (elements: readonly Encodable[], missing: number): Built =>
  improper(elements, cut('elements', missing));
export const cutTuple = (elements: readonly Encodable[], missing: number): Built =>
  tuple(...elements, cut('tuple elements', missing));
export const cutMap = (pairs: Iterable<readonly [Encodable, Encodable]>, missing: number): Encodable =>
  new Map<Encodable, Encodable>([...pairs, [cut('pairs', missing), []]]);
/** First bytes of a binary that had `size`. */
export const cutBinary = (bytes: Uint8Array, size: number): Built => ({ kind: 'cut binary', size, bytes });
export const cut = (what: CutTerm['what'], missing = 0): Built => ({ kind: 'cut', what, missing });
export const pid = (node: string, id: number, serial = 0, creation = 0): Built => ({
  kind: 'pid',
  node,
  id,
  serial,
  creation,
});
/** A struct: the map with `__struct__` first and its fields as they come. `module` as the atom is spelled: `Elixir.Date`. */
export const struct = (module: string, fields: Readonly<Record<string, Encodable>>): Encodable =>
  new Map<Encodable, Encodable>([
    [atom('__struct__'), atom(module)],
    ...Object.entries(fields).map(([name, value]) => [atom(name), value] as const),
  ]);
/** Bytes of a term that is encoded already, without the version byte. */
export const encoded = (bytes: Uint8Array): Built => ({ kind: 'encoded', bytes });

const utf8 = new TextEncoder();

/** Bytes that grow. */
interface Writer {
  bytes: Uint8Array;
  view: DataView;
  length: number;
}

function reserve(writer: Writer, count: number): number {
  const at = writer.length;
  writer.length += count;
  if (writer.length > writer.bytes.length) {
    const wider = new Uint8Array(Math.max(writer.length, writer.bytes.length * 2));
    wider.set(writer.bytes);
    writer.bytes = wider;
    writer.view = new DataView(wider.buffer);
  }
  return at;
}

function writeBytes(writer: Writer, bytes: ArrayLike<number>): void {
  // Reserved first: growing replaces `writer.bytes`.
  const at = reserve(writer, bytes.length);
  writer.bytes.set(bytes, at);
}

function writeUint32(writer: Writer, value: number): void {
  const at = reserve(writer, 4);
  writer.view.setUint32(at, value);
}

function writeTagged(writer: Writer, kind: number, count: number): void {
  writeBytes(writer, [kind]);
  writeUint32(writer, count);
}

/** The value in external term format, without the version byte unless asked for. Deep values take no stack. */
export function encodeTerm(value: Encodable, options: { readonly version?: boolean } = {}): Uint8Array {
  const bytes = new Uint8Array(64);
  const writer: Writer = { bytes, view: new DataView(bytes.buffer), length: 0 };
  if (options.version === true) writeBytes(writer, [tag.version]);
  // Values still to be written, the next one last.
  const waiting: Encodable[] = [value];
  while (waiting.length > 0) writeValue(writer, waiting.pop()!, waiting);
  return writer.bytes.slice(0, writer.length);
}

function later(waiting: Encodable[], values: readonly Encodable[]): void {
  for (let index = values.length - 1; index >= 0; index--) waiting.push(values[index]!);
}

function writeValue(writer: Writer, value: Encodable, waiting: Encodable[]): void {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && Number.isSafeInteger(value)) writeInteger(writer, BigInt(value));
    else writeFloat(writer, value);
  } else if (typeof value === 'bigint') {
    writeInteger(writer, value);
  } else if (typeof value === 'string') {
    writeBinary(writer, utf8.encode(value));
  } else if (typeof value === 'boolean') {
    writeAtom(writer, value ? 'true' : 'false');
  } else if (value === null) {
    writeAtom(writer, 'nil');
  } else if (value instanceof Uint8Array) {
    writeBinary(writer, value);
  } else if (isArray(value)) {
    if (value.length > 0) writeTagged(writer, tag.list, value.length);
    waiting.push(encoded(Uint8Array.of(tag.nil)));
    later(waiting, value);
  } else if ('kind' in value) {
    writeBuilt(writer, value, waiting);
  } else {
    writeTagged(writer, tag.map, value.size);
    const flat: Encodable[] = [];
    for (const [key, paired] of value) flat.push(key, paired);
    later(waiting, flat);
  }
}

function isArray(value: Encodable): value is readonly Encodable[] {
  return Array.isArray(value);
}

function writeBuilt(writer: Writer, value: Built, waiting: Encodable[]): void {
  switch (value.kind) {
    case 'atom':
      return writeAtom(writer, value.name);
    case 'float':
      return writeFloat(writer, value.value);
    case 'tuple':
      if (value.elements.length < 256) writeBytes(writer, [tag.smallTuple, value.elements.length]);
      else writeTagged(writer, tag.largeTuple, value.elements.length);
      return later(waiting, value.elements);
    case 'improper':
      if (value.elements.length > 0) writeTagged(writer, tag.list, value.elements.length);
      waiting.push(value.tail);
      return later(waiting, value.elements);
    case 'bitstring':
      writeTagged(writer, tag.bitBinary, value.bytes.length);
      writeBytes(writer, [value.bitsInLast]);
      return writeBytes(writer, value.bytes);
    case 'cut binary':
      writeTagged(writer, tag.cutBinary, value.size);
      writeUint32(writer, value.bytes.length);
      return writeBytes(writer, value.bytes);
    case 'pid':
      writeBytes(writer, [tag.newPid]);
      writeAtom(writer, value.node);
      return [value.id, value.serial, value.creation].forEach((word) => writeUint32(writer, word));
    case 'port':
      writeBytes(writer, [tag.v4Port]);
      writeAtom(writer, value.node);
      writeUint32(writer, Number(BigInt(value.id) >> 32n));
      writeUint32(writer, Number(BigInt(value.id) & 0xffffffffn));
      return writeUint32(writer, value.creation);
    case 'reference':
      writeBytes(writer, [tag.newerReference, value.ids.length >> 8, value.ids.length & 255]);
      writeAtom(writer, value.node);
      return [value.creation, ...value.ids].forEach((word) => writeUint32(writer, word));
    case 'export':
      writeBytes(writer, [tag.export]);
      return later(waiting, [atom(value.module), atom(value.function), value.arity]);
    case 'fun':
      return writeFun(writer, value);
    case 'cut':
      writeBytes(writer, [tag.cut, cutCodes[value.what]]);
      return writeUint32(writer, value.missing);
    case 'opaque': {
      const text = utf8.encode(value.text).subarray(0, 0xffff);
      writeBytes(writer, [tag.opaque, text.length >> 8, text.length & 255]);
      return writeBytes(writer, text);
    }
    case 'encoded':
      return writeBytes(writer, value.bytes);
  }
}

const cutCodes: Readonly<Record<CutTerm['what'], number>> = {
  term: 0,
  elements: 1,
  pairs: 2,
  'tuple elements': 3,
  bytes: 4,
  redacted: 5,
};

/** The size in front counts itself and all that follows, so the variables are encoded first. */
function writeFun(writer: Writer, fun: Extract<Built, { kind: 'fun' }>): void {
  const head = encodeTerm(
    improper(
      [atom(fun.module), fun.index, fun.uniq, pid('nonode@nohost', 0), ...fun.variables],
      encoded(new Uint8Array()),
    ),
  ).subarray(5);
  writeTagged(writer, tag.newFun, 4 + 1 + 16 + 4 + 4 + head.length);
  writeBytes(writer, [fun.arity]);
  writeBytes(writer, new Uint8Array(16));
  writeUint32(writer, fun.index);
  writeUint32(writer, fun.variables.length);
  writeBytes(writer, head);
}

function writeInteger(writer: Writer, value: bigint): void {
  if (value >= 0n && value <= 255n) return writeBytes(writer, [tag.smallInteger, Number(value)]);
  if (value >= -0x80000000n && value <= 0x7fffffffn) return writeTagged(writer, tag.integer, Number(value));
  const hexadecimal = (value < 0n ? -value : value).toString(16);
  const digits = hexadecimal.padStart(hexadecimal.length + (hexadecimal.length % 2), '0');
  const count = digits.length / 2;
  const magnitude = Uint8Array.from({ length: count }, (_, index) => {
    const at = (count - 1 - index) * 2;
    return Number.parseInt(digits.slice(at, at + 2), 16);
  });
  if (count < 256) writeBytes(writer, [tag.smallBig, count]);
  else writeTagged(writer, tag.largeBig, count);
  writeBytes(writer, [value < 0n ? 1 : 0]);
  writeBytes(writer, magnitude);
}

function writeFloat(writer: Writer, value: number): void {
  writeBytes(writer, [tag.newFloat]);
  // Reserved first: growing replaces `writer.view`.
  const at = reserve(writer, 8);
  writer.view.setFloat64(at, value);
}

function writeAtom(writer: Writer, name: string): void {
  const text = utf8.encode(name);
  if (text.length < 256) writeBytes(writer, [tag.smallAtomUtf8, text.length]);
  else writeBytes(writer, [tag.atomUtf8, text.length >> 8, text.length & 255]);
  writeBytes(writer, text);
}

function writeBinary(writer: Writer, bytes: Uint8Array): void {
  writeTagged(writer, tag.binary, bytes.length);
  writeBytes(writer, bytes);
}
