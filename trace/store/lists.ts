import { crc32 } from 'node:zlib';
import { byteWriter, putVarint, reserve, type ByteWriter } from './bytes.ts';
import { checkBytes, type Sink, type Source } from './store.ts';

/**
 * Many small byte lists that grow at their ends, in one buffer: blocks of 16 bytes linked by number. A list costs nothing
 * until its first byte; memory stays within a block per list of what is in them.
 */
export interface ByteLists {
  /** Appends the variable-length number. */
  put(list: number, value: number): void;
  /** Writes all lists one after the other, a checksum behind each that is not empty; returns where each begins, and where the last ends. */
  writeTo(sink: Sink, count: number): Float64Array;
}

const blockSize = 16;

export function byteLists(): ByteLists {
  let bytes = new Uint8Array(1 << 12);
  let next = new Int32Array(bytes.length / blockSize);
  let blocks = 0;
  let heads = new Int32Array(64).fill(-1);
  let tails = new Int32Array(64);
  /** Bytes used in the last block of each list. */
  let used = new Uint8Array(64);
  const scratch: ByteWriter = byteWriter(16);

  function newBlock(): number {
    if (blocks === next.length) {
      bytes = grow(bytes, new Uint8Array(bytes.length * 2));
      next = grow(next, new Int32Array(next.length * 2));
    }
    next[blocks] = -1;
    return blocks++;
  }

  return {
    put(list, value) {
      while (list >= heads.length) {
        const length = heads.length;
        heads = grow(heads, new Int32Array(length * 2).fill(-1));
        tails = grow(tails, new Int32Array(length * 2));
        used = grow(used, new Uint8Array(length * 2));
      }
      scratch.length = 0;
      putVarint(scratch, value);
      for (let index = 0; index < scratch.length; index++) {
        if (heads[list] === -1) {
          heads[list] = tails[list] = newBlock();
          used[list] = 0;
        } else if (used[list] === blockSize) {
          const block = newBlock();
          next[tails[list]!] = block;
          tails[list] = block;
          used[list] = 0;
        }
        bytes[tails[list]! * blockSize + used[list]!] = scratch.bytes[index]!;
        used[list]!++;
      }
    },
    writeTo(sink, count) {
      const starts = new Float64Array(count + 1);
      const out = byteWriter(1 << 16);
      for (let list = 0; list < count; list++) {
        const begin = out.length;
        starts[list] = sink.position() + begin;
        for (let block = heads[list] ?? -1; block !== -1; block = next[block]!) {
          const length = block === tails[list] ? used[list]! : blockSize;
          reserve(out, length);
          out.bytes.set(bytes.subarray(block * blockSize, block * blockSize + length), out.length);
          out.length += length;
        }
        if (out.length > begin) putChecksum(out, out.bytes.subarray(begin, out.length));
        if (out.length > 1 << 15) {
          sink.append(out.bytes.subarray(0, out.length));
          out.length = 0;
        }
      }
      sink.append(out.bytes.subarray(0, out.length));
      starts[count] = sink.position();
      return starts;
    },
  };
}

/** Ends a list: four bytes, the lowest first. */
function putChecksum(out: ByteWriter, bytes: Uint8Array): void {
  const checksum = crc32(bytes);
  reserve(out, 4);
  for (let shift = 0; shift < 32; shift += 8) out.bytes[out.length++] = checksum >>> shift;
}

/** Appends one list as `writeTo` does. */
export function appendList(sink: Sink, bytes: Uint8Array): void {
  const ending = byteWriter(4);
  if (bytes.length > 0) putChecksum(ending, bytes);
  sink.append(bytes);
  sink.append(ending.bytes.subarray(0, ending.length));
}

/** The bytes of a list; none for one that is not there. @throws IndexDamaged */
export function readList(source: Source, starts: Float64Array, list: number): Uint8Array {
  const start = starts[list];
  const end = starts[list + 1];
  if (start === undefined || end === undefined || end <= start) return new Uint8Array();
  const stored = source.read(start, end - start);
  const bytes = stored.subarray(0, -4);
  const ending = new DataView(stored.buffer, stored.byteOffset, stored.length);
  checkBytes(source, start, bytes, ending.getUint32(bytes.length, true));
  return bytes;
}

function grow<Numbers extends Uint8Array | Int32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
