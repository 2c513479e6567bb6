import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Where an index is written: only at its end. */
export interface Sink {
  /** Bytes written so far, which is where the next go. */
  position(): number;
  append(bytes: Uint8Array): void;
}

/** Where an index is read from. */
export interface Source {
  readonly size: number;
  /** @throws when the bytes are not there: the file was cut under us. */
  read(offset: number, length: number): Uint8Array;
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
          if (piece === undefined)
            throw new Error(`The index ends at ${size}, bytes up to ${offset + length} were expected.`);
          const start = index === low ? from : 0;
          const taken = piece.subarray(start, start + length - filled);
          joined.set(taken, filled);
          filled += taken.length;
        }
        return joined;
      },
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
  return {
    size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
        if (count === 0)
          throw new Error(
            `The index ${path} ends at ${offset + filled}, bytes up to ${offset + length} were expected.`,
          );
        filled += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}
