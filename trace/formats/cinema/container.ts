import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
import { type Result, type TraceError } from '../../model.ts';
import { checksum } from './checksum.ts';
import {
  chunkKind,
  chunkState,
  codec,
  type ChunkHeader,
  type FileHeader,
  fileMagic,
  formatVersion,
  hasFileMagic,
  headerSize,
  isEventKind,
  largestEvents,
  largestOther,
  readChunkHeader,
  readFileHeader,
} from './layout.ts';
import { upgrade } from './versions.ts';

/** One chunk in the table of a container. Its number in the table names it in payload references. */
export interface ChunkEntry extends ChunkHeader {
  /** Where its payload begins, in the file or in the live pool. */
  readonly offset: number;
  readonly live: boolean;
}

/** A place that had to be stepped over. Events lost there become gaps. */
export interface Damage {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** False where nothing is missing: a chunk that is there twice. */
  readonly isLoss: boolean;
  /** Thread and part whose events were lost, if the header of the lost chunk can be believed. */
  readonly thread: number | undefined;
  readonly part: number | undefined;
  readonly records: number;
  readonly sequence: number;
}

/**
 * An open .cinema file (and the live pool beside it, if its recorder was killed): the table of its chunks and their bytes
 * on demand. Of the file nothing but the header and the 64 bytes before each chunk is read when it is opened.
 */
export interface Container {
  readonly path: string;
  readonly header: FileHeader;
  readonly chunks: readonly ChunkEntry[];
  /** What was written into the trace later on, the newest last; no part of the recording, nor of its fingerprint. */
  readonly notes: readonly ChunkEntry[];
  /** What is behind the last whole chunk: remains of notes that were not written to the end, or of something else. */
  readonly tail: { readonly offset: number; readonly is: 'nothing' | 'notes' | 'other' };
  readonly damage: readonly Damage[];
  readonly fingerprint: string;
  readonly fileSize: number;
  /** Bytes of a chunk as they are stored; undefined when the file no longer holds them. */
  stored(chunk: ChunkEntry): Uint8Array | undefined;
  /** Decoded and checked bytes of a chunk; the reason if that fails. */
  load(chunk: ChunkEntry): Result<Uint8Array, string>;
  close(): void;
}

/** Files up to this size are hashed whole for the fingerprint; of larger ones the headers with their checksums are. */
const hashedWhole = 8 * 1024 * 1024;
const chunkMark = Buffer.from('CHNK');
const searchStep = 1024 * 1024;
/** More damaged places than this are counted, not listed. */
const mostDamage = 1000;
/** A deflate stream cannot grow by more than this factor. */
const largestRatio = 1040;
const mostSlots = 65536;

export function openContainer(path: string): Result<Container, TraceError> {
  let file: number;
  try {
    // Asked before opening: opening a pipe would wait for its writer.
    if (!fs.statSync(path).isFile())
      return {
        ok: false,
        error: { code: 'unreadable', message: 'This is not a file.', file: path, hint: 'Name a .cinema file.' },
      };
    file = fs.openSync(path, 'r');
  } catch (error) {
    return { ok: false, error: systemError(path, error) };
  }
  try {
    const size = fs.fstatSync(file).size;
    const header = checkHeader(path, readAt(file, 0, headerSize), size);
    if (!header.ok) {
      fs.closeSync(file);
      return header;
    }
    return { ok: true, value: tableOf(path, file, size, header.value) };
  } catch (error) {
    fs.closeSync(file);
    return { ok: false, error: systemError(path, error) };
  }
}

function checkHeader(path: string, bytes: Uint8Array, size: number): Result<FileHeader, TraceError> {
  const fail = (code: TraceError['code'], offset: number, message: string, hint: string) =>
    ({ ok: false, error: { code, message, file: path, offset, hint } }) as const;
  if (!hasFileMagic(bytes)) {
    const magic = fileMagic.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return fail('notATrace', 0, `Expected the first bytes of a trace (${magic}).`, 'Open a .cinema file.');
  }
  if (size < headerSize)
    return fail(
      'damaged',
      size,
      `Expected a header of ${headerSize} bytes, the file ends after ${size}.`,
      'The recording was cut off before its first event. Record it again.',
    );
  const header = readFileHeader(bytes);
  if (header.version > formatVersion)
    return fail(
      'newerVersion',
      8,
      `The trace has format version ${header.version}; this reader knows versions up to ${formatVersion}.`,
      'Update Execution Cinema to open it.',
    );
  if (header.version < 1)
    return fail('damaged', 8, 'Expected a format version of 1 or more, found 0.', 'The header is damaged.');
  if (header.size < headerSize || header.size > size)
    return fail(
      'damaged',
      10,
      `Expected a header size of ${headerSize} bytes or more, found ${header.size}.`,
      'The header is damaged.',
    );
  return { ok: true, value: header };
}

function systemError(path: string, error: unknown): TraceError {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT'
    ? { code: 'notFound', message: 'There is no such file.', file: path, hint: 'Check the path.' }
    : { code: 'unreadable', message: `The file cannot be read: ${(error as Error).message}`, file: path };
}

/** Fewer bytes than asked for where the file ends. */
function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const read = fs.readSync(file, bytes, done, length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return done === length ? bytes : bytes.subarray(0, done);
}

/** Why the header cannot be that of a chunk, or undefined. */
function implausible(chunk: ChunkHeader): string | undefined {
  if (chunk.kind < chunkKind.manifest || chunk.kind > chunkKind.notes) return `unknown kind of chunk ${chunk.kind}`;
  if (chunk.codec > codec.zlib) return `unknown codec ${chunk.codec}`;
  const largest = isEventKind(chunk.kind) ? largestEvents : largestOther;
  if (chunk.rawLength > largest) return `a raw length of ${chunk.rawLength} bytes, more than the ${largest} allowed`;
  if (chunk.codec === codec.none && chunk.state !== chunkState.open && chunk.rawLength !== chunk.storedLength)
    return `${chunk.storedLength} stored bytes for ${chunk.rawLength} bytes without compression`;
  if (chunk.rawLength > chunk.storedLength * largestRatio + largestRatio)
    return `${chunk.rawLength} bytes out of ${chunk.storedLength}, which no compression can do`;
  return undefined;
}

function tableOf(path: string, file: number, size: number, header: FileHeader): Container {
  const chunks: ChunkEntry[] = [];
  const notes: ChunkEntry[] = [];
  const damage: Damage[] = [];
  const headers: Uint8Array[] = [];
  /** Where the recording is: from one number to the next, notes left out. */
  const recorded: number[] = [0];
  const seen = new Set<number>();
  const note = (found: Damage) => {
    if (damage.length < mostDamage) damage.push(found);
  };
  const add = (chunk: ChunkEntry): boolean => {
    if (isEventKind(chunk.kind) && chunk.sequence !== 0) {
      const key = chunk.part * 2 ** 32 + chunk.sequence;
      if (seen.has(key)) return false;
      seen.add(key);
    }
    chunks.push(chunk);
    return true;
  };

  const wholeFile = size <= hashedWhole ? readAt(file, 0, size) : undefined;
  const read = (offset: number, length: number) =>
    wholeFile ? wholeFile.subarray(offset, offset + length) : readAt(file, offset, length);

  let offset = header.size;
  while (offset < size) {
    const bytes = read(offset, headerSize);
    if (bytes.length < headerSize) break; // cut off: nothing of the chunk is there
    const chunk = readChunkHeader(bytes);
    const problem = chunk === undefined ? 'no chunk begins here' : implausible(chunk);
    const end = offset + headerSize + (chunk?.storedLength ?? 0);
    // Notes that were not written to the end are the last of a file; what has chunks behind it is something else, damaged.
    if (problem === undefined && chunk?.kind === chunkKind.notes && end > size) {
      if (searchChunk(read, offset + 1, size) === undefined) break;
    } else if (problem === undefined && chunk?.kind === chunkKind.notes) {
      notes.push({ ...chunk, offset: offset + headerSize, live: false });
      recorded.push(offset, end);
      offset = end;
      continue;
    }
    headers.push(bytes);
    if (problem === undefined && chunk !== undefined && end <= size) {
      if (!add({ ...chunk, offset: offset + headerSize, live: false }))
        note({
          ...unknownLoss(offset, end - offset),
          isLoss: false,
          message: `chunk ${chunk.sequence} is there twice; the second is ignored`,
        });
      offset = end;
      continue;
    }
    const next = searchChunk(read, offset + 1, size);
    if (next === undefined) {
      // Without a chunk after it this is the tail of a recording that was cut off while it was written.
      note({
        ...unknownLoss(offset, size - offset, problem === undefined ? chunk : undefined),
        message: problem ?? `the file ends ${end - size} bytes before the chunk does`,
      });
      break;
    }
    note({
      ...unknownLoss(offset, next - offset, problem === undefined ? chunk : undefined),
      message: problem ?? 'the chunk is longer than the file',
    });
    offset = next;
  }

  const tail = tailOf(offset, read(offset, Math.min(headerSize, size - offset)));
  recorded.push(tail.is === 'notes' ? offset : size);
  const hash = fingerprintOf(headers, recorded, read);

  const live = openLive(path, header);
  if (live) {
    hash.update(String(live.size));
    for (const slot of live.slots) if (add(slot)) hash.update(`${slot.sequence} ${slot.storedLength} `);
  }

  const stored = (chunk: ChunkEntry): Uint8Array | undefined => {
    const source = chunk.live ? live?.file : file;
    if (source === undefined) return undefined;
    try {
      const bytes = readAt(source, chunk.offset, chunk.storedLength);
      return bytes.length === chunk.storedLength ? bytes : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    path,
    header,
    chunks,
    notes,
    tail,
    damage,
    fingerprint: hash.digest('hex'),
    fileSize: size,
    stored,
    load(chunk) {
      const decoded = decode(chunk, stored(chunk));
      return decoded.ok ? { ok: true, value: upgrade(header.version, chunk.kind, decoded.value) } : decoded;
    },
    close() {
      fs.closeSync(file);
      if (live) fs.closeSync(live.file);
    },
  };
}

/** What the bytes behind the last whole chunk are: told by as much of a header as there is. */
function tailOf(offset: number, bytes: Uint8Array): Container['tail'] {
  if (bytes.length === 0) return { offset, is: 'nothing' };
  const begin = Buffer.from([...chunkMark, chunkKind.notes]).subarray(0, bytes.length);
  const isNotes = Buffer.compare(begin, bytes.subarray(0, begin.length)) === 0;
  return { offset, is: isNotes ? 'notes' : 'other' };
}

/** Does not change with notes: of a recording small enough over all its bytes, else over its headers, and over its size. */
function fingerprintOf(
  headers: readonly Uint8Array[],
  recorded: readonly number[],
  read: (offset: number, length: number) => Uint8Array,
): Hash {
  const hash = createHash('sha256');
  let size = 0;
  for (let at = 0; at < recorded.length; at += 2) size += recorded[at + 1]! - recorded[at]!;
  if (size <= hashedWhole) {
    for (let at = 0; at < recorded.length; at += 2) hash.update(read(recorded[at]!, recorded[at + 1]! - recorded[at]!));
  } else for (const header of headers) hash.update(header);
  return hash.update(` ${size} `);
}

const unknownLoss = (offset: number, length: number, chunk?: ChunkHeader) => ({
  offset,
  length,
  isLoss: true,
  thread: chunk !== undefined && isEventKind(chunk.kind) ? chunk.thread : undefined,
  part: chunk?.part,
  records: chunk === undefined ? 0 : believedRecords(chunk),
  sequence: chunk?.sequence ?? 0,
});

/** A record takes two bytes at least, so a damaged header cannot claim more. */
export const believedRecords = (chunk: ChunkHeader): number => Math.min(chunk.records, chunk.rawLength >> 1);

/** Where the next believable chunk header begins, at `from` or later. */
function searchChunk(
  read: (offset: number, length: number) => Uint8Array,
  from: number,
  size: number,
): number | undefined {
  for (let base = from; base + headerSize <= size; base += searchStep) {
    // Overlaps by a header, so that none is missed at the seam.
    const bytes = read(base, Math.min(searchStep + headerSize - 1, size - base));
    const search = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = search.indexOf(chunkMark); at >= 0; at = search.indexOf(chunkMark, at + 1)) {
      if (at + headerSize > bytes.length) break;
      const chunk = readChunkHeader(bytes, at);
      if (chunk && implausible(chunk) === undefined && base + at + headerSize + chunk.storedLength <= size)
        return base + at;
    }
  }
  return undefined;
}

/** Slots of the live pool that hold records; they are the newest of their threads. */
function openLive(path: string, header: FileHeader): { file: number; size: number; slots: ChunkEntry[] } | undefined {
  if (header.slotSize < headerSize || header.slotSize > largestEvents + headerSize) return undefined;
  let file: number;
  try {
    if (!fs.statSync(`${path}.live`).isFile()) return undefined;
    file = fs.openSync(`${path}.live`, 'r');
  } catch {
    return undefined;
  }
  const { size } = fs.fstatSync(file);
  const slots: ChunkEntry[] = [];
  for (let offset = 0; offset + headerSize <= size && slots.length < mostSlots; offset += header.slotSize) {
    const bytes = readAt(file, offset, headerSize);
    const chunk = bytes.length === headerSize ? readChunkHeader(bytes) : undefined;
    if (!chunk || !isEventKind(chunk.kind) || chunk.codec !== codec.none) continue;
    if (chunk.state !== chunkState.open && chunk.state !== chunkState.sealed) continue;
    const room = Math.min(header.slotSize, size - offset) - headerSize;
    const length = Math.min(chunk.storedLength, room);
    if (length > 0)
      slots.push({ ...chunk, storedLength: length, rawLength: length, offset: offset + headerSize, live: true });
  }
  return { file, size, slots: slots.sort((a, b) => a.sequence - b.sequence) };
}

/** Decoded and checked bytes. Checksums of the live pool's slots are not there yet. */
function decode(chunk: ChunkEntry, stored: Uint8Array | undefined): Result<Uint8Array, string> {
  if (stored === undefined) return { ok: false, error: 'the file has become shorter' };
  if (!chunk.live && checksum(stored) !== chunk.checksum)
    return { ok: false, error: 'its checksum does not fit its bytes' };
  if (chunk.codec === codec.none) return { ok: true, value: stored };
  try {
    const raw = zlib.inflateSync(stored, { maxOutputLength: Math.max(1, chunk.rawLength) });
    return raw.length === chunk.rawLength
      ? { ok: true, value: new Uint8Array(raw.buffer, raw.byteOffset, raw.length) }
      : { ok: false, error: `expected ${chunk.rawLength} bytes, it decodes to ${raw.length}` };
  } catch (error) {
    return { ok: false, error: `it cannot be decompressed: ${(error as Error).message}` };
  }
}
