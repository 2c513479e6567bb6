import type { Colour } from '../render/renderer.ts';
import { alphaOf, withAlpha } from '../render/colour.ts';
import { withoutModule } from '../parts/module-colour.ts';
import { kindCode } from '../state/arrangement.ts';
import { addRectangle } from './buffers.ts';
import { barFlag } from './flags.ts';
import { barTop, laneShape, type LaneShape } from './lane-shape.ts';
import { drawMarks } from './draw-marks.ts';
import { drawStops } from './draw-stops.ts';
import { rowHeight, rowTop } from './layout.ts';
import { coneEdge } from './lit.ts';
import type { Pen } from './pen.ts';
import { birthOf, deathOf, populationOf } from './population.ts';
import { firstFrom, type Prepared } from './prepared.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** About as wide as a letter of the labels is, CSS pixels. */
const letterWidth = 6.5;

/**
 * Collects the lanes of rows `first` up to `end`, each from its ground to its texts. Lanes do not overlap, so all their rectangles go
 * in one call. Costs about 10 ns a rectangle: with sixty lanes of a full picture some ten thousand, of the window's columns only.
 */
export function drawLanes(pen: Pen, scene: Scene, first: number, end: number): void {
  const { layout, palette, prepared, scale, state, hover } = scene;
  const { rows, left, width } = layout;
  const selected = state.selection === null ? -1 : (rows.ofProcess[state.selection.process] ?? -1);
  const kinds = state.arrangement.kinds;
  for (let row = first; row < end; row++) {
    const top = rowTop(layout, row);
    const height = rowHeight(layout, row);
    const process = rows.process[row]!;
    const lane = prepared?.laneOf.get(process) ?? -1;
    const shape = laneShape(prepared, lane, scale, top, height);
    addRectangle(pen.rectangles, left, top, width - left, height, row % 2 === 0 ? palette.laneEven : palette.laneOdd);
    if (row === hover?.row) addRectangle(pen.rectangles, left, top, width - left, height, palette.laneHover);
    if (row === selected) addRectangle(pen.rectangles, left, top, width - left, height, palette.selected);
    addRectangle(pen.rectangles, left, top + height - 1, width - left, 1, palette.laneLine);
    if (rows.members[row]! > 1 || process < 0) drawPopulation(pen, scene, shape, row);
    else drawLife(pen, scene, shape, process);
    if (prepared !== null && lane >= 0) {
      // Where calls or single events are drawn they say more than how much happened.
      const hasBars = (kinds & (1 << kindCode.call)) !== 0 && prepared.depths[lane]! > 0;
      if (hasBars) drawBars(pen, scene, prepared, shape, lane);
      else if (!shape.hasTicks) drawDensity(pen, scene, prepared, shape, lane);
      if (shape.hasTicks) drawStops(pen, scene, prepared, shape, lane, process);
      drawGaps(pen, scene, prepared, shape, lane);
      drawMarks(pen, scene, prepared, shape, lane);
    }
    drawFade(pen, scene, shape, row);
  }
  if (end === layout.stuck && end > 0) {
    const bottom = layout.scrollTop;
    addRectangle(pen.rectangles, left, bottom - 1, width - left, 1, palette.faintText);
  }
}

/** A band from birth to death. Before and after there is only the ground. */
function drawLife(pen: Pen, { state, scale, layout, palette }: Scene, shape: LaneShape, process: number): void {
  const { directory, window, opening } = state;
  if (directory === null || process >= directory.count) return;
  const { left, width } = layout;
  const end = opening === null ? Infinity : window.axis === 'time' ? opening.duration : opening.events;
  const from = Math.max(left, xOf(scale, birthOf(directory, window.axis, process)));
  const to = Math.min(width, xOf(scale, Math.min(end, deathOf(directory, window.axis, process))));
  if (!(to > left && from < width)) return;
  addRectangle(pen.rectangles, from, shape.roomTop, Math.max(1, to - from), shape.room, ground(palette.life));
}

/** A life is the ground of all that happens in it, no more. */
function ground(life: Colour): Colour {
  return withAlpha(life, alphaOf(life) * 0.5);
}

/** How many of a folded row live: steps, as high as the most at once. */
function drawPopulation(pen: Pen, { state, scale, layout, palette }: Scene, shape: LaneShape, row: number): void {
  const { directory, window, opening } = state;
  if (directory === null || opening === null) return;
  const population = populationOf(layout.rows, directory, window.axis, row);
  if (population === undefined || population.most === 0) return;
  const { births, deaths, most } = population;
  const end = window.axis === 'time' ? opening.duration : opening.events;
  const right = Math.min(layout.width, xOf(scale, end));
  let born = 0;
  let died = 0;
  let alive = 0;
  let from = layout.left;
  // A step a pixel at most: births within one are one step.
  for (let x = layout.left; x <= right; x++) {
    const at = scale.from + ((x + 1 - scale.left) * (scale.to - scale.from)) / scale.width;
    while (born < births.length && births[born]! <= at) born++;
    while (died < deaths.length && deaths[died]! <= at) died++;
    const now = born - died;
    if (now === alive) continue;
    step(from, x);
    from = x;
    alive = now;
  }
  step(from, right);

  function step(left: number, to: number): void {
    if (alive === 0 || to <= left) return;
    const height = Math.max(2, (shape.room * alive) / most);
    addRectangle(pen.rectangles, left, shape.roomTop + shape.room - height, to - left, height, palette.life);
  }
}

/** How much happened: columns as high as the logarithm of their count, to half a pixel; neighbours of one height are one rectangle. */
function drawDensity(
  pen: Pen,
  { scale, layout, palette }: Scene,
  prepared: Prepared,
  shape: LaneShape,
  lane: number,
): void {
  const { picture, asked, density, levels } = prepared;
  const { column } = picture.density;
  const { from, to } = picture.window;
  const pixels = (xOf(scale, to) - xOf(scale, from)) / asked.columns;
  const start = xOf(scale, from);
  const bottom = shape.roomTop + shape.room;
  const width = Math.max(1, pixels);
  const end = density.from[lane + 1]!;
  let begun = 0;
  let next = -1;
  let height = 0;
  for (let index = firstFrom(density, lane, column, (layout.left - start) / pixels - 1); index < end; index++) {
    const row = density.order[index]!;
    const at = column[row]!;
    const x = start + at * pixels;
    if (x >= layout.width) break;
    if (x + width <= layout.left) continue;
    const own = Math.max(2.5, Math.round(2 * shape.room * levels[row]!) / 2);
    if (at === next && own === height) {
      next++;
      continue;
    }
    if (height > 0) add();
    begun = x;
    next = at + 1;
    height = own;
  }
  if (height > 0) add();

  function add(): void {
    const right = start + (next - 1) * pixels + width;
    addRectangle(pen.rectangles, begun, bottom - height, right - begun, height, palette.density);
  }
}

/** Calls as nested bars, coloured by module, with their names where these fit. */
function drawBars(pen: Pen, scene: Scene, prepared: Prepared, shape: LaneShape, lane: number): void {
  const { scale, layout, palette, colourOf, hover } = scene;
  const { bars, texts } = prepared.picture;
  const { from, order } = prepared.bars;
  const { left, width } = layout;
  const several = withAlpha(palette.density, 0.55);
  const tallness = shape.barHeight >= 4 ? shape.barHeight - 1 : shape.barHeight;
  for (let index = from[lane]!; index < from[lane + 1]!; index++) {
    const bar = order[index]!;
    const x1 = Math.max(left, xOf(scale, bars.from[bar]!));
    if (x1 >= width) continue;
    const right = xOf(scale, bars.to[bar]!);
    const x2 = Math.min(width, Math.max(right, x1 + 1));
    if (x2 <= left || right < left) continue;
    const title = bars.title[bar]!;
    const y = barTop(shape, bars.depth[bar]!);
    const colour: Colour = title < 0 ? several : colourOf(texts[title]!, palette.modules);
    // A little space between a bar and the next one shows where one ends.
    const wide = x2 - x1 > 4 && x2 < width ? x2 - x1 - 1 : x2 - x1;
    addRectangle(pen.rectangles, x1, y, wide, tallness, colour);
    if ((bars.flags[bar]! & barFlag.exception) !== 0) {
      addRectangle(pen.rectangles, Math.max(x1, x2 - 3), y, Math.min(3, wide), tallness, palette.exception);
    }
    if (
      hover?.kind === 'bar' &&
      hover.moment === bars.call[bar] &&
      hover.row === layout.rows.ofProcess[hover.process]
    ) {
      addRectangle(pen.rectangles, x1, y + tallness - 1.5, wide, 1.5, palette.selection);
    }
    if (title >= 0 && shape.barHeight >= 11 && x2 - x1 >= 24) {
      pen.texts.push({
        text: textFor(texts[title]!, x2 - x1 - 8),
        x: x1 + 4,
        y: y + tallness / 2,
        room: x2 - x1 - 8,
        colour: palette.barText,
        font: shape.barHeight >= 14 ? 'label' : 'small',
      });
    }
  }
}

/** The colour tells the module: its name is left out where there is no room for all. */
function textFor(title: string, room: number): string {
  return title.length * letterWidth <= room ? title : withoutModule(title);
}

function drawGaps(
  pen: Pen,
  { scale, layout, palette }: Scene,
  prepared: Prepared,
  shape: LaneShape,
  lane: number,
): void {
  const { gaps } = prepared.picture;
  const { from, order } = prepared.gaps;
  for (let index = from[lane]!; index < from[lane + 1]!; index++) {
    const gap = order[index]!;
    // At least as wide that one sees it.
    const x1 = xOf(scale, gaps.from[gap]!);
    const x2 = Math.max(xOf(scale, gaps.to[gap]!), x1 + 6);
    const left = Math.max(layout.left, x1);
    const right = Math.min(layout.width, x2);
    if (right <= left) continue;
    addRectangle(pen.hatches, left, shape.top + 1, right - left, shape.height - 2, palette.gap);
  }
}

/** Covers the stretch of a lane that is outside of the lit cone. */
function drawFade(pen: Pen, scene: Scene, shape: LaneShape, row: number): void {
  const { cone } = scene.state;
  if (cone === null) return;
  const { left, width, rows } = scene.layout;
  const edge = coneEdge(scene, row);
  const bound = edge === null ? null : Math.min(width, Math.max(left, xOf(scene.scale, edge)));
  const [from, to] = bound === null ? [left, width] : cone.direction === 'causes' ? [bound, width] : [left, bound];
  if (to > from)
    addRectangle(pen.covers, from, shape.top, to - from, rows.top[row + 1]! - rows.top[row]!, scene.palette.fade);
}
