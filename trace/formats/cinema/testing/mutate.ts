import { type Random } from '../generated/random.ts';
import { checksum } from '../checksum.ts';
import { codec, headerSize, readChunkHeader } from '../layout.ts';

/** Ways a file can go wrong, for fuzzing. Each returns a new array. */

export interface ChunkPlace {
  readonly begin: number;
  readonly end: number;
}

/** Where the chunks of an undamaged file stand. */
export function chunkPlaces(bytes: Uint8Array): ChunkPlace[] {
  const places: ChunkPlace[] = [];
  for (let begin = headerSize; begin + headerSize <= bytes.length;) {
    const header = readChunkHeader(bytes, begin);
    if (!header) break;
    const end = begin + headerSize + header.storedLength;
    places.push({ begin, end });
    begin = end;
  }
  return places;
}

export function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at]! ^= 1 << bit;
  return copy;
}

export const cut = (bytes: Uint8Array, begin: number, end: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, begin), bytes.subarray(end)]);

export const insert = (bytes: Uint8Array, at: number, added: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);

/** The file with two of its chunks in each other's place. */
export function swapChunks(bytes: Uint8Array, first: ChunkPlace, second: ChunkPlace): Uint8Array {
  const [a, b] = first.begin < second.begin ? [first, second] : [second, first];
  if (a === b) return bytes;
  return Buffer.concat([
    bytes.subarray(0, a.begin),
    bytes.subarray(b.begin, b.end),
    bytes.subarray(a.end, b.begin),
    bytes.subarray(a.begin, a.end),
    bytes.subarray(b.end),
  ]);
}

/** Makes the checksums of uncompressed chunks fit again, so that damage reaches the decoders behind them. */
export function reseal(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer, copy.byteOffset);
  for (const { begin, end } of chunkPlaces(copy)) {
    if (end > copy.length || readChunkHeader(copy, begin)!.codec !== codec.none) continue;
    view.setUint32(begin + 12, end - begin - headerSize, true);
    view.setUint32(begin + 16, checksum(copy.subarray(begin + headerSize, end)), true);
  }
  return copy;
}

/** One to three mutations of any kind, anywhere; half of the time with checksums that fit. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const places = chunkPlaces(result);
    const size = Math.max(1, result.length);
    const at = random.below(size);
    const place = () => places[random.below(places.length)] ?? { begin: 0, end: 0 };
    switch (random.below(9)) {
      case 0:
      case 1:
        result = flip(result, at, random.below(8));
        break;
      case 2: {
        // The header of a chunk: lengths, ticks and numbers, which no checksum covers.
        result = flip(result, Math.min(place().begin + random.below(headerSize), size - 1), random.below(8));
        break;
      }
      case 3:
        result = cut(result, at, at + 1 + random.below(random.once(4) ? 2000 : 8));
        break;
      case 4:
        result = insert(
          result,
          at,
          Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256)),
        );
        break;
      case 5: {
        const length = 1 + random.below(300);
        result = insert(result, random.below(size), result.subarray(at, at + length));
        break;
      }
      case 6: {
        const { begin, end } = place();
        result = insert(result, place().begin, result.subarray(begin, end));
        break;
      }
      case 7:
        if (places.length > 1) result = swapChunks(result, place(), place());
        break;
      default:
        result = random.once(3)
          ? result.subarray(0, at)
          : flip(result, random.below(Math.min(64, size)), random.below(8));
    }
  }
  return random.once(2) ? reseal(result) : result;
}
