/** Where everything lies to the pixel: what all renderers agree on, so that their pictures are the same. */
import { lineEnding, signShape } from './renderer.ts';

/** CSS pixels. */
export const hatch = { period: 6, width: 1.5 } as const;
export const dash = { on: 4, off: 3 } as const;

/** Device pixels from one slanted line of a hatch to the next: whole, so that every tile of it is the same. */
export const hatchPeriod = (ratio: number): number => Math.max(2, Math.round(hatch.period * ratio));

/** How much of a pixel is covered by what lies between two edges on one axis. */
export function covered(at: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, Math.min(at + 0.5, high) - Math.max(at - 0.5, low)));
}

/** Beyond this many CSS pixels from the origin single precision is no longer exact to a fraction of a pixel. */
const FAR = 16_384;

/** What draws outlines: a canvas context is one, SVG path data another. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  /** A whole circle. */
  circle(x: number, y: number, radius: number, clockwise: boolean): void;
  close(): void;
}

/** The line as it is drawn: filled in by `layLine`, reused from line to line so that nothing is allocated for each. */
export interface LaidLine {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Where the body ends before the ending begins; the body is empty if that is at or before the first point. */
  bodyX: number;
  bodyY: number;
  hasBody: boolean;
  /** Unit vector from the first point to the second. */
  alongX: number;
  alongY: number;
  width: number;
  ending: number;
}

export const newLaidLine = (): LaidLine => ({
  x1: 0,
  y1: 0,
  x2: 0,
  y2: 0,
  bodyX: 0,
  bodyY: 0,
  hasBody: false,
  alongX: 1,
  alongY: 0,
  width: 1,
  ending: 0,
});

export const arrowLength = (width: number): number => 6 + 1.5 * width;
export const arrowHalf = (width: number): number => 2.4 + 0.9 * width;
export const openDotRadius = (width: number): number => 3 + width / 2;
export const openDotThickness = (width: number): number => Math.max(1.25, Math.min(width, 1.75));
export const dotRadius = (width: number): number => 2 + width / 2;

/** How far the ending reaches back from the second point. */
export function endingLength(ending: number, width: number): number {
  if (ending === lineEnding.arrow) return arrowLength(width);
  if (ending === lineEnding.openDot) return openDotRadius(width);
  return 0;
}

/**
 * Lays a line out. Upright and level lines are moved so that their edges lie on whole device pixels; the parts of a line that are
 * far outside are cut off. False: nothing of it is to be drawn.
 */
export function layLine(
  laid: LaidLine,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  width: number,
  ending: number,
  ratio: number,
): boolean {
  if (!(Number.isFinite(x1 + y1 + x2 + y2) && width > 0)) return false;
  laid.ending = ending;
  laid.x1 = x1;
  laid.y1 = y1;
  laid.x2 = x2;
  laid.y2 = y2;
  laid.width = width;
  if (Math.max(Math.abs(x1), Math.abs(y1), Math.abs(x2), Math.abs(y2)) > FAR && !cut(laid)) return false;
  if (x1 === x2 || y1 === y2) {
    laid.width = Math.max(1, Math.round(width * ratio)) / ratio;
    if (x1 === x2) laid.x1 = laid.x2 = middle(laid.x1, laid.width, ratio);
    if (y1 === y2 && x1 !== x2) laid.y1 = laid.y2 = middle(laid.y1, laid.width, ratio);
  }
  const byX = laid.x2 - laid.x1;
  const byY = laid.y2 - laid.y1;
  const length = Math.hypot(byX, byY);
  laid.alongX = length === 0 ? 1 : byX / length;
  laid.alongY = length === 0 ? 0 : byY / length;
  const body = length - endingLength(laid.ending, laid.width);
  laid.hasBody = body > 0;
  laid.bodyX = laid.x1 + laid.alongX * body;
  laid.bodyY = laid.y1 + laid.alongY * body;
  return true;
}

/** The middle that puts an edge `width` wide on whole device pixels. */
function middle(at: number, width: number, ratio: number): number {
  return Math.round((at - width / 2) * ratio) / ratio + width / 2;
}

/** Cuts a line to the square of ±FAR (Liang and Barsky's way); an ending that is cut off is not drawn. */
function cut(laid: LaidLine): boolean {
  const { x1, y1, x2, y2 } = laid;
  let first = 0;
  let last = 1;
  for (const [from, by] of [
    [x1, x2 - x1],
    [y1, y2 - y1],
  ] as const) {
    for (const side of [-1, 1]) {
      const room = FAR - side * from;
      const step = side * by;
      if (step === 0) {
        if (room < 0) return false;
      } else if (step < 0) first = Math.max(first, room / step);
      else last = Math.min(last, room / step);
    }
  }
  if (first > last) return false;
  if (last < 1) laid.ending = lineEnding.none;
  laid.x1 = x1 + first * (x2 - x1);
  laid.y1 = y1 + first * (y2 - y1);
  laid.x2 = x1 + last * (x2 - x1);
  laid.y2 = y1 + last * (y2 - y1);
  return true;
}

/** The outline of a line's ending, to be filled. */
export function drawEnding(pen: Pen, { x2, y2, alongX, alongY, width, ending }: LaidLine): void {
  if (ending === lineEnding.arrow) {
    const length = arrowLength(width);
    const half = arrowHalf(width);
    const baseX = x2 - alongX * length;
    const baseY = y2 - alongY * length;
    pen.moveTo(x2, y2);
    pen.lineTo(baseX - alongY * half, baseY + alongX * half);
    pen.lineTo(baseX + alongY * half, baseY - alongX * half);
    pen.close();
  } else if (ending === lineEnding.openDot) {
    ring(pen, x2, y2, openDotRadius(width), openDotThickness(width));
  } else if (ending === lineEnding.dot) {
    pen.circle(x2, y2, dotRadius(width), true);
  }
}

function ring(pen: Pen, x: number, y: number, radius: number, thickness: number): void {
  pen.circle(x, y, radius, true);
  if (radius > thickness) pen.circle(x, y, radius - thickness, false);
}

export const tickHalf = (size: number): number => Math.max(0.5, size * 0.08);
export const barHalf = (size: number): number => Math.max(1.5, size * 0.2);
export const ringThickness = (size: number): number => Math.max(1.25, size * 0.16);
export const crossHalf = (size: number): number => Math.max(0.75, size * 0.11);
/** Parts of the size: the triangle's half width; the flag's pole (left edge), its width, its tip and the pennant's foot. */
export const triangleHalf = 0.55;
export const flag = { pole: -0.36, poleWidth: 0.14, tip: 0.5, foot: 0.1 } as const;

/** The outline of a sign, to be filled. Ticks and bars lie on whole device pixels. */
export function drawSign(pen: Pen, shape: number, x: number, y: number, size: number, ratio: number): void {
  const half = size / 2;
  switch (shape) {
    case signShape.tick:
    case signShape.bar: {
      const wide = 2 * (shape === signShape.tick ? tickHalf(size) : barHalf(size));
      const width = Math.max(1, Math.round(wide * ratio)) / ratio;
      const left = middle(x, width, ratio) - width / 2;
      polygon(pen, [left, y - half, left + width, y - half, left + width, y + half, left, y + half]);
      break;
    }
    case signShape.diamond:
      polygon(pen, [x, y - half, x + half, y, x, y + half, x - half, y]);
      break;
    case signShape.dot:
      pen.circle(x, y, half, true);
      break;
    case signShape.ring:
      ring(pen, x, y, half, ringThickness(size));
      break;
    case signShape.cross: {
      // Two slanted bars across each other; their sides meet on the axes, at `arm`.
      const arm = crossHalf(size) * Math.SQRT2;
      const points: number[] = [];
      for (const [cos, sin] of QUARTERS) {
        for (const [px, py] of [
          [arm, 0],
          [half, half - arm],
          [half - arm, half],
        ] as const) {
          points.push(x + px * cos - py * sin, y + px * sin + py * cos);
        }
      }
      polygon(pen, points);
      break;
    }
    case signShape.triangle:
      polygon(pen, [x, y - half, x + triangleHalf * size, y + half, x - triangleHalf * size, y + half]);
      break;
    case signShape.square:
      polygon(pen, [x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half]);
      break;
    case signShape.flag: {
      const left = x + flag.pole * size;
      const right = left + Math.max(1.25, flag.poleWidth * size);
      const foot = y + flag.foot * size;
      // The pole, and the pennant without what the pole covers.
      polygon(pen, [
        left,
        y - half,
        right,
        y - half,
        x + flag.tip * size,
        (y - half + foot) / 2,
        right,
        foot,
        right,
        y + half,
        left,
        y + half,
      ]);
      break;
    }
  }
}

const QUARTERS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

function polygon(pen: Pen, points: readonly number[]): void {
  pen.moveTo(points[0]!, points[1]!);
  for (let at = 2; at < points.length; at += 2) pen.lineTo(points[at]!, points[at + 1]!);
  pen.close();
}
