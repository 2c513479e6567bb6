import type { Renderer, TextRun } from '../render/renderer.ts';
import { lineBuffer, rectangleBuffer, signBuffer } from './buffers.ts';
import type { LineBuffer, RectangleBuffer, SignBuffer } from './buffers.ts';

/** What one layer of the scene is collected in, and then drawn from in this order. */
export interface Pen {
  readonly rectangles: RectangleBuffer;
  readonly hatches: RectangleBuffer;
  readonly lines: LineBuffer;
  readonly signs: SignBuffer;
  /** Rectangles over all of the layer but its texts. */
  readonly covers: RectangleBuffer;
  readonly texts: TextRun[];
}

export function createPen(): Pen {
  return {
    rectangles: rectangleBuffer(),
    hatches: rectangleBuffer(),
    lines: lineBuffer(),
    signs: signBuffer(),
    covers: rectangleBuffer(),
    texts: [],
  };
}

/** Draws what was collected inside an area, and empties the pen. */
export function drawPen(renderer: Renderer, pen: Pen, area: Parameters<Renderer['clip']>[0]): void {
  renderer.clip(area);
  if (pen.rectangles.count > 0) renderer.rectangles(pen.rectangles);
  if (pen.hatches.count > 0) renderer.hatches(pen.hatches);
  if (pen.lines.count > 0) renderer.lines(pen.lines);
  if (pen.signs.count > 0) renderer.signs(pen.signs);
  if (pen.covers.count > 0) renderer.rectangles(pen.covers);
  if (pen.texts.length > 0) renderer.texts(pen.texts);
  pen.rectangles.count = pen.hatches.count = pen.lines.count = pen.signs.count = pen.covers.count = 0;
  pen.texts.length = 0;
}
