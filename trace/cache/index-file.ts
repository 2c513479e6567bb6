import { statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type BuiltIndex } from '../build/builder.ts';
import { type Learnt } from '../trace.ts';
import { fileSource, type Sink, type Source } from '../store/store.ts';

/** Raise it with every change of what the pages or the footer mean: older index files are then made anew. */
export const indexVersion = 10;

const magic = 0x5849_4e43; // "CNIX"
const trailerSize = 32;

/** What stands behind the pages: everything of an index that is not in a table. */
interface Footer {
  readonly fingerprint: string;
  readonly index: BuiltIndex;
  readonly learnt: Learnt;
}

/** A typed array in the footer: its bytes stand before it in the file. */
interface Placed {
  readonly $: 'Int32Array' | 'Float64Array' | 'Uint8Array';
  readonly offset: number;
  readonly bytes: number;
  readonly checksum: number;
}

/** Ends an index file: the arrays, the footer as JSON, the trailer that finds it. */
export function writeFooter(sink: Sink, footer: Footer): void {
  const json = new TextEncoder().encode(JSON.stringify(placeArrays(sink, footer)));
  const offset = sink.position();
  sink.append(json);
  const trailer = new DataView(new ArrayBuffer(trailerSize));
  trailer.setUint32(0, magic, true);
  trailer.setUint32(4, indexVersion, true);
  trailer.setFloat64(8, offset, true);
  trailer.setUint32(16, json.length, true);
  trailer.setUint32(20, crc32(json), true);
  sink.append(new Uint8Array(trailer.buffer));
}

/** An index file, if it is whole, of this version and of this recording; null otherwise: it is then made anew. */
export function readIndexFile(
  path: string,
  fingerprint: string,
): { readonly index: BuiltIndex; readonly learnt: Learnt; readonly source: Source } | null {
  let source: Source | null = null;
  try {
    const size = statSync(path).size;
    if (size < trailerSize) return null;
    source = fileSource(path, size);
    const bytes = source.read(size - trailerSize, trailerSize);
    const trailer = new DataView(bytes.buffer, bytes.byteOffset);
    if (trailer.getUint32(0, true) !== magic || trailer.getUint32(4, true) !== indexVersion) return closed(source);
    const offset = trailer.getFloat64(8, true);
    const length = trailer.getUint32(16, true);
    if (!(offset >= 0 && offset + length <= size)) return closed(source);
    const json = source.read(offset, length);
    if (crc32(json) !== trailer.getUint32(20, true)) return closed(source);
    const footer = takeArrays(source, JSON.parse(new TextDecoder().decode(json))) as Footer;
    if (footer.fingerprint !== fingerprint) return closed(source);
    return { index: footer.index, learnt: footer.learnt, source };
  } catch {
    // Not there, not readable, cut off: all mean the same, and the trace itself is the truth.
    return closed(source);
  }
}

function closed(source: Source | null): null {
  source?.close();
  return null;
}

function placeArrays(sink: Sink, value: unknown): unknown {
  if (value instanceof Int32Array || value instanceof Float64Array || value instanceof Uint8Array) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const offset = sink.position();
    sink.append(bytes);
    const $ =
      value instanceof Int32Array ? 'Int32Array' : value instanceof Float64Array ? 'Float64Array' : 'Uint8Array';
    return { $, offset, bytes: bytes.length, checksum: crc32(bytes) } satisfies Placed;
  }
  if (Array.isArray(value)) return value.map((one) => placeArrays(sink, one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, placeArrays(sink, one)]));
}

function takeArrays(source: Source, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => takeArrays(source, one));
  if (typeof value !== 'object' || value === null) return value;
  if ('$' in value && 'checksum' in value) {
    const { $, offset, bytes, checksum } = value as Placed;
    // `read` gives bytes of their own that begin at an even address.
    const raw = source.read(offset, bytes);
    if (crc32(raw) !== checksum) throw new Error('A part of the index is damaged.');
    if ($ === 'Int32Array') return new Int32Array(raw.buffer, raw.byteOffset, bytes / 4);
    if ($ === 'Float64Array') return new Float64Array(raw.buffer, raw.byteOffset, bytes / 8);
    return raw;
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, takeArrays(source, one)]));
}
