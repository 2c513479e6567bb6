import { tag } from './tags.ts';

/** Encoded bytes with what was learnt about them while walking. Shared by all terms decoded from them. */
export interface TermSource {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where some of the larger containers end, by where they begin; -1 for those that hold damage. See `skip`. */
  readonly ends: Map<number, number>;
  /** The damage found last. */
  damage: { readonly offset: number; readonly expected: string } | undefined;
}

export function termSource(bytes: Uint8Array): TermSource {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ends: new Map(),
    damage: undefined,
  };
}

/**
 * What `scan` found out about one term. `children` terms follow its own bytes. Reused by every call, so that walking
 * allocates nothing; read it before scanning again.
 */
export const scanned = { children: 0, problem: '', problemAt: 0 };

function fail(offset: number, problem: string): -1 {
  scanned.problem = problem;
  scanned.problemAt = offset;
  return -1;
}

/** The end of the atom at `offset`, or -1. */
function atomEnd(source: TermSource, offset: number): number {
  const { bytes, view } = source;
  if (offset >= bytes.length) return fail(offset, 'an atom');
  let end: number;
  switch (bytes[offset]) {
    case tag.smallAtom:
    case tag.smallAtomUtf8:
      if (offset + 2 > bytes.length) return fail(offset, 'the length of an atom');
      end = offset + 2 + bytes[offset + 1]!;
      break;
    case tag.atom:
    case tag.atomUtf8:
      if (offset + 3 > bytes.length) return fail(offset, 'the length of an atom');
      end = offset + 3 + view.getUint16(offset + 1);
      break;
    default:
      return fail(offset, 'an atom');
  }
  return end > bytes.length ? fail(offset, 'the bytes of an atom') : end;
}

/**
 * The end of the bytes that belong to the term at `offset` alone; its `scanned.children` child terms begin there. -1 if
 * there is no term, then `scanned.problem` says what was expected. No count is believed that the remaining bytes cannot hold.
 */
export function scan(source: TermSource, offset: number): number {
  const { bytes, view } = source;
  const size = bytes.length;
  scanned.children = 0;
  if (offset >= size) return fail(offset, 'a term');
  const kind = bytes[offset]!;
  let end: number;
  let children = 0;
  switch (kind) {
    case tag.smallInteger:
      end = offset + 2;
      break;
    case tag.integer:
      end = offset + 5;
      break;
    case tag.newFloat:
      end = offset + 9;
      break;
    case tag.float:
      end = offset + 32;
      break;
    case tag.nil:
      end = offset + 1;
      break;
    case tag.cut:
      end = offset + 6;
      break;
    case tag.smallAtom:
    case tag.smallAtomUtf8:
    case tag.atom:
    case tag.atomUtf8:
      return atomEnd(source, offset);
    case tag.smallBig:
      if (offset + 3 > size) return fail(offset, 'a big integer');
      end = offset + 3 + bytes[offset + 1]!;
      break;
    case tag.largeBig:
      if (offset + 6 > size) return fail(offset, 'a big integer');
      end = offset + 6 + view.getUint32(offset + 1);
      break;
    case tag.string:
    case tag.opaque:
      if (offset + 3 > size) return fail(offset, 'a length');
      end = offset + 3 + view.getUint16(offset + 1);
      break;
    case tag.binary:
      if (offset + 5 > size) return fail(offset, 'the size of a binary');
      end = offset + 5 + view.getUint32(offset + 1);
      break;
    case tag.bitBinary:
      if (offset + 6 > size) return fail(offset, 'the size of a bitstring');
      end = offset + 6 + view.getUint32(offset + 1);
      break;
    case tag.cutBinary:
      if (offset + 9 > size) return fail(offset, 'the sizes of a cut binary');
      end = offset + 9 + view.getUint32(offset + 5);
      break;
    case tag.smallTuple:
      if (offset + 2 > size) return fail(offset, 'the size of a tuple');
      children = bytes[offset + 1]!;
      end = offset + 2;
      break;
    case tag.largeTuple:
    case tag.list:
    case tag.map:
      if (offset + 5 > size) return fail(offset, 'the number of elements');
      children = view.getUint32(offset + 1);
      if (kind === tag.list) children += 1;
      if (kind === tag.map) children *= 2;
      end = offset + 5;
      break;
    case tag.fun:
      if (offset + 5 > size) return fail(offset, 'a fun');
      children = view.getUint32(offset + 1) + 4;
      end = offset + 5;
      break;
    case tag.newFun:
      if (offset + 30 > size) return fail(offset, 'a fun');
      children = view.getUint32(offset + 26) + 4;
      end = offset + 30;
      break;
    case tag.export:
      children = 3;
      end = offset + 1;
      break;
    case tag.pid:
    case tag.newPid:
    case tag.port:
    case tag.newPort:
    case tag.v4Port:
    case tag.reference: {
      const node = atomEnd(source, offset + 1);
      if (node < 0) return -1;
      end = node + trailingBytes(kind);
      break;
    }
    case tag.newReference:
    case tag.newerReference: {
      if (offset + 3 > size) return fail(offset, 'a reference');
      const node = atomEnd(source, offset + 3);
      if (node < 0) return -1;
      end = node + (kind === tag.newReference ? 1 : 4) + 4 * view.getUint16(offset + 1);
      break;
    }
    case tag.local:
      return fail(offset, 'a term any runtime can read, not the local encoding of one (tag 121)');
    default:
      return fail(offset, `a term, not tag ${kind}`);
  }
  // Every child takes at least one byte.
  if (end + children > size)
    return fail(offset, `${end + children - offset} bytes, of which ${size - offset} are there`);
  scanned.children = children;
  return end;
}

function trailingBytes(kind: number): number {
  switch (kind) {
    case tag.pid:
      return 9;
    case tag.port:
    case tag.reference:
      return 5;
    case tag.newPort:
      return 8;
    default:
      return 12;
  }
}

/** Bytes walked without remembering anything; also how much of a container may go unremembered. */
const smallWalk = 256;
/** What jumping over a remembered container counts for, in bytes walked. */
const jumpCost = 16;

/**
 * The end of the term at `offset`, or -1 if there is damage inside. No recursion: nesting costs 16 bytes a level while
 * the walk lasts.
 *
 * A long walk remembers where containers end, though not all: only where more than `smallWalk` bytes below it would have
 * to be walked again. So at most one entry per 256 bytes is kept, and from then on skipping anything inside costs at most
 * about that many bytes, whatever its size: looking ahead at every level of a deep value stays linear.
 */
export function skip(source: TermSource, offset: number): number {
  const known = source.ends.get(offset);
  if (known !== undefined) return known;
  const end = walk(source, offset);
  if (end < 0 && scanned.problem !== '') source.damage = { offset: scanned.problemAt, expected: scanned.problem };
  return end;
}

function walk(source: TermSource, offset: number): number {
  let pending = 1;
  let at = offset;
  while (pending > 0) {
    if (at - offset > smallWalk) return longSkip(source, offset);
    at = scan(source, at);
    if (at < 0) return -1;
    pending += scanned.children - 1;
  }
  return at;
}

function longSkip(source: TermSource, offset: number): number {
  const { ends } = source;
  let starts = new Uint32Array(64);
  let left = new Float64Array(64);
  let unremembered = new Uint32Array(64);
  let depth = -1;
  let at = offset;
  for (;;) {
    const known = depth >= 0 ? ends.get(at) : undefined;
    const next = known ?? scan(source, at);
    if (next < 0) {
      if (known !== undefined) scanned.problem = '';
      rememberDamage(ends, starts, depth);
      return -1;
    }
    if (known === undefined && scanned.children > 0) {
      depth++;
      if (depth === starts.length) {
        starts = grown(starts, new Uint32Array(depth * 2));
        left = grown(left, new Float64Array(depth * 2));
        unremembered = grown(unremembered, new Uint32Array(depth * 2));
      }
      starts[depth] = at;
      left[depth] = scanned.children;
      unremembered[depth] = next - at;
      at = next;
      continue;
    }
    if (depth < 0) return next;
    unremembered[depth]! += known === undefined ? next - at : jumpCost;
    at = next;
    while (--left[depth]! === 0) {
      let cost = unremembered[depth]!;
      if (cost >= smallWalk) {
        ends.set(starts[depth]!, at);
        cost = jumpCost;
      }
      depth--;
      if (depth < 0) return at;
      unremembered[depth]! += cost;
    }
  }
}

/** All containers that are open where the damage is cannot be skipped either; every 256 bytes one of them is noted. */
function rememberDamage(ends: Map<number, number>, starts: Uint32Array, depth: number): void {
  let last = -Infinity;
  for (let level = 0; level <= depth; level++) {
    const start = starts[level]!;
    if (start - last < smallWalk) continue;
    ends.set(start, -1);
    last = start;
  }
}

function grown<Table extends Uint32Array | Float64Array>(from: Table, to: Table): Table {
  to.set(from);
  return to;
}
