import { alphaOf, blueOf, cssOf, greenOf, redOf } from './colour.ts';
import { covered, dash, drawEnding, drawSign, hatch, hatchPeriod, layLine, newLaidLine, type Pen } from './geometry.ts';
import type { Colour, Lines, Rectangles, Renderer, Signs } from './renderer.ts';
import { clipTo, type TextLayer } from './text-layer.ts';

/**
 * Draws with Canvas 2D: there in every browser. Costs about a third of a microsecond a rectangle and one a line; signs of one opaque
 * colour in a row are drawn as one path. What is translucent is drawn one by one, so that it adds up as with WebGL.
 *
 * @throws Error where the browser has no canvas
 */
export function canvasRenderer(canvas: HTMLCanvasElement, text: TextLayer): Renderer {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser has no canvas to draw on.');
  const pen = penOf(context);
  const laid = newLaidLine();
  const patterns = new Map<Colour, CanvasPattern>();
  let ratio = 1;
  let clipped = false;

  const unclip = (): void => {
    if (clipped) context.restore();
    clipped = false;
  };

  /** Whole device pixels, at least one: sharp edges, and neighbours meet without a seam. */
  const fill = (
    { count, x, y, width, height, colour }: Rectangles,
    style: (colour: Colour) => string | CanvasPattern,
  ) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    let last: Colour = -1;
    /** A row of rectangles side by side on one base line is filled as one outline: where its first begins, and the end so far. */
    let begun = 0;
    let end = NaN;
    let base = NaN;
    const finish = (): void => {
      if (Number.isNaN(end)) return;
      context.lineTo(end, base);
      context.lineTo(begun, base);
      context.fill();
      end = base = NaN;
    };
    for (let at = 0; at < count; at++) {
      // Compared this way round, NaN is left out too.
      if (!(width[at]! > 0 && height[at]! > 0)) continue;
      const left = Math.max(-1, Math.floor(x[at]! * ratio + 0.5));
      const top = Math.max(-1, Math.floor(y[at]! * ratio + 0.5));
      const right = Math.max(left + 1, Math.min(canvas.width + 1, Math.floor((x[at]! + width[at]!) * ratio + 0.5)));
      const bottom = Math.max(top + 1, Math.min(canvas.height + 1, Math.floor((y[at]! + height[at]!) * ratio + 0.5)));
      if (right < 0 || bottom < 0 || left > canvas.width || top > canvas.height) continue;
      if (left !== end || bottom !== base || colour[at] !== last) {
        finish();
        if (colour[at] !== last) context.fillStyle = style((last = colour[at]!));
        const next = at + 1;
        const isRow =
          next < count &&
          colour[next] === last &&
          Math.floor(x[next]! * ratio + 0.5) === right &&
          Math.floor((y[next]! + height[next]!) * ratio + 0.5) === bottom;
        if (!isRow) {
          context.fillRect(left, top, right - left, bottom - top);
          continue;
        }
        context.beginPath();
        context.moveTo(left, bottom);
        begun = left;
        base = bottom;
      }
      context.lineTo(left, top);
      context.lineTo(right, top);
      end = right;
    }
    finish();
  };

  const patternOf = (colour: Colour): CanvasPattern => {
    let pattern = patterns.get(colour);
    if (pattern === undefined) {
      pattern = hatchPattern(context, colour, ratio);
      patterns.set(colour, pattern);
    }
    return pattern;
  };

  return {
    kind: 'canvas',
    resize: (width, height, newRatio) => {
      ratio = newRatio;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      // A canvas that is resized forgets its state.
      clipped = false;
      patterns.clear();
      text.resize(width, height, ratio);
    },
    begin: (background) => {
      unclip();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = cssOf(background);
      context.fillRect(0, 0, canvas.width, canvas.height);
      text.begin();
    },
    clip: (area) => {
      unclip();
      text.clip(area);
      if (area === null) return;
      context.save();
      clipped = true;
      clipTo(context, area, ratio);
    },
    rectangles: (rectangles) => fill(rectangles, cssOf),
    hatches: (rectangles) => fill(rectangles, patternOf),
    lines: (lines: Lines) => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.lineCap = 'butt';
      for (let at = 0; at < lines.count; at++) {
        const colour = lines.colour[at]!;
        const width = lines.width[at]!;
        const dashed = lines.dashed[at]!;
        if (!layLine(laid, lines.x1[at]!, lines.y1[at]!, lines.x2[at]!, lines.y2[at]!, width, lines.ending[at]!, ratio))
          continue;
        if (laid.hasBody) {
          context.strokeStyle = cssOf(colour);
          context.lineWidth = laid.width;
          context.setLineDash(dashed === 1 ? DASHED : SOLID);
          context.beginPath();
          context.moveTo(laid.x1, laid.y1);
          context.lineTo(laid.bodyX, laid.bodyY);
          context.stroke();
        }
        if (laid.ending !== 0) {
          context.fillStyle = cssOf(colour);
          context.beginPath();
          drawEnding(pen, laid);
          context.fill();
        }
      }
      context.setLineDash(SOLID);
    },
    signs: ({ count, x, y, size, shape, colour }: Signs) => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      let open = false;
      for (let at = 0; at < count; at++) {
        const isNew = at === 0 || colour[at] !== colour[at - 1] || alphaOf(colour[at]!) < 1;
        if (isNew) {
          if (open) context.fill();
          context.beginPath();
          context.fillStyle = cssOf(colour[at]!);
          open = true;
        }
        if (size[at]! > 0) drawSign(pen, shape[at]!, x[at]!, y[at]!, size[at]!, ratio);
      }
      if (open) context.fill();
    },
    texts: (runs) => text.texts(runs),
    end: () => unclip(),
    dispose: () => {
      canvas.width = canvas.height = 0;
    },
  };
}

const SOLID: number[] = [];
const DASHED: number[] = [dash.on, dash.off];

function penOf(context: CanvasRenderingContext2D): Pen {
  return {
    moveTo: (x, y) => context.moveTo(x, y),
    lineTo: (x, y) => context.lineTo(x, y),
    circle: (x, y, radius, clockwise) => {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI, !clockwise);
    },
    // What is filled is closed by that; to say so costs more the longer the path already is.
    close: () => {},
  };
}

/** Lines that rise to the right, counted from the picture's corner so that neighbours join. */
function hatchPattern(context: CanvasRenderingContext2D, colour: Colour, ratio: number): CanvasPattern {
  const side = hatchPeriod(ratio);
  const half = (hatch.width * ratio) / 2;
  const image = context.createImageData(side, side);
  for (let at = 0; at < side * side; at++) {
    // Distance of the pixel's middle from the nearest line, x + y = a multiple of the period.
    const sum = (at % side) + Math.floor(at / side) + 1;
    const off = ((sum + side / 2) % side) - side / 2;
    image.data.set([redOf(colour), greenOf(colour), blueOf(colour)], at * 4);
    image.data[at * 4 + 3] = Math.round(255 * alphaOf(colour) * covered(off * Math.SQRT1_2, -half, half));
  }
  const tile = document.createElement('canvas');
  tile.width = tile.height = side;
  tile.getContext('2d')!.putImageData(image, 0, 0);
  return context.createPattern(tile, 'repeat')!;
}
