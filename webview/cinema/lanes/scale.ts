import type { FilmWindow } from '../../../protocol/index.ts';

/**
 * Where the x axis of the film lies on screen: positions of the axis are nanoseconds or moments, x is CSS pixels.
 *
 * All arithmetic is in doubles and subtracts the window's start before it multiplies: a position is exact up to 2^53 (104 days of
 * nanoseconds), so its distance to the start is exact too, and only pixels, which are small, become 32 bit. This is also what limits
 * the zoom: between two neighbouring positions there is nothing more to see, and the narrowest window (actions/window.ts) keeps a
 * nanosecond many pixels wide while `from` and `to` are still told apart in the last bits of a double.
 */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Where `from` lies, and how far it is to `to`. */
  readonly left: number;
  readonly width: number;
}

export function scaleOf({ from, to }: Pick<FilmWindow, 'from' | 'to'>, left: number, width: number): Scale {
  return { from, to, left, width };
}

export function xOf({ from, to, left, width }: Scale, at: number): number {
  return left + ((at - from) * width) / (to - from);
}

export function atX({ from, to, left, width }: Scale, x: number): number {
  return from + ((x - left) * (to - from)) / width;
}

/** How much of the axis a pixel is. */
export function perPixel({ from, to, width }: Scale): number {
  return (to - from) / Math.max(1, width);
}
