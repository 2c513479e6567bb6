import { type Description } from '../description.ts';

/**
 * The external term a description stands for, written from the format's documentation and not from the reader: the
 * oracle of the round trips. Local pids are of node `n@h`, creation 3.
 */
export function externalOf(term: Description): Uint8Array {
  return Uint8Array.from(bytesOf(term));
}

const u16 = (value: number) => [(value >> 8) & 0xff, value & 0xff];
const u32 = (value: number) => [(value >>> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
const text = (value: string) => [...new TextEncoder().encode(value)];

function integer(value: number | bigint): number[] {
  if (value >= 0 && value <= 255) return [97, Number(value)];
  if (value >= -(2 ** 31) && value < 2 ** 31) return [98, ...u32(Number(value) >>> 0)];
  const magnitude: number[] = [];
  const big = BigInt(value);
  for (let rest = big < 0n ? -big : big; rest > 0n; rest >>= 8n) magnitude.push(Number(rest & 255n));
  const sign = big < 0n ? 1 : 0;
  return magnitude.length < 256
    ? [110, magnitude.length, sign, ...magnitude]
    : [111, ...u32(magnitude.length), sign, ...magnitude];
}

function atom(name: string): number[] {
  const bytes = text(name);
  return bytes.length < 256 ? [119, bytes.length, ...bytes] : [118, ...u16(bytes.length), ...bytes];
}

/** All elements of a list with those of its tails, what follows them, and how many are missing. */
function flat(
  term: Description,
): { elements: readonly Description[]; tail?: Description; missing?: number } | undefined {
  if (typeof term !== 'object') return undefined;
  if (term.type === 'listFrom') {
    const whole = flat(term.list)!;
    return { ...whole, elements: whole.elements.slice(term.without) };
  }
  if (term.type !== 'list') return undefined;
  if (term.missing !== undefined) return { elements: term.elements, missing: term.missing };
  if (term.tail === undefined) return { elements: term.elements };
  const rest = flat(term.tail);
  return rest === undefined
    ? { elements: term.elements, tail: term.tail }
    : { ...rest, elements: [...term.elements, ...rest.elements] };
}

function list(term: Description): number[] {
  const { elements, tail, missing } = flat(term)!;
  const isPlain = typeof term === 'object' && term.type === 'list' && term.tail === undefined && missing === undefined;
  if (elements.length === 0 && missing === undefined && tail === undefined) return [106];
  if (isPlain && elements.every((element) => typeof element === 'number' && element >= 0 && element < 256))
    return [107, ...u16(elements.length), ...(elements as number[])];
  const end = missing !== undefined ? [1, 1, ...u32(missing)] : tail === undefined ? [106] : bytesOf(tail);
  return [108, ...u32(elements.length), ...elements.flatMap(bytesOf), ...end];
}

function bytesOf(term: Description): number[] {
  if (typeof term === 'number' || typeof term === 'bigint') return integer(term);
  switch (term.type) {
    case 'float': {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, term.value);
      return [70, ...new Uint8Array(view.buffer)];
    }
    case 'atom':
      return atom(term.name);
    case 'binary': {
      const total = Math.max(term.total ?? 0, term.bytes.length);
      return total === term.bytes.length
        ? [109, ...u32(total), ...term.bytes]
        : [2, ...u32(total), ...u32(term.bytes.length), ...term.bytes];
    }
    case 'pid':
      return [88, ...atom('n@h'), ...u32(term.id), ...u32(term.serial), ...u32(3)];
    case 'reference':
      return [90, ...u16(term.numbers.length / 4), ...atom('n@h'), ...u32(3), ...term.numbers];
    case 'opaque':
      return [3, ...u16(text(term.text).length), ...text(term.text)];
    case 'external':
      return [...term.bytes];
    case 'cut':
      return [1, term.what === 'redacted' ? 5 : 0, 0, 0, 0, 0];
    case 'tuple': {
      const missing = Math.max(0, (term.size ?? 0) - term.elements.length);
      const arity = term.elements.length + (missing > 0 ? 1 : 0);
      return [
        ...(arity < 256 ? [104, arity] : [105, ...u32(arity)]),
        ...term.elements.flatMap(bytesOf),
        ...(missing > 0 ? [1, 3, ...u32(missing)] : []),
      ];
    }
    case 'map': {
      const missing = Math.max(0, (term.size ?? 0) - term.pairs.length);
      return [
        116,
        ...u32(term.pairs.length + (missing > 0 ? 1 : 0)),
        ...term.pairs.flatMap(([key, value]) => [...bytesOf(key), ...bytesOf(value)]),
        ...(missing > 0 ? [1, 2, ...u32(missing), 106] : []),
      ];
    }
    default:
      return list(term);
  }
}
