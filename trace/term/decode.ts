import { lazyChildren, lazyList } from './lazy.ts';
import { scan, scanned, skip, termSource, type TermSource } from './scan.ts';
import { tag } from './tags.ts';
import { type CutTerm, type InvalidTerm, type ListTerm, type MapTerm, type Term, type TupleTerm } from './term.ts';
import { decodeLatin1, decodeUtf8 } from './text.ts';

/**
 * Unpacks zlib data. Gives undefined for damaged data and for more than `maximumBytes`, which it must not exceed on the
 * way. Handed in, because trace/term also runs where there is no zlib.
 */
export type Inflate = (packed: Uint8Array, maximumBytes: number) => Uint8Array | undefined;

export interface DecodeOptions {
  /** Without it a compressed term is `invalid`. */
  readonly inflate?: Inflate;
  /** Largest unpacked size accepted, in bytes. */
  readonly maximumInflated?: number;
}

const defaultMaximumInflated = 256 * 1024 * 1024;
/** Integers of more bytes than this are not converted: printing them would take seconds and help nobody. */
const largestInteger = 64 * 1024;

/**
 * The term encoded in `bytes`, with or without the leading version byte 131. Any bytes may come: what is no term is an
 * `invalid` one. Bytes after the term are left alone. Costs nothing for what is not asked for.
 */
export function decodeTerm(bytes: Uint8Array, options: DecodeOptions = {}): Term {
  const source = termSource(bytes);
  const start = bytes[0] === tag.version ? 1 : 0;
  return bytes[start] === tag.compressed ? unpack(source, start, options) : termAt(source, start);
}

function unpack(source: TermSource, offset: number, options: DecodeOptions): Term {
  const { bytes, view } = source;
  if (offset + 5 > bytes.length) return invalid(source, offset, 'the size of a compressed term');
  if (options.inflate === undefined) return invalid(source, offset, 'a term that is not compressed');
  const size = view.getUint32(offset + 1);
  const maximum = options.maximumInflated ?? defaultMaximumInflated;
  if (size > maximum) return invalid(source, offset, `at most ${maximum} bytes when unpacked, not ${size}`);
  const unpacked = options.inflate(bytes.subarray(offset + 5), size);
  if (unpacked?.length !== size) return invalid(source, offset, `${size} bytes of zlib data`);
  return termAt(termSource(unpacked), 0);
}

function invalid(source: TermSource, offset: number, expected: string): InvalidTerm {
  return { kind: 'invalid', source, offset, expected };
}

/** The term whose tag stands at `offset`. */
export function termAt(source: TermSource, offset: number): Term {
  const end = scan(source, offset);
  if (end < 0) return invalid(source, scanned.problemAt, scanned.problem);
  const { bytes, view } = source;
  switch (bytes[offset]) {
    case tag.smallInteger:
      return { kind: 'integer', source, offset, value: bytes[offset + 1]!, byteLength: 1 };
    case tag.integer:
      return { kind: 'integer', source, offset, value: view.getInt32(offset + 1), byteLength: 4 };
    case tag.smallBig:
      return bigAt(source, offset, offset + 3, end);
    case tag.largeBig:
      return bigAt(source, offset, offset + 6, end);
    case tag.newFloat:
      return floatOf(source, offset, view.getFloat64(offset + 1));
    case tag.float:
      return oldFloatAt(source, offset);
    case tag.smallAtom:
    case tag.smallAtomUtf8:
    case tag.atom:
    case tag.atomUtf8: {
      const name = atomName(source, offset);
      return name === undefined ? invalid(source, offset, 'an atom in UTF-8') : { kind: 'atom', source, offset, name };
    }
    case tag.nil:
    case tag.string:
    case tag.list:
      return listAt(source, offset);
    case tag.smallTuple:
    case tag.largeTuple:
      return tupleAt(source, offset, end, scanned.children);
    case tag.map:
      return mapAt(source, offset, end, scanned.children / 2);
    case tag.binary:
      return binaryOf(source, offset, bytes.subarray(offset + 5, end), end - offset - 5);
    case tag.cutBinary: {
      const present = bytes.subarray(offset + 9, end);
      return binaryOf(source, offset, present, Math.max(present.length, view.getUint32(offset + 1)));
    }
    case tag.bitBinary:
      return bitstringAt(source, offset, end);
    case tag.pid:
    case tag.newPid:
    case tag.port:
    case tag.newPort:
    case tag.v4Port:
    case tag.reference:
      return identifierAt(source, offset, end);
    case tag.newReference:
    case tag.newerReference:
      return referenceAt(source, offset, end);
    case tag.newFun:
    case tag.fun:
      return funAt(source, offset, end, scanned.children);
    case tag.export:
      return exportAt(source, offset);
    case tag.cut:
      return cutAt(source, offset);
    default: {
      const text = decodeUtf8(bytes.subarray(offset + 3, end));
      return text === undefined ? invalid(source, offset, 'text in UTF-8') : { kind: 'opaque', source, offset, text };
    }
  }
}

function bigAt(source: TermSource, offset: number, first: number, end: number): Term {
  const byteLength = end - first;
  const value = byteLength > largestInteger ? undefined : bigValue(source.bytes, first, end);
  return { kind: 'integer', source, offset, value, byteLength };
}

/** A sign byte, then the magnitude, lowest byte first; the sign stands just before `first`. */
function bigValue(bytes: Uint8Array, first: number, end: number): number | bigint {
  let hexadecimal = '';
  for (let at = end - 1; at >= first; at--) hexadecimal += bytes[at]!.toString(16).padStart(2, '0');
  const magnitude = BigInt(`0x0${hexadecimal}`);
  const value = bytes[first - 1] === 0 ? magnitude : -magnitude;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function floatOf(source: TermSource, offset: number, value: number): Term {
  return Number.isFinite(value) ? { kind: 'float', source, offset, value } : invalid(source, offset, 'a finite float');
}

/** The text form of old: 31 bytes, padded with zeros. */
function oldFloatAt(source: TermSource, offset: number): Term {
  const text = decodeLatin1(source.bytes.subarray(offset + 1, offset + 32)).replace(/\0[^]*$/, '');
  return /^\s*[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)
    ? floatOf(source, offset, Number(text))
    : invalid(source, offset, 'a float in text');
}

function atomName(source: TermSource, offset: number): string | undefined {
  const { bytes, view } = source;
  switch (bytes[offset]) {
    case tag.smallAtom:
      return decodeLatin1(bytes.subarray(offset + 2, offset + 2 + bytes[offset + 1]!));
    case tag.smallAtomUtf8:
      return decodeUtf8(bytes.subarray(offset + 2, offset + 2 + bytes[offset + 1]!));
    case tag.atom:
      return decodeLatin1(bytes.subarray(offset + 3, offset + 3 + view.getUint16(offset + 1)));
    default:
      return decodeUtf8(bytes.subarray(offset + 3, offset + 3 + view.getUint16(offset + 1)));
  }
}

function binaryOf(source: TermSource, offset: number, bytes: Uint8Array, size: number): Term {
  return { kind: 'binary', source, offset, bytes, size, missing: size - bytes.length };
}

function bitstringAt(source: TermSource, offset: number, end: number): Term {
  const bits = source.bytes[offset + 5]!;
  const bytes = source.bytes.subarray(offset + 6, end);
  if (bits === 8 || (bits === 0 && bytes.length === 0)) return binaryOf(source, offset, bytes, bytes.length);
  if (bits === 0 || bits > 8 || bytes.length === 0)
    return invalid(source, offset, 'a bitstring with 1 to 8 bits in its last byte');
  return { kind: 'bitstring', source, offset, bytes, bitsInLast: bits };
}

function tupleAt(source: TermSource, offset: number, first: number, size: number): TupleTerm {
  const children = lazyChildren(source, first, size, termAt);
  return {
    kind: 'tuple',
    source,
    offset,
    size,
    child: children.child,
    slice: children.slice,
    cut: () => asCut(children.child(size - 1), 'tuple elements'),
  };
}

function mapAt(source: TermSource, offset: number, first: number, size: number): MapTerm {
  const children = lazyChildren(source, first, size * 2, termAt);
  const key = (index: number) => children.child(index * 2);
  const value = (index: number) => children.child(index * 2 + 1);
  return {
    kind: 'map',
    source,
    offset,
    size,
    key,
    value,
    slice: (start, count) => {
      const pairs: { key: Term; value: Term }[] = [];
      const end = Math.min(size, start + count);
      for (let index = start; index < end; index++) pairs.push({ key: key(index)!, value: value(index)! });
      return pairs;
    },
    cut: () => asCut(key(size - 1), 'pairs'),
  };
}

function asCut(term: Term | undefined, what: CutTerm['what']): CutTerm | undefined {
  return term?.kind === 'cut' && term.what === what ? term : undefined;
}

function listAt(source: TermSource, offset: number): ListTerm {
  const list = lazyList(source, offset, termAt);
  return { kind: 'list', source, offset, ...list, cut: () => asCut(list.tail(), 'elements') };
}

/** Processes, ports and references of the oldest form: node, then numbers. */
function identifierAt(source: TermSource, offset: number, end: number): Term {
  const { view } = source;
  const node = atomName(source, offset + 1);
  if (node === undefined) return invalid(source, offset + 1, 'the name of a node');
  switch (source.bytes[offset]) {
    case tag.pid:
      return {
        kind: 'pid',
        source,
        offset,
        node,
        id: view.getUint32(end - 9),
        serial: view.getUint32(end - 5),
        creation: view.getUint8(end - 1),
      };
    case tag.newPid:
      return {
        kind: 'pid',
        source,
        offset,
        node,
        id: view.getUint32(end - 12),
        serial: view.getUint32(end - 8),
        creation: view.getUint32(end - 4),
      };
    case tag.port:
      return { kind: 'port', source, offset, node, id: view.getUint32(end - 5), creation: view.getUint8(end - 1) };
    case tag.newPort:
      return { kind: 'port', source, offset, node, id: view.getUint32(end - 8), creation: view.getUint32(end - 4) };
    case tag.v4Port: {
      const id = view.getBigUint64(end - 12);
      const safe = id <= Number.MAX_SAFE_INTEGER ? Number(id) : id;
      return { kind: 'port', source, offset, node, id: safe, creation: view.getUint32(end - 4) };
    }
    default:
      return {
        kind: 'reference',
        source,
        offset,
        node,
        ids: [view.getUint32(end - 5)],
        creation: view.getUint8(end - 1),
      };
  }
}

function referenceAt(source: TermSource, offset: number, end: number): Term {
  const { view } = source;
  const node = atomName(source, offset + 3);
  if (node === undefined) return invalid(source, offset + 3, 'the name of a node');
  const count = view.getUint16(offset + 1);
  const first = end - 4 * count;
  const ids: number[] = [];
  for (let index = 0; index < count; index++) ids.push(view.getUint32(first + 4 * index));
  const creation = source.bytes[offset] === tag.newReference ? view.getUint8(first - 1) : view.getUint32(first - 4);
  return { kind: 'reference', source, offset, node, ids, creation };
}

/** In front of the closure's variables stand, in the new form, module, index, hash, pid; in the old one the pid comes first. */
function funAt(source: TermSource, offset: number, first: number, count: number): Term {
  const { view } = source;
  const isNew = source.bytes[offset] === tag.newFun;
  const children = lazyChildren(source, first, count, termAt);
  const at = isNew ? 0 : 1;
  const module = children.child(at);
  const oldIndex = children.child(at + 1);
  const oldUniq = children.child(at + 2);
  if (module?.kind !== 'atom' || oldIndex?.kind !== 'integer' || oldUniq?.kind !== 'integer') {
    return invalid(source, first, 'the module, index and hash of a fun');
  }
  return {
    kind: 'fun',
    source,
    offset,
    module: module.name,
    arity: isNew ? view.getUint8(offset + 5) : undefined,
    index: isNew ? view.getUint32(offset + 22) : Number(oldIndex.value),
    oldIndex: Number(oldIndex.value),
    oldUniq: Number(oldUniq.value),
    pid: children.child(isNew ? 3 : 0),
    size: count - 4,
    child: (index) => (index < 0 ? undefined : children.child(index + 4)),
    slice: (start, wanted) => children.slice(Math.max(0, start) + 4, wanted),
  };
}

function exportAt(source: TermSource, offset: number): Term {
  const children = lazyChildren(source, offset + 1, 3, termAt);
  const module = children.child(0);
  const name = children.child(1);
  const arity = children.child(2);
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || arity?.kind !== 'integer') {
    return invalid(source, offset + 1, 'the module, function and arity of a function');
  }
  return { kind: 'export', source, offset, module: module.name, function: name.name, arity: Number(arity.value) };
}

const cuts: readonly CutTerm['what'][] = ['term', 'elements', 'pairs', 'tuple elements', 'bytes', 'redacted'];

function cutAt(source: TermSource, offset: number): Term {
  const what = cuts[source.bytes[offset + 1]!];
  if (what === undefined) return invalid(source, offset + 1, 'what was cut, 0 to 5');
  return { kind: 'cut', source, offset, what, missing: source.view.getUint32(offset + 2) };
}

/**
 * The bytes that encode the term, without version byte: equal bytes are equal values. A view where possible. Undefined if
 * there is damage inside.
 */
export function encodedBytes(term: Term): Uint8Array | undefined {
  // Elements of a string have no tag of their own.
  if (term.kind === 'integer' && term.byteLength === 1 && typeof term.value === 'number' && term.value >= 0) {
    return Uint8Array.of(tag.smallInteger, term.value);
  }
  const end = skip(term.source, term.offset);
  return end < 0 ? undefined : term.source.bytes.subarray(term.offset, end);
}
