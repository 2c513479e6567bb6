import { type BinaryDescription, type Description, type ListDescription } from './description.ts';
import { nativeTag, smallestWindow } from './layout.ts';
import { type Output, putByte, putBytes, putVarint, reserve } from './output.ts';

/**
 * Writes terms in the native coding of one chunk: atoms and pids by number, what was written before by reference.
 * Begins anew with every chunk, as chunks stand alone.
 */
export interface TermEncoder {
  put(term: Description): void;
  /** The atom of this name, without a description. */
  putAtom(name: string): void;
  putPid(id: number, serial: number): void;
  reset(): void;
}

const encoder = new TextEncoder();
/** Lists, tuples and maps nested deeper than this are left out: a writer may be recursive, its reader is not. */
const deepest = 1000;
const largestCount = 0xffff;

export function createTermEncoder(out: Output): TermEncoder {
  const atoms = new Map<string, number>();
  const pids = new Map<number, number>();
  /** By identity: the number of the container as which a description was written. */
  const containers = new Map<object, number>();
  let containerCount = 0;
  let window: { readonly buffer: ArrayBufferLike; readonly base: number; end: number } | undefined;

  function putAtom(name: string): void {
    const number = atoms.get(name);
    if (number === undefined) {
      atoms.set(name, atoms.size);
      const bytes = encoder.encode(name);
      putByte(out, nativeTag.newAtom);
      putVarint(out, bytes.length);
      putBytes(out, bytes);
    } else if (number < 128) putByte(out, 0x80 + number);
    else {
      putByte(out, nativeTag.atom);
      putVarint(out, number);
    }
  }

  function putPid(id: number, serial: number): void {
    const key = serial * 2 ** 32 + id;
    const number = pids.get(key);
    if (number === undefined) {
      pids.set(key, pids.size);
      putByte(out, nativeTag.newPid);
      putVarint(out, id);
      putVarint(out, serial);
    } else {
      putByte(out, nativeTag.pid);
      putVarint(out, number);
    }
  }

  function putInteger(value: number | bigint): void {
    if (value >= 0 && value < 0x40) return putByte(out, Number(value));
    if (typeof value === 'number' && Math.abs(value) < 2 ** 51) {
      putByte(out, nativeTag.integer);
      return putVarint(out, value >= 0 ? 2 * value : -2 * value - 1);
    }
    const integer = BigInt(value);
    if (BigInt.asIntN(64, integer) === integer) {
      putByte(out, nativeTag.integer);
      let rest = BigInt.asUintN(64, (integer << 1n) ^ (integer >> 63n));
      for (; rest >= 0x80n; rest >>= 7n) putByte(out, Number(rest & 0x7fn) | 0x80);
      return putByte(out, Number(rest));
    }
    return putExternal(externalInteger(integer));
  }

  function putExternal(bytes: Uint8Array): void {
    putByte(out, nativeTag.external);
    putVarint(out, bytes.length);
    putBytes(out, bytes);
  }

  const remember = (term: object) => containers.set(term, containerCount++);

  function putBinary(term: BinaryDescription): void {
    const { bytes } = term;
    const total = Math.max(term.total ?? 0, bytes.length);
    const begin = bytes.byteOffset;
    remember(term);
    if (
      window !== undefined &&
      bytes.buffer === window.buffer &&
      begin >= window.base &&
      begin <= window.end &&
      bytes.length > 0
    ) {
      const more = Math.max(0, begin + bytes.length - window.end);
      putByte(out, nativeTag.window);
      putVarint(out, total);
      putVarint(out, bytes.length);
      putVarint(out, begin - window.base);
      putVarint(out, more);
      putBytes(out, bytes.subarray(bytes.length - more));
      window.end += more;
      return;
    }
    putByte(out, nativeTag.binary);
    putVarint(out, total);
    putVarint(out, bytes.length);
    putBytes(out, bytes);
    if (bytes.length >= smallestWindow) window = { buffer: bytes.buffer, base: begin, end: begin + bytes.length };
  }

  function putShort(value: number): void {
    const at = reserve(out, 2);
    out.bytes[at] = value & 0xff;
    out.bytes[at + 1] = value >> 8;
  }

  function putList(term: ListDescription, depth: number): void {
    const { elements, tail, missing } = term;
    const count = Math.min(elements.length, largestCount);
    if (count === 0 && missing === undefined && tail === undefined) return putByte(out, nativeTag.nil);
    remember(term);
    const cut = missing ?? 0;
    const isCut = missing !== undefined || count < elements.length;
    const isBytes =
      tail === undefined && elements.every((element) => typeof element === 'number' && element >= 0 && element < 256);
    putByte(out, isBytes ? nativeTag.byteList : nativeTag.list);
    putShort(count);
    for (let index = 0; index < count; index++) {
      if (isBytes) putByte(out, elements[index] as number);
      else put(elements[index]!, depth);
    }
    if (isCut) {
      putByte(out, 2);
      putVarint(out, missing === 0 ? 0 : cut + elements.length - count);
    } else if (tail !== undefined) {
      putByte(out, 1);
      put(tail, depth);
    } else putByte(out, 0);
  }

  function put(term: Description, depth: number): void {
    if (typeof term === 'number' || typeof term === 'bigint') return putInteger(term);
    if (depth > deepest) return put({ type: 'cut', what: 'term' }, 0);
    const known = containers.get(term);
    if (known !== undefined) {
      putByte(out, nativeTag.same);
      return putVarint(out, containerCount - known);
    }
    switch (term.type) {
      case 'atom':
        return putAtom(term.name);
      case 'pid':
        return putPid(term.id, term.serial);
      case 'float': {
        const at = reserve(out, 9);
        out.bytes[at] = nativeTag.float;
        return out.view.setFloat64(at + 1, term.value, true);
      }
      case 'binary':
        return putBinary(term);
      case 'reference':
        putByte(out, nativeTag.reference);
        putByte(out, Math.min(255, term.numbers.length));
        return putBytes(out, term.numbers.subarray(0, 255));
      case 'opaque': {
        const bytes = encoder.encode(term.text);
        putByte(out, nativeTag.opaque);
        putVarint(out, bytes.length);
        return putBytes(out, bytes);
      }
      case 'external':
        return putExternal(term.bytes);
      case 'cut':
        putByte(out, nativeTag.cut);
        return putByte(out, term.what === 'redacted' ? 5 : 0);
      case 'tuple': {
        remember(term);
        const { elements } = term;
        const size = Math.max(term.size ?? 0, elements.length);
        if (size === elements.length && size < 16) putByte(out, nativeTag.tuple + size);
        else {
          putByte(out, nativeTag.largeTuple);
          putVarint(out, size);
          putVarint(out, elements.length);
        }
        for (const element of elements) put(element, depth + 1);
        return;
      }
      case 'list':
        return putList(term, depth + 1);
      case 'listFrom': {
        const first = containers.get(term.list);
        if (first === undefined)
          return putList({ ...term.list, elements: term.list.elements.slice(term.without) }, depth + 1);
        putByte(out, nativeTag.listFrom);
        putVarint(out, containerCount - first);
        return putVarint(out, term.without);
      }
      case 'map': {
        remember(term);
        const count = Math.min(term.pairs.length, largestCount);
        putByte(out, nativeTag.map);
        putVarint(out, Math.max(term.size ?? 0, term.pairs.length));
        putShort(count);
        for (let index = 0; index < count; index++) {
          put(term.pairs[index]![0], depth + 1);
          put(term.pairs[index]![1], depth + 1);
        }
        return;
      }
    }
  }

  return {
    put: (term) => put(term, 0),
    putAtom,
    putPid,
    reset() {
      atoms.clear();
      pids.clear();
      containers.clear();
      containerCount = 0;
      window = undefined;
    },
  };
}

/** An integer beyond 64 bits in the external term format (SMALL_BIG_EXT, LARGE_BIG_EXT). */
function externalInteger(value: bigint): Uint8Array {
  const magnitude: number[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) magnitude.push(Number(rest & 0xffn));
  const sign = value < 0n ? 1 : 0;
  const size = magnitude.length;
  return size < 256
    ? Uint8Array.of(110, size, sign, ...magnitude)
    : Uint8Array.of(111, size >>> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff, sign, ...magnitude);
}
