import { withAlpha } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';
import { kindCode } from '../state/arrangement.ts';
import type { Palette } from '../theme/theme.ts';
import { addRectangle } from './buffers.ts';
import { barTop, type LaneShape } from './lane-shape.ts';
import { isLit } from './lit.ts';
import type { Pen } from './pen.ts';
import { firstFrom, type Prepared } from './prepared.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** A text shorter than this says nothing. */
const leastRoom = 22;

/** Lines that ran and what else one can stop at: ticks in the bars, and from near what happened, as text below them. */
export function drawStops(
  pen: Pen,
  scene: Scene,
  prepared: Prepared,
  shape: LaneShape,
  lane: number,
  process: number,
): void {
  const { scale, layout, palette, state } = scene;
  const { stops, texts } = prepared.picture;
  const { order } = prepared.stops;
  const end = prepared.stops.from[lane + 1]!;
  const { kinds } = state.arrangement;
  // One more at the left: its text reaches into the window.
  const begin = Math.max(prepared.stops.from[lane]!, firstFrom(prepared.stops, lane, stops.at, scale.from) - 1);
  for (let index = begin; index < end; index++) {
    const stop = order[index]!;
    const x = xOf(scale, stops.at[stop]!);
    if (x > layout.width) return;
    const kind = stops.kind[stop]!;
    if ((kinds & (1 << kind)) === 0) continue;
    const isFaint = state.cone !== null && !isLit(state.cone, process, stops.moment[stop]!);
    if (x >= layout.left) {
      const top = barTop(shape, Math.max(0, stops.depth[stop]! - 1));
      const colour = withAlpha(stopColour(palette, kind), isFaint ? 0.25 : 0.8);
      const bottom = Math.min(shape.roomTop + shape.room, top + Math.max(shape.barHeight, 5));
      addRectangle(pen.rectangles, x - 0.75, top, 1.5, bottom - top, colour);
      if (shape.textY >= 0) addRectangle(pen.rectangles, x - 0.75, shape.textY - 5, 1.5, 10, colour);
    }
    const text = stops.text[stop]!;
    if (shape.textY < 0 || text < 0) continue;
    const left = Math.max(layout.left, x) + 4;
    let next = layout.width + 200;
    for (let after = index + 1; after < end; after++) {
      if ((kinds & (1 << stops.kind[order[after]!]!)) === 0) continue;
      next = xOf(scale, stops.at[order[after]!]!);
      break;
    }
    const room = next - left - 4;
    if (room < leastRoom) continue;
    const colour = isFaint ? palette.faintText : stopTextColour(palette, kind);
    pen.texts.push({ text: texts[text]!, x: left, y: shape.textY, room, colour, font: 'code' });
  }
}

function stopColour(palette: Palette, kind: number): Colour {
  switch (kind) {
    case kindCode.receive:
    case kindCode.arrive:
    case kindCode.send:
      return palette.message;
    case kindCode.exception:
      return palette.exception;
    case kindCode.exit:
      return palette.exit;
    case kindCode.state:
      return palette.state;
    default:
      return palette.text;
  }
}

function stopTextColour(palette: Palette, kind: number): Colour {
  return kind === kindCode.exception ? palette.exception : palette.text;
}
