import type { Colour, Lines, Rectangles, Signs } from '../render/renderer.ts';

/**
 * Columns that a picture is collected in and handed to the renderer from. Made once and filled anew for each picture: `count` goes
 * back to 0, the arrays stay and grow by doubling, so that nothing is allocated while drawing. The renderer takes what it needs
 * before its call returns.
 */
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
export type RectangleBuffer = Mutable<Rectangles>;
export type LineBuffer = Mutable<Lines>;
export type SignBuffer = Mutable<Signs>;

const firstCapacity = 1024;

export function rectangleBuffer(): RectangleBuffer {
  const floats = (): Float32Array => new Float32Array(firstCapacity);
  return {
    count: 0,
    x: floats(),
    y: floats(),
    width: floats(),
    height: floats(),
    colour: new Uint32Array(firstCapacity),
  };
}

export function addRectangle(
  buffer: RectangleBuffer,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  const at = buffer.count++;
  if (at === buffer.x.length) {
    buffer.x = grown(buffer.x);
    buffer.y = grown(buffer.y);
    buffer.width = grown(buffer.width);
    buffer.height = grown(buffer.height);
    buffer.colour = grown(buffer.colour);
  }
  buffer.x[at] = x;
  buffer.y[at] = y;
  buffer.width[at] = width;
  buffer.height[at] = height;
  buffer.colour[at] = colour;
}

export function lineBuffer(): LineBuffer {
  const floats = (): Float32Array => new Float32Array(firstCapacity);
  const bytes = (): Uint8Array => new Uint8Array(firstCapacity);
  return {
    count: 0,
    x1: floats(),
    y1: floats(),
    x2: floats(),
    y2: floats(),
    width: floats(),
    colour: new Uint32Array(firstCapacity),
    ending: bytes(),
    dashed: bytes(),
  };
}

export function addLine(
  buffer: LineBuffer,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  width: number,
  colour: Colour,
  ending = 0,
  dashed = 0,
): void {
  const at = buffer.count++;
  if (at === buffer.x1.length) {
    buffer.x1 = grown(buffer.x1);
    buffer.y1 = grown(buffer.y1);
    buffer.x2 = grown(buffer.x2);
    buffer.y2 = grown(buffer.y2);
    buffer.width = grown(buffer.width);
    buffer.colour = grown(buffer.colour);
    buffer.ending = grown(buffer.ending);
    buffer.dashed = grown(buffer.dashed);
  }
  buffer.x1[at] = x1;
  buffer.y1[at] = y1;
  buffer.x2[at] = x2;
  buffer.y2[at] = y2;
  buffer.width[at] = width;
  buffer.colour[at] = colour;
  buffer.ending[at] = ending;
  buffer.dashed[at] = dashed;
}

export function signBuffer(): SignBuffer {
  const floats = (): Float32Array => new Float32Array(firstCapacity);
  return {
    count: 0,
    x: floats(),
    y: floats(),
    size: floats(),
    shape: new Uint8Array(firstCapacity),
    colour: new Uint32Array(firstCapacity),
  };
}

export function addSign(buffer: SignBuffer, x: number, y: number, size: number, shape: number, colour: Colour): void {
  const at = buffer.count++;
  if (at === buffer.x.length) {
    buffer.x = grown(buffer.x);
    buffer.y = grown(buffer.y);
    buffer.size = grown(buffer.size);
    buffer.shape = grown(buffer.shape);
    buffer.colour = grown(buffer.colour);
  }
  buffer.x[at] = x;
  buffer.y[at] = y;
  buffer.size[at] = size;
  buffer.shape[at] = shape;
  buffer.colour[at] = colour;
}

type Column = Float32Array | Uint32Array | Uint8Array;

function grown<Array extends Column>(column: Array): Array {
  const larger = new (column.constructor as new (length: number) => Array)(column.length * 2);
  larger.set(column);
  return larger;
}
