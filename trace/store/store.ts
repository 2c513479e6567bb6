import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Where an index is written: only at its end. */
export interface Sink {
  /** Bytes written so far, which is where the next go. */
  position(): number;
  append(bytes: Uint8Array): void;
}

/** Where an index is read from. */
export interface Source {
  readonly size: number;
  /** @throws IndexDamaged when the bytes are not there: the file was cut under us. */
  read(offset: number, length: number): Uint8Array;
  /** Called when bytes are not those that were written: the file goes, so that the next opening makes it anew. */
  discard(): void;
  close(): void;
}

/** An index in memory: for fixtures, and where no cache can be written. */
export function memoryStore(): Sink & { readonly source: () => Source } {
  const parts: Uint8Array[] = [];
  const starts: number[] = [];
  let size = 0;
  return {
    position: () => size,
    append(bytes) {
      starts.push(size);
      parts.push(bytes.slice());
      size += bytes.length;
    },
    source: () => ({
      size,
      read(offset, length) {
        let low = 0;
        let high = starts.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (starts[middle]! <= offset) low = middle;
          else high = middle - 1;
        }
        const part = parts[low];
        const from = offset - (starts[low] ?? 0);
        if (part !== undefined && from + length <= part.length) return part.subarray(from, from + length);
        // Neighbouring parts: rare, lists that were written piece by piece.
        const joined = new Uint8Array(length);
        let filled = 0;
        for (let index = low; filled < length; index++) {
          const piece = parts[index];
          if (piece === undefined) throw new IndexDamaged(size);
          const start = index === low ? from : 0;
          const taken = piece.subarray(start, start + length - filled);
          joined.set(taken, filled);
          filled += taken.length;
        }
        return joined;
      },
      discard() {},
      close() {},
    }),
  };
}

const writeBuffer = 1 << 20;

/** Writes a new file through a buffer of a megabyte. */
export function fileSink(path: string): Sink & { readonly close: () => void } {
  const descriptor = openSync(path, 'wx');
  const buffer = new Uint8Array(writeBuffer);
  let buffered = 0;
  let position = 0;
  const flush = () => {
    writeAll(descriptor, buffer.subarray(0, buffered));
    buffered = 0;
  };
  return {
    position: () => position,
    append(bytes) {
      position += bytes.length;
      if (buffered + bytes.length > writeBuffer) flush();
      if (bytes.length > writeBuffer) writeAll(descriptor, bytes);
      else {
        buffer.set(bytes, buffered);
        buffered += bytes.length;
      }
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

export function fileSource(path: string, size: number): Source {
  const descriptor = openSync(path, 'r');
  const discard = () => {
    try {
      rmSync(path, { force: true });
    } catch {
      // Someone holds it, or the folder is read-only: every reader of a damaged page notices it again.
    }
  };
  return {
    size,
    discard,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
        if (count === 0) {
          discard();
          throw new IndexDamaged(offset + filled);
        }
        filled += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

/** Bytes of the index are not those that were written. The trace is whole; its index must be made anew. */
export class IndexDamaged extends Error {
  constructor(offset: number) {
    super(`The index of this trace is damaged at byte ${offset}. Open the trace again: the index is then made anew.`);
    this.name = 'IndexDamaged';
  }
}

/** @throws IndexDamaged, after letting the index go, unless the checksum is that of the bytes. */
export function checkBytes(source: Source, offset: number, bytes: Uint8Array, checksum: number | undefined): void {
  if (crc32(bytes) === checksum) return;
  source.discard();
  throw new IndexDamaged(offset);
}
