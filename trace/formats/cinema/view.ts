import { scan, scanned, termSource, type TermSource } from '../../term/scan.ts';
import { tag } from '../../term/tags.ts';

/**
 * A glance at an external term, for the facts a reader itself needs: who was spawned, what a mark says. Only so much of
 * it as is asked for; anything else is `other`.
 */
export type View =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'atom'; readonly name: string }
  | {
      readonly kind: 'pid';
      readonly node: string;
      readonly id: number;
      readonly serial: number;
      readonly creation: number;
    }
  | { readonly kind: 'port'; readonly node: string; readonly id: bigint; readonly creation: number }
  | { readonly kind: 'tuple'; readonly elements: readonly View[] }
  | { readonly kind: 'list'; readonly elements: readonly View[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'other' };

const other: View = { kind: 'other' };
const decoder = new TextDecoder();
/** Of each tuple and list no more than this many elements are looked at. */
const mostElements = 64;

/** The view of the term at `at`, nested `depth` levels. */
export function view(bytes: Uint8Array, at = 0, depth = 6): View {
  return viewAt(termSource(bytes), at, depth).view;
}

/** Where the elements of the tuple at `at` begin, at most `most` of them; undefined if it is none. */
export function tupleElements(bytes: Uint8Array, at: number, most: number): number[] | undefined {
  const kind = bytes[at];
  if (kind !== tag.smallTuple && kind !== tag.largeTuple) return undefined;
  const source = termSource(bytes);
  let next = scan(source, at);
  if (next < 0) return undefined;
  const count = Math.min(scanned.children, most);
  const places: number[] = [];
  for (let index = 0; index < count; index++) {
    places.push(next);
    next = endOf(source, next);
    if (next < 0) return undefined;
  }
  places.push(next);
  return places;
}

/** End of the external term at `at`, or -1. */
export const termEnd = (bytes: Uint8Array, at: number): number => endOf(termSource(bytes), at);

function endOf(source: TermSource, at: number): number {
  let pending = 1;
  let next = at;
  while (pending > 0) {
    next = scan(source, next);
    if (next < 0) return -1;
    pending += scanned.children - 1;
  }
  return next;
}

function viewAt(source: TermSource, at: number, depth: number): { readonly view: View; readonly end: number } {
  const { bytes, view: data } = source;
  const inner = scan(source, at);
  if (inner < 0) return { view: other, end: -1 };
  const children = scanned.children;
  const kind = bytes[at]!;
  switch (kind) {
    case tag.smallInteger:
      return { view: { kind: 'integer', value: bytes[at + 1]! }, end: inner };
    case tag.integer:
      return { view: { kind: 'integer', value: data.getInt32(at + 1) }, end: inner };
    case tag.smallAtom:
    case tag.smallAtomUtf8:
    case tag.atom:
    case tag.atomUtf8:
      return { view: { kind: 'atom', name: atomName(bytes, at) }, end: inner };
    case tag.opaque:
    case tag.string:
      return { view: { kind: 'text', text: decoder.decode(bytes.subarray(at + 3, inner)) }, end: inner };
    case tag.binary:
      return {
        view: { kind: 'text', text: decoder.decode(bytes.subarray(at + 5, Math.min(inner, at + 5 + 65536))) },
        end: inner,
      };
    case tag.newPid:
    case tag.pid: {
      const rest = inner - (kind === tag.newPid ? 12 : 9);
      return {
        view: {
          kind: 'pid',
          node: atomName(bytes, at + 1),
          id: data.getUint32(rest),
          serial: data.getUint32(rest + 4),
          creation: kind === tag.newPid ? data.getUint32(rest + 8) : bytes[rest + 8]!,
        },
        end: inner,
      };
    }
    case tag.v4Port:
      return {
        view: {
          kind: 'port',
          node: atomName(bytes, at + 1),
          id: data.getBigUint64(inner - 12),
          creation: data.getUint32(inner - 4),
        },
        end: inner,
      };
    case tag.newPort:
      return {
        view: {
          kind: 'port',
          node: atomName(bytes, at + 1),
          id: BigInt(data.getUint32(inner - 8)),
          creation: data.getUint32(inner - 4),
        },
        end: inner,
      };
    case tag.nil:
      return { view: { kind: 'list', elements: [] }, end: inner };
    case tag.smallTuple:
    case tag.largeTuple:
    case tag.list: {
      if (depth === 0) return { view: other, end: endOf(source, at) };
      const elements: View[] = [];
      const count = kind === tag.list ? children - 1 : children;
      let next = inner;
      for (let index = 0; index < children && next >= 0; index++) {
        if (index >= mostElements || index >= count) next = endOf(source, next);
        else {
          const element = viewAt(source, next, depth - 1);
          elements.push(element.view);
          next = element.end;
        }
      }
      return { view: { kind: kind === tag.list ? 'list' : 'tuple', elements }, end: next };
    }
    default:
      return { view: other, end: children === 0 ? inner : endOf(source, at) };
  }
}

/** Name of the atom at `at`, which `scan` has found whole. */
export function atomName(bytes: Uint8Array, at: number): string {
  const short = bytes[at] === tag.smallAtom || bytes[at] === tag.smallAtomUtf8;
  const begin = at + (short ? 2 : 3);
  const length = short ? bytes[at + 1]! : (bytes[at + 1]! << 8) | bytes[at + 2]!;
  const name = bytes.subarray(begin, begin + length);
  return bytes[at] === tag.smallAtom || bytes[at] === tag.atom
    ? Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1')
    : decoder.decode(name);
}
