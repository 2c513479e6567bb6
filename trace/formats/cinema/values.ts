import { tag } from '../../term/tags.ts';
import { type Dialect, external, native } from './dialect.ts';
import { type PartIdentity } from './leaf.ts';
import { chunkKind, operation, vmFlag } from './layout.ts';
import { afterVarint, resetTables, termTables, type TermTables, varint } from './terms.ts';

/** A decoded chunk in which any value can be read on its own. */
export interface ReadableChunk {
  readonly tables: TermTables;
  readonly dialect: Dialect;
  readonly identity: PartIdentity;
  /** Memory it takes, bytes. */
  readonly size: number;
}

/** Larger values are cut. */
export const largestValue = 4 * 1024 * 1024;
const emptyMap = Uint8Array.of(tag.map, 0, 0, 0, 0);

/** Walks the chunk once, so that whatever its terms refer to is known. Damage ends the walk; what came before stays readable. */
export function readableChunk(kind: number, bytes: Uint8Array, identity: PartIdentity): ReadableChunk {
  const tables = termTables();
  resetTables(tables, bytes);
  const dialect = kind === chunkKind.events ? native : external;
  let at = 0;
  if (dialect === native)
    while (at < tables.end) {
      const next = recordEnd(tables, dialect, at, true);
      if (next < 0) break;
      at = next;
    }
  tables.learnt = dialect === native ? at : tables.end;
  tables.containers = tables.containers.slice(0, tables.containerCount);
  return { tables, dialect, identity, size: bytes.length + 4 * tables.containers.length + 4096 };
}

function valuesEnd(tables: TermTables, dialect: Dialect, at: number, count: number, learn: boolean): number {
  let next = at;
  for (let index = 0; index < count && next >= 0; index++) next = dialect.end(tables, next, learn);
  return next;
}

/** End of the record at `at`, or -1. */
function recordEnd(tables: TermTables, dialect: Dialect, at: number, learn: boolean): number {
  const { bytes, end } = tables;
  const code = bytes[at]!;
  if (varint(bytes, at + 1, end) < 0) return -1;
  const next = afterVarint();
  if (code === operation.process || code === operation.mark) return valuesEnd(tables, dialect, next, 1, learn);
  if (code === operation.vm) {
    if (next >= end) return -1;
    const flags = bytes[next]!;
    const tagEnd = valuesEnd(tables, dialect, next + 1, 1, learn);
    if (tagEnd < 0) return -1;
    const count = 1 + (flags & vmFlag.extra ? 1 : 0) + (flags & vmFlag.match ? 1 : 0);
    return valuesEnd(tables, dialect, tagEnd + (flags & vmFlag.hash ? 4 : 0), count, learn);
  }
  const first = firstValue(tables, code, next);
  return first === undefined ? -1 : valuesEnd(tables, dialect, first.at, first.count, learn);
}

/** Where the values of a record of a site begin, and how many there are. */
function firstValue(
  tables: TermTables,
  code: number,
  at: number,
): { readonly at: number; readonly count: number } | undefined {
  const { bytes, end } = tables;
  if (varint(bytes, at, end) < 0) return undefined;
  const next = afterVarint();
  if (code >= operation.site) return { at: next, count: code - operation.site };
  if (code === operation.receive) return next + 5 > end ? undefined : { at: next + 5, count: bytes[next]! };
  if (code !== operation.try && code !== operation.catch) return undefined;
  if (varint(bytes, next, end) < 0) return undefined;
  return { at: afterVarint(), count: code === operation.catch ? 3 : 0 };
}

/** The values of the event whose record stands at `offset`, in the order `EventRecord` documents. */
export function recordValues(chunk: ReadableChunk, offset: number): readonly Uint8Array[] {
  const { tables, dialect, identity } = chunk;
  const { bytes, end } = tables;
  if (offset >= tables.learnt || varint(bytes, offset + 1, end) < 0) return [];
  const code = bytes[offset]!;
  const at = afterVarint();
  const several = (how: Dialect, places: readonly number[]) =>
    places.map((place) => how.external(tables, place, identity, largestValue));
  if (code === operation.mark) {
    const elements = dialect.elements(tables, at, 4) ?? dialect.elements(tables, at, 3);
    if (elements === undefined) return [];
    const values = several(dialect.elementDialect, elements.slice(1));
    return values.length === 2 ? [...values, emptyMap] : values;
  }
  if (code === operation.vm) return vmValues(chunk, at);
  const first = firstValue(tables, code, at);
  if (first === undefined) return [];
  const places: number[] = [];
  let next = first.at;
  for (let index = 0; index < first.count; index++) {
    places.push(next);
    next = dialect.end(tables, next, false);
    if (next < 0) return [];
  }
  return several(dialect, places);
}

function vmValues(chunk: ReadableChunk, at: number): readonly Uint8Array[] {
  const { tables, dialect, identity } = chunk;
  const value = (place: number, how = dialect) => how.external(tables, place, identity, largestValue);
  const flags = tables.bytes[at]!;
  const name = dialect.atom(tables, at + 1);
  const tagEnd = dialect.end(tables, at + 1, false);
  if (tagEnd < 0) return [];
  const termAt = tagEnd + (flags & vmFlag.hash ? 4 : 0);
  const extraAt = dialect.end(tables, termAt, false);
  const hasExtra = (flags & vmFlag.extra) !== 0;
  if (extraAt < 0) return [];
  if (name === 'receive') return [value(termAt)];
  if (name !== 'call') return hasExtra ? [value(termAt), value(extraAt)] : [value(termAt)];
  const inner = dialect.elementDialect;
  if (flags & vmFlag.match) {
    const matchAt = hasExtra ? dialect.end(tables, extraAt, false) : extraAt;
    const elements = [4, 3, 2].map((count) => dialect.elements(tables, matchAt, count)).find((found) => found);
    return (elements ?? []).slice(1).map((place) => value(place, inner));
  }
  const call = dialect.elements(tables, termAt, 3);
  return call === undefined ? [] : [value(call[2]!, inner)];
}
