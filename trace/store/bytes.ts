/** A buffer that grows; columns and lists are written into it. */
export interface ByteWriter {
  bytes: Uint8Array;
  length: number;
}

export function byteWriter(capacity = 1024): ByteWriter {
  return { bytes: new Uint8Array(capacity), length: 0 };
}

/** Makes room for `count` more bytes; callers then write without checks. */
export function reserve(writer: ByteWriter, count: number): void {
  if (writer.length + count <= writer.bytes.length) return;
  const grown = new Uint8Array(Math.max(writer.bytes.length * 2, writer.length + count));
  grown.set(writer.bytes.subarray(0, writer.length));
  writer.bytes = grown;
}

/** Bytes a variable-length number takes at most. */
export const varintMaximum = 8;

/** LEB128 of a safe integer from 0. The caller has reserved `varintMaximum` bytes. */
export function putVarint(writer: ByteWriter, value: number): void {
  const bytes = writer.bytes;
  let position = writer.length;
  let rest = value;
  while (rest >= 0x8000_0000) {
    bytes[position++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    bytes[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[position++] = rest;
  writer.length = position;
}

/** Folds the sign into the lowest bit, so that small negative numbers stay short. */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** A place in bytes; numbers are read by moving it. Reading past the end gives zeros, never an exception. */
export interface ByteReader {
  readonly bytes: Uint8Array;
  position: number;
}

export function takeVarint(reader: ByteReader): number {
  const bytes = reader.bytes;
  let byte = bytes[reader.position++] ?? 0;
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  let scale = 128;
  do {
    byte = bytes[reader.position++] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
  } while (byte >= 0x80);
  return value;
}

export function copyOf(writer: ByteWriter): Uint8Array {
  return writer.bytes.slice(0, writer.length);
}
