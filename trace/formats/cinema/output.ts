/** Bytes that grow, written in place. Meant to be kept and reused: `length = 0` empties it without giving memory back. */
export interface Output {
  bytes: Uint8Array;
  view: DataView;
  length: number;
}

export function output(size = 4096): Output {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer), length: 0 };
}

/** Makes room for `count` more bytes and returns where they begin; the length grows by them. */
export function reserve(out: Output, count: number): number {
  const at = out.length;
  const needed = at + count;
  if (needed > out.bytes.length) {
    const larger = new Uint8Array(Math.max(needed, out.bytes.length * 2));
    larger.set(out.bytes.subarray(0, at));
    out.bytes = larger;
    out.view = new DataView(larger.buffer);
  }
  out.length = needed;
  return at;
}

export function putByte(out: Output, byte: number): void {
  const at = reserve(out, 1);
  out.bytes[at] = byte;
}

export function putBytes(out: Output, bytes: Uint8Array): void {
  const at = reserve(out, bytes.length);
  out.bytes.set(bytes, at);
}

/** LEB128 of a whole number up to 2^53. */
export function putVarint(out: Output, value: number): void {
  let at = reserve(out, 8);
  let rest = value;
  while (rest >= 0x80) {
    out.bytes[at++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  out.bytes[at++] = rest;
  out.length = at;
}

/** A copy of what was written. */
export const written = (out: Output): Uint8Array => out.bytes.slice(0, out.length);
