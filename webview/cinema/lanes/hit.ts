import type { Picture } from '../../../protocol/index.ts';
import { chipHeight, type BundleChips } from './draw-bundles.ts';
import type { ArrowLines } from './draw-arrows.ts';
import { markY } from './draw-marks.ts';
import { arrowFlag, markFlag } from './flags.ts';
import { barTop, laneShape, type LaneShape } from './lane-shape.ts';
import { rowAt, rowHeight, rowTop } from './layout.ts';
import { firstFrom, type Prepared } from './prepared.ts';
import { atX, perPixel, xOf } from './scale.ts';
import type { Drawn, Scene } from './scene.ts';

/** What lies under the mouse. */
export interface Hit {
  readonly kind: 'mark' | 'stop' | 'arrow' | 'bundle' | 'bar' | 'gap' | 'lane';
  readonly row: number;
  /** Process of the event; -1 on the row of others. */
  readonly process: number;
  /** The event one goes to; -1: the nearest of the lane. */
  readonly moment: number;
  /** Where that is on the axis; the place under the mouse on a lane. */
  readonly at: number;
  /** Row of its kind in the picture; -1 on a lane. */
  readonly index: number;
  readonly picture: Picture | null;
}

const markReach = 7;
const stopReach = 4;
const arrowReach = 4;

/** Finds what lies at a place on screen: signs before arrows before bars, as they lie on each other; null outside of all rows. */
export function hitAt(scene: Scene, drawn: Drawn, x: number, y: number): Hit | null {
  const { layout, scale, prepared, state } = scene;
  const row = rowAt(layout, y);
  const place = atX(scale, x);
  const process = row < 0 ? -1 : layout.rows.process[row]!;
  const lane = prepared?.laneOf.get(process) ?? -1;
  if (prepared === null) return row < 0 ? null : onLane();
  const hit = (kind: Hit['kind'], index: number, moment: number, at: number): Hit => ({
    kind,
    row,
    process,
    moment,
    at,
    index,
    picture: prepared.picture,
  });
  if (row >= 0 && lane >= 0) {
    const shape = laneShape(prepared, lane, scale, rowTop(layout, row), rowHeight(layout, row));
    const mark = markAt(scene, prepared, shape, lane, x, y);
    const { marks, stops, bars, gaps } = prepared.picture;
    if (mark >= 0) return hit('mark', mark, momentOfMark(prepared, mark), marks.at[mark]!);
    const reach = shape.hasTicks ? stopReach * perPixel(scale) : -1;
    const stop = nearest(prepared.stops, lane, stops.at, place, reach, (one) => {
      const top = barTop(shape, Math.max(0, stops.depth[one]! - 1));
      const isInBar = y >= top - 1 && y <= top + Math.max(shape.barHeight, 5) + 1;
      return (
        (isInBar || (shape.textY >= 0 && y > shape.textY - 8)) &&
        (state.arrangement.kinds & (1 << stops.kind[one]!)) !== 0
      );
    });
    if (stop >= 0) return hit('stop', stop, stops.moment[stop]!, stops.at[stop]!);
    // On a line of texts: the stop whose text that is.
    if (shape.textY >= 0 && y > shape.textY - 8) {
      const behind = firstFrom(prepared.stops, lane, stops.at, place);
      if (behind > prepared.stops.from[lane]!) {
        const one = prepared.stops.order[behind - 1]!;
        return hit('stop', one, stops.moment[one]!, stops.at[one]!);
      }
    }
    const arrow = arrowAt(drawn.arrows, x, y);
    if (arrow >= 0) return arrowHit(scene, prepared, drawn.arrows, arrow, x, y);
    const bar = barAt(prepared, shape, lane, place, perPixel(scale), y);
    if (bar >= 0) return hit('bar', bar, bars.call[bar]!, bars.from[bar]!);
    for (let index = prepared.gaps.from[lane]!; index < prepared.gaps.from[lane + 1]!; index++) {
      const gap = prepared.gaps.order[index]!;
      const right = Math.max(xOf(scale, gaps.to[gap]!), xOf(scale, gaps.from[gap]!) + 6);
      if (place >= gaps.from[gap]! && x <= right) return hit('gap', gap, gaps.moment[gap]!, gaps.from[gap]!);
    }
  }
  const bundle = bundleAt(drawn.chips, x, y);
  if (bundle >= 0) return hit('bundle', bundle, -1, place);
  const arrow = arrowAt(drawn.arrows, x, y);
  if (arrow >= 0) return arrowHit(scene, prepared, drawn.arrows, arrow, x, y);
  return row < 0 ? null : onLane();

  function onLane(): Hit {
    return { kind: 'lane', row, process, moment: -1, at: place, index: -1, picture: null };
  }
}

function momentOfMark({ picture: { marks } }: Prepared, mark: number): number {
  return (marks.flags[mark]! & markFlag.nearby) !== 0 ? -1 : marks.moment[mark]!;
}

function markAt(scene: Scene, prepared: Prepared, shape: LaneShape, lane: number, x: number, y: number): number {
  const { scale, state } = scene;
  const { marks } = prepared.picture;
  const reach = markReach * perPixel(scale);
  const isNear = (mark: number): boolean => {
    const isCrash = (marks.flags[mark]! & markFlag.crash) !== 0;
    if (!isCrash && (state.arrangement.kinds & (1 << marks.kind[mark]!)) === 0) return false;
    return isCrash || Math.abs(y - markY(shape, marks.kind[mark]!, false)) <= markReach;
  };
  return nearest(prepared.marks, lane, marks.at, atX(scale, x), reach, isNear);
}

/** The row of a lane whose place is nearest, within reach; -1: none. */
function nearest(
  list: Prepared['marks'],
  lane: number,
  at: Float64Array,
  place: number,
  reach: number,
  isMeant: (row: number) => boolean,
): number {
  let found = -1;
  let distance = reach;
  for (let index = firstFrom(list, lane, at, place - reach); index < list.from[lane + 1]!; index++) {
    const row = list.order[index]!;
    if (at[row]! > place + reach) break;
    const away = Math.abs(at[row]! - place);
    if (away > distance || !isMeant(row)) continue;
    found = row;
    distance = away;
  }
  return found;
}

/** The deepest bar at a place and height; a bar thinner than a pixel is as wide as it was drawn. */
function barAt(
  { picture: { bars }, bars: list }: Prepared,
  shape: LaneShape,
  lane: number,
  place: number,
  pixel: number,
  y: number,
): number {
  for (let index = list.from[lane + 1]! - 1; index >= list.from[lane]!; index--) {
    const bar = list.order[index]!;
    if (place < bars.from[bar]! || place > Math.max(bars.to[bar]!, bars.from[bar]! + pixel)) continue;
    const top = barTop(shape, bars.depth[bar]!);
    if (y >= top && y < top + shape.barHeight) return bar;
  }
  return -1;
}

function bundleAt({ boxes }: BundleChips, x: number, y: number): number {
  const box = boxes.find((one) => x >= one.x && x <= one.x + one.width && Math.abs(y - one.y) <= chipHeight / 2);
  return box?.bundle ?? -1;
}

/** Number of the drawn line that is nearest to a place, within reach; -1: none. */
function arrowAt({ count, ends }: ArrowLines, x: number, y: number): number {
  let found = -1;
  let least = arrowReach * arrowReach;
  for (let line = 0; line < count; line++) {
    const away = distanceSquared(x, y, ends[4 * line]!, ends[4 * line + 1]!, ends[4 * line + 2]!, ends[4 * line + 3]!);
    if (away > least) continue;
    found = line;
    least = away;
  }
  return found;
}

/** Of a point from a stretch of a line. */
export function distanceSquared(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return (x - x1 - part * dx) ** 2 + (y - y1 - part * dy) ** 2;
}

/** The end of an arrow that is nearer to the mouse is the one to go to. */
function arrowHit(
  { layout: { rows } }: Scene,
  { picture }: Prepared,
  { ends, arrow: numbers }: ArrowLines,
  line: number,
  x: number,
  y: number,
): Hit {
  const { arrows } = picture;
  const arrow = numbers[line]!;
  const hasTo = arrows.to[arrow]! >= 0 && (arrows.flags[arrow]! & arrowFlag.notReceived) === 0;
  const far = (end: number): number => Math.hypot(x - ends[4 * line + end]!, y - ends[4 * line + end + 1]!);
  const isNearStart = far(0) < far(2);
  const isStart = arrows.from[arrow]! >= 0 && (!hasTo || isNearStart);
  const process = (isStart ? arrows.fromProcess : arrows.toProcess)[arrow]!;
  return {
    kind: 'arrow',
    row: rows.ofProcess[process] ?? -1,
    process,
    moment: (isStart ? arrows.from : arrows.to)[arrow]!,
    at: (isStart ? arrows.fromAt : arrows.toAt)[arrow]!,
    index: arrow,
    picture,
  };
}
