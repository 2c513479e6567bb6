/**
 * The bytes of a .cinema file as numbers and plain types (docs/trace-format.md). Version 1, little endian.
 * Reading a header never fails on its values: what they mean is judged by the container, which knows the file.
 */

/** `\x89CINEMA\n` */
export const fileMagic: readonly number[] = [0x89, 0x43, 0x49, 0x4e, 0x45, 0x4d, 0x41, 0x0a];
/** `CHNK` as it lies in the file. */
export const chunkMagic = 0x4b4e4843;
export const formatVersion = 1;
export const headerSize = 64;

/** A reader refuses chunks that say they are larger than this when decoded. */
export const largestEvents = 16 * 1024 * 1024;
export const largestOther = 64 * 1024 * 1024;

export const chunkKind = {
  manifest: 1,
  events: 2,
  externalEvents: 3,
  module: 4,
  source: 5,
  end: 6,
  notes: 7,
} as const;
export const codec = { none: 0, zlib: 1 } as const;
export const chunkState = { free: 0, open: 1, sealed: 2 } as const;

/** First byte of a record. */
export const operation = {
  process: 1,
  try: 2,
  catch: 3,
  vm: 4,
  mark: 5,
  receive: 6,
  /** And above: an event of a site with that many values more. */
  site: 0x80,
} as const;

/** Flags of a `vm` record. */
export const vmFlag = { extra: 1, match: 2, hash: 4 } as const;

/** First byte of a term in the native coding; below 0x40 a small integer, from 0x80 on an atom of the chunk. */
export const nativeTag = {
  integer: 0x40,
  external: 0x41,
  float: 0x42,
  atom: 0x43,
  binary: 0x44,
  pid: 0x46,
  opaque: 0x48,
  list: 0x4a,
  byteList: 0x4b,
  largeTuple: 0x4c,
  map: 0x4d,
  nil: 0x4e,
  cut: 0x4f,
  newAtom: 0x50,
  reference: 0x51,
  newPid: 0x53,
  same: 0x54,
  listFrom: 0x55,
  window: 0x56,
  tuple: 0x60,
} as const;

/** A binary of at least this many stored bytes becomes the window that later binaries may be parts of. */
export const smallestWindow = 16;

export interface FileHeader {
  readonly version: number;
  readonly size: number;
  readonly flags: number;
  readonly tick0: bigint;
  /** Monotonic clock when the file was opened, nanoseconds. */
  readonly monotonic0: bigint;
  /** Wall clock then, nanoseconds since 1970 UTC. */
  readonly wall0: bigint;
  readonly osPid: number;
  /** Bytes of a slot in the live pool; 0 if there is none. */
  readonly slotSize: number;
}

export interface ChunkHeader {
  readonly kind: number;
  readonly codec: number;
  readonly part: number;
  readonly storedLength: number;
  readonly rawLength: number;
  readonly checksum: number;
  readonly state: number;
  readonly thread: number;
  readonly sequence: number;
  readonly firstTick: bigint;
  readonly lastTick: bigint;
  /** Monotonic clock at the first tick, nanoseconds. */
  readonly monotonic: bigint;
  readonly records: number;
  /** Records this thread dropped since its chunk before. */
  readonly dropped: number;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function hasFileMagic(bytes: Uint8Array): boolean {
  return fileMagic.every((byte, index) => bytes[index] === byte);
}

/** Needs 64 bytes. */
export function readFileHeader(bytes: Uint8Array): FileHeader {
  const view = viewOf(bytes);
  return {
    version: view.getUint16(8, true),
    size: view.getUint16(10, true),
    flags: view.getUint32(12, true),
    tick0: view.getBigUint64(16, true),
    monotonic0: view.getBigUint64(24, true),
    wall0: view.getBigUint64(32, true),
    osPid: view.getUint32(40, true),
    slotSize: view.getUint32(44, true),
  };
}

export function writeFileHeader(header: FileHeader): Uint8Array {
  const bytes = new Uint8Array(headerSize);
  const view = viewOf(bytes);
  bytes.set(fileMagic);
  view.setUint16(8, header.version, true);
  view.setUint16(10, header.size, true);
  view.setUint32(12, header.flags, true);
  view.setBigUint64(16, header.tick0, true);
  view.setBigUint64(24, header.monotonic0, true);
  view.setBigUint64(32, header.wall0, true);
  view.setUint32(40, header.osPid, true);
  view.setUint32(44, header.slotSize, true);
  return bytes;
}

/** Needs 64 bytes from `offset` on; undefined when no chunk begins there. */
export function readChunkHeader(bytes: Uint8Array, offset = 0): ChunkHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, headerSize);
  if (view.getUint32(0, true) !== chunkMagic) return undefined;
  return {
    kind: view.getUint8(4),
    codec: view.getUint8(5),
    part: view.getUint16(6, true),
    storedLength: view.getUint32(8, true),
    rawLength: view.getUint32(12, true),
    checksum: view.getUint32(16, true),
    state: view.getUint32(20, true),
    thread: view.getUint32(24, true),
    sequence: view.getUint32(28, true),
    firstTick: view.getBigUint64(32, true),
    lastTick: view.getBigUint64(40, true),
    monotonic: view.getBigUint64(48, true),
    records: view.getUint32(56, true),
    dropped: view.getUint32(60, true),
  };
}

export function writeChunkHeader(header: ChunkHeader): Uint8Array {
  const bytes = new Uint8Array(headerSize);
  const view = viewOf(bytes);
  view.setUint32(0, chunkMagic, true);
  view.setUint8(4, header.kind);
  view.setUint8(5, header.codec);
  view.setUint16(6, header.part, true);
  view.setUint32(8, header.storedLength, true);
  view.setUint32(12, header.rawLength, true);
  view.setUint32(16, header.checksum, true);
  view.setUint32(20, header.state, true);
  view.setUint32(24, header.thread, true);
  view.setUint32(28, header.sequence, true);
  view.setBigUint64(32, header.firstTick, true);
  view.setBigUint64(40, header.lastTick, true);
  view.setBigUint64(48, header.monotonic, true);
  view.setUint32(56, header.records, true);
  view.setUint32(60, header.dropped, true);
  return bytes;
}

export const isEventKind = (kind: number): boolean => kind === chunkKind.events || kind === chunkKind.externalEvents;
