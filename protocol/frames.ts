/**
 * How a message between the cinema's door and its page becomes bytes: both sides of the wire must agree to the byte, so the one
 * codec stands here, beside the types. It needs nothing but JavaScript and runs in Node, a webview and a browser.
 *
 * A frame is: u32 length of the JSON, the JSON (UTF-8), zeros up to a multiple of 8, then the typed arrays of the message one after
 * the other, each begun at a multiple of 8; little endian. The JSON is `{"message": …, "arrays": [[type, offset, length], …]}`,
 * where a typed array in the message is written `{"$": index}` and offsets count from the first array. Anything else is plain JSON.
 */

/** Raised with every change of the questions or answers of cinema.ts; a page and a door of two versions say so and stop. */
export const cinemaVersion = 1;

const arrayTypes = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type ArrayName = keyof typeof arrayTypes;
export type FrameArray = InstanceType<(typeof arrayTypes)[ArrayName]>;

/** A frame longer than this is refused before anything is allocated for it. */
export const largestFrame = 256 << 20;

/** @throws RangeError when the message is larger than `largestFrame` */
export function encodeFrame(message: unknown): Uint8Array {
  const arrays: FrameArray[] = [];
  const places: (readonly [ArrayName, number, number])[] = [];
  let end = 0;
  const body = JSON.stringify(message, (_, value: unknown) => {
    const name = nameOf(value);
    if (name === null) return value;
    const array = value as FrameArray;
    places.push([name, end, array.length]);
    arrays.push(array);
    end = aligned(end + array.byteLength);
    return { $: arrays.length - 1 };
  });
  const json = new TextEncoder().encode(`{"message":${body},"arrays":${JSON.stringify(places)}}`);
  const start = aligned(4 + json.length);
  if (start + end > largestFrame) throw new RangeError(`A message of ${start + end} bytes is too large to send.`);
  const frame = new Uint8Array(start + end);
  new DataView(frame.buffer).setUint32(0, json.length, true);
  frame.set(json, 4);
  arrays.forEach((array, index) => {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + places[index]![1]);
  });
  return frame;
}

/**
 * The message of a frame; its arrays are views of the frame's own bytes where these lie right, else copies. Undefined for bytes
 * that are no frame: the other side may be anyone.
 */
export function decodeFrame(given: Uint8Array): unknown {
  if (given.length < 4) return undefined;
  // Views need even addresses: a frame cut out of a larger buffer may lie anywhere.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const start = aligned(4 + length);
  if (4 + length > bytes.length) return undefined;
  try {
    const parsed = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as unknown;
    if (!isObject(parsed) || !Array.isArray(parsed['arrays'])) return undefined;
    const arrays = parsed['arrays'].map((place) => arrayAt(bytes, start, place));
    return restored(parsed['message'], arrays);
  } catch {
    return undefined;
  }
}

/** @throws RangeError when the array does not lie inside the frame */
function arrayAt(bytes: Uint8Array, start: number, place: unknown): FrameArray {
  const [name, offset, length] = Array.isArray(place) ? (place as unknown[]) : [];
  if (typeof name !== 'string' || !Object.hasOwn(arrayTypes, name)) throw new RangeError('no such type of array');
  const type = arrayTypes[name as ArrayName];
  const fits =
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    (offset as number) >= 0 &&
    (offset as number) % 8 === 0 &&
    (length as number) >= 0 &&
    start + (offset as number) + (length as number) * type.BYTES_PER_ELEMENT <= bytes.length;
  if (!fits) throw new RangeError('an array outside of its frame');
  return new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + (offset as number), length as number);
}

/** Puts the arrays back where the JSON names them. Walks in loops, however deep the JSON is nested. */
function restored(message: unknown, arrays: readonly FrameArray[]): unknown {
  const root: { value: unknown } = { value: message };
  const open: Record<string, unknown>[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [key, value] of Object.entries(next)) {
      if (!isObject(value) && !Array.isArray(value)) continue;
      const index = isObject(value) ? value['$'] : undefined;
      if (typeof index === 'number') next[key] = arrays[index];
      else open.push(value as Record<string, unknown>);
    }
  }
  return root.value;
}

function nameOf(value: unknown): ArrayName | null {
  if (!ArrayBuffer.isView(value)) return null;
  for (const name of Object.keys(arrayTypes) as ArrayName[]) if (value instanceof arrayTypes[name]) return name;
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}
