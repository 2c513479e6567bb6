import zlib from 'node:zlib';
import { checksum } from './checksum.ts';
import { codec, writeChunkHeader, type ChunkHeader } from './layout.ts';

/** What packing works out of a chunk's header. */
type Packed = 'codec' | 'storedLength' | 'rawLength' | 'checksum';

/**
 * Writes a chunk, compressed where that makes it smaller.
 * @param level of zlib, or null to leave the bytes as they are
 */
export function writePacked(
  write: (bytes: Uint8Array) => void,
  header: Omit<ChunkHeader, Packed>,
  raw: Uint8Array,
  level: number | null,
): void {
  const packed = level === null ? raw : zlib.deflateSync(raw, { level });
  const isSmaller = packed.length < raw.length;
  const stored = isSmaller ? packed : raw;
  write(
    writeChunkHeader({
      ...header,
      codec: isSmaller ? codec.zlib : codec.none,
      storedLength: stored.length,
      rawLength: raw.length,
      checksum: checksum(stored),
    }),
  );
  write(stored);
}
