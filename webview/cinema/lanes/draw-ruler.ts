import { withAlpha } from '../render/colour.ts';
import { lineEnding, type Colour } from '../render/renderer.ts';
import { printCount } from '../parts/time-text.ts';
import { onAxis, playheadOf } from '../state/film-state.ts';
import { addLine, addRectangle } from './buffers.ts';
import { rulerHeight } from './layout.ts';
import type { Pen } from './pen.ts';
import { perPixel, xOf } from './scale.ts';
import type { Scene } from './scene.ts';
import { printTimeTo, ticksOf } from './ticks.ts';

const chipHeight = 16;
/** About as wide as a digit of the small font is, CSS pixels. */
const letterWidth = 6;

interface Chip {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly ground: Colour;
  readonly colour: Colour;
}

/** Times or moments above the lanes, from the start of the trace, where the chips leave room. */
export function drawRuler(pen: Pen, scene: Scene): void {
  const { state, layout, scale, palette } = scene;
  const { left, width } = layout;
  const { axis } = state.window;
  addRectangle(pen.rectangles, left, 0, width - left, rulerHeight, palette.background);
  addRectangle(pen.rectangles, left, rulerHeight - 1, width - left, 1, palette.laneLine);
  const chips = chipsOf(scene);
  const isFree = (x: number, room: number): boolean => chips.every((one) => x > one.x + one.width || x + room < one.x);
  const { at, labels, base } = ticksOf(axis, scale.from, scale.to, scale.width);
  const baseWidth = base === null ? 0 : base.length * letterWidth + 10;
  at.forEach((place, index) => {
    const x = xOf(scale, place);
    const room = labels[index]!.length * letterWidth + 4;
    addRectangle(pen.rectangles, x, rulerHeight - 7, 1, 6, palette.faintText);
    if (x < left + baseWidth || x > width - 8 || !isFree(x, room)) return;
    pen.texts.push({ text: labels[index]!, x: x + 4, y: 10, room: 100, colour: palette.faintText, font: 'small' });
  });
  if (base !== null && isFree(left, baseWidth)) {
    pen.texts.push({ text: base, x: left + 4, y: 10, room: baseWidth, colour: palette.text, font: 'small' });
  }
  for (const { x, width: wide, text, ground, colour } of chips) {
    addRectangle(pen.covers, x, 1, wide, chipHeight, ground);
    pen.texts.push({
      text,
      x: x + wide / 2,
      y: 1 + chipHeight / 2,
      room: wide,
      colour,
      font: 'small',
      align: 'centre',
    });
  }
}

/** The playhead, the debugger's cursor where that is elsewhere, and the place under the mouse. */
export function drawCursors(pen: Pen, { state, scale, palette, layout, pointed, scrubbed }: Scene): void {
  const { window, cursor } = state;
  const x = xOf(scale, scrubbed ?? onAxis(window, playheadOf(state)));
  if (pointed !== null && scrubbed === null) {
    addRectangle(
      pen.rectangles,
      xOf(scale, pointed),
      rulerHeight,
      1,
      layout.height,
      withAlpha(palette.faintText, 0.35),
    );
  }
  if (state.preview !== null || scrubbed !== null) {
    const cursorX = xOf(scale, onAxis(window, cursor));
    if (cursorX >= layout.left && cursorX <= layout.width && Math.abs(cursorX - x) >= 1) {
      addLine(pen.lines, cursorX, rulerHeight - 6, cursorX, layout.height, 1.5, palette.cursor, lineEnding.none, 1);
    }
  }
  if (x < layout.left - 1 || x > layout.width + 1) return;
  addRectangle(pen.rectangles, x - 0.75, chipHeight + 1, 1.5, layout.height, palette.playhead);
}

/** The playhead's time, and that under the mouse where it is not too near. */
function chipsOf({ state, scale, palette, layout, pointed, scrubbed }: Scene): readonly Chip[] {
  const { axis } = state.window;
  const chip = (at: number, ground: Colour, colour: Colour): Chip => {
    const text = axis === 'time' ? printTimeTo(at, perPixel(scale)) : printCount(Math.round(at));
    const width = text.length * letterWidth + 12;
    const x = Math.min(Math.max(xOf(scale, at) - width / 2, layout.left), Math.max(layout.left, layout.width - width));
    return { text, x, width, ground, colour };
  };
  const playhead = scrubbed ?? onAxis(state.window, playheadOf(state));
  const x = xOf(scale, playhead);
  const chips: Chip[] = [];
  if (x >= layout.left - 1 && x <= layout.width + 1) chips.push(chip(playhead, palette.playhead, palette.background));
  if (pointed !== null && scrubbed === null) {
    const other = chip(pointed, palette.laneOdd, palette.text);
    if (chips.every((one) => other.x > one.x + one.width || other.x + other.width < one.x)) chips.push(other);
  }
  return chips;
}
