import { alphaOf, withAlpha } from '../render/colour.ts';
import { lineEnding, signShape, type Colour } from '../render/renderer.ts';
import { kindMask } from '../state/arrangement.ts';
import { addLine, addSign } from './buffers.ts';
import { arrowFlag, arrowKind } from './flags.ts';
import { rowMiddle, type Layout } from './layout.ts';
import { isLit } from './lit.ts';
import type { Pen } from './pen.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** The arrows as drawn, for the mouse: ends on screen and the arrow's number in the picture. */
export interface ArrowLines {
  count: number;
  ends: Float32Array;
  arrow: Int32Array;
  /** How many arrows lie on each other there. */
  several: Int32Array;
  /** Line of each pair of lanes and place, for finding those that would lie on each other. */
  readonly at: Map<number, number>;
}

export const newArrowLines = (): ArrowLines => ({
  count: 0,
  ends: new Float32Array(4 * 512),
  arrow: new Int32Array(512),
  several: new Int32Array(512),
  at: new Map(),
});

/** Messages of one pair of lanes nearer to each other than this are one line. */
const together = 5;

/** More arrows than this at once are all drawn faintly: what stands out is what was selected. */
const manyArrows = 60;
/** A supervisor's spawns stand above each other over all of the lanes: fewer of them are a thicket. */
const manySpawns = 8;
/** How far an arrow goes that has only one end. */
const stub = 18;

/** Messages, spawns and exits from cause to effect: the slope is the latency. Those of the selection and under the mouse stand out. */
export function drawArrows(pen: Pen, scene: Scene, lines: ArrowLines): void {
  lines.count = 0;
  lines.at.clear();
  const { prepared, state } = scene;
  if (prepared === null) return;
  const { arrows } = prepared.picture;
  let some = false;
  for (let arrow = 0; arrow < arrows.kind.length; arrow++) {
    if (isWanted(scene, arrow)) {
      layArrow(lines, scene, arrow);
      some ||= emphasis(scene, arrow) !== 'none';
    }
  }
  let messages = 0;
  for (let line = 0; line < lines.count; line++) messages += lines.several[line]!;
  // From afar they lie on each other, and over what they connect.
  const isFaint = some || messages > manyArrows;
  const faintness = Math.max(0.45, Math.min(1, manyArrows / lines.count));
  let spawns = 0;
  for (let line = 0; line < lines.count; line++) if (arrows.kind[lines.arrow[line]!] === arrowKind.spawn) spawns++;
  const spawnFaintness = Math.max(0.5, Math.min(1, manySpawns / spawns));
  // What stands out lies on top.
  for (const round of ['none', 'strong'] as const) {
    for (let line = 0; line < lines.count; line++) {
      const arrow = lines.arrow[line]!;
      const how = emphasis(scene, arrow);
      if ((how === 'none') !== (round === 'none')) continue;
      const isDark =
        state.cone !== null &&
        !(
          isLit(state.cone, arrows.fromProcess[arrow]!, arrows.from[arrow]!) &&
          isLit(state.cone, arrows.toProcess[arrow]!, arrows.to[arrow]!)
        );
      const light = arrows.kind[arrow] === arrowKind.spawn ? Math.min(faintness, spawnFaintness) : faintness;
      drawArrow(pen, scene, lines, line, how, isDark ? 0 : isFaint || light < 1 ? light : null);
    }
  }
}

/** Who leaves out all events of these kinds wants none of their arrows, by `arrowKind`. */
const kindsOfArrow = [kindMask('send', 'arrive', 'receive'), kindMask('spawn'), kindMask('exit')];

/** Which arrows the person wants to see. */
function isWanted({ state, prepared }: Scene, arrow: number): boolean {
  const { arrows } = prepared!.picture;
  const kind = arrows.kind[arrow]!;
  if ((state.arrangement.kinds & kindsOfArrow[kind]!) === 0) return false;
  if (kind !== arrowKind.message || state.arrangement.arrows === 'all') return true;
  if (state.arrangement.arrows === 'none' || state.selection === null) return false;
  const { process } = state.selection;
  return arrows.fromProcess[arrow] === process || arrows.toProcess[arrow] === process;
}

type Emphasis = 'none' | 'cause' | 'effect' | 'hover';

function emphasis({ state, prepared, hover }: Scene, arrow: number): Emphasis {
  const { arrows } = prepared!.picture;
  const from = arrows.from[arrow]!;
  const to = arrows.to[arrow]!;
  if (hover?.kind === 'arrow' && hover.index === arrow && hover.picture === prepared!.picture) return 'hover';
  const selected = state.selection?.moment ?? -1;
  if (selected >= 0 && to === selected) return 'cause';
  if (selected >= 0 && from === selected) return 'effect';
  if (hover !== null && hover.moment >= 0 && (hover.moment === from || hover.moment === to)) return 'hover';
  return 'none';
}

/**
 * Finds where an arrow runs and cuts it to the lanes' area, in doubles: an end far outside would be no exact pixel any more. Arrows of
 * which no end lies on a lane on screen are left out.
 */
function layArrow(lines: ArrowLines, scene: Scene, arrow: number): void {
  const { prepared, layout, scale } = scene;
  const { arrows } = prepared!.picture;
  const flags = arrows.flags[arrow]!;
  const hasFrom = arrows.from[arrow]! >= 0;
  const hasTo = arrows.to[arrow]! >= 0 && (flags & arrowFlag.notReceived) === 0;
  const fromRow = hasFrom || hasTo ? rowOf(layout, arrows.fromProcess[arrow]!) : -1;
  const toRow = rowOf(layout, arrows.toProcess[arrow]!);
  const seesFrom = hasFrom && isOnScreen(layout, fromRow);
  const seesTo = hasTo && isOnScreen(layout, toRow);
  if (!seesFrom && !seesTo) return;
  let x1 = xOf(scale, arrows.fromAt[arrow]!);
  let y1 = fromRow >= 0 ? rowMiddle(layout, fromRow) : NaN;
  let x2 = xOf(scale, arrows.toAt[arrow]!);
  let y2 = toRow >= 0 ? rowMiddle(layout, toRow) : NaN;
  if (!hasTo) {
    // Never received: towards the receiver, if it has a lane, else out of the sender's.
    x2 = x1 + stub;
    y2 = seesFrom && isOnScreen(layout, toRow) && toRow !== fromRow ? y2 : y1 + stub * 0.6;
  } else if (!hasFrom) {
    x1 = x2 - stub;
    y1 = y2 - stub * 0.6;
  } else if (Number.isNaN(y2)) {
    // Its partner is hidden: a short piece says that there is one.
    y2 = y1 + stub * 0.6;
    x2 = x1 + stub * 0.6;
  } else if (Number.isNaN(y1)) {
    y1 = y2 - stub * 0.6;
    x1 = x2 - stub * 0.6;
  }
  const upper = layout.scrollTop;
  const lower = layout.height;
  let start = 0;
  let end = 1;
  // Behind the edge over or under which the partner's lane lies.
  if (hasFrom && hasTo && toRow >= 0 && !isOnScreen(layout, toRow)) end = cut(y1, y2, y2 < upper ? upper : lower);
  if (hasFrom && hasTo && fromRow >= 0 && !isOnScreen(layout, fromRow)) {
    start = 1 - cut(y2, y1, y1 < upper ? upper : lower);
  }
  // And a little outside of the window at both sides.
  const left = layout.left - 40;
  const right = layout.width + 40;
  if (x1 + (x2 - x1) * start < left) start = Math.max(start, (left - x1) / (x2 - x1));
  if (x1 + (x2 - x1) * end > right) end = Math.min(end, (right - x1) / (x2 - x1));
  if (!(end > start) && !(x1 === x2 && y1 === y2)) return;
  const ax = x1 + (x2 - x1) * start;
  const bx = x1 + (x2 - x1) * end;
  if (Math.max(ax, bx) < layout.left || Math.min(ax, bx) > layout.width) return;
  if (arrows.kind[arrow] === arrowKind.message && emphasis(scene, arrow) === 'none' && hasFrom && hasTo) {
    // A lane is a number of its own, and so is a place: both together are one below 2^53.
    const place = Math.floor((ax - layout.left + 50) / together);
    const key = ((fromRow + 1) * 131_072 + toRow + 1) * 8192 + place;
    const line = lines.at.get(key);
    if (line !== undefined) {
      lines.several[line]!++;
      return;
    }
    lines.at.set(key, lines.count);
  }
  push(lines, arrow, ax, y1 + (y2 - y1) * start, bx, y1 + (y2 - y1) * end);
}

/** The part of the way from `y1` to `y2` at which an edge is reached; a short piece where it lies in the other direction. */
function cut(y1: number, y2: number, edge: number): number {
  const part = (edge - y1) / (y2 - y1);
  return part > 0 && part <= 1 ? part : Math.min(1, stub / Math.max(1, Math.abs(y2 - y1)));
}

function drawArrow(
  pen: Pen,
  { prepared, palette, layout }: Scene,
  { ends, arrow: numbers, several }: ArrowLines,
  line: number,
  how: Emphasis,
  /** How visible what does not stand out is; null: as usual; 0: outside of the lit cone. */
  light: number | null,
): void {
  const { arrows } = prepared!.picture;
  const arrow = numbers[line]!;
  const [x1, y1, x2, y2] = [ends[4 * line]!, ends[4 * line + 1]!, ends[4 * line + 2]!, ends[4 * line + 3]!];
  const kind = arrows.kind[arrow]!;
  const plain = kind === arrowKind.spawn ? palette.spawn : kind === arrowKind.exit ? palette.exit : palette.message;
  const faint = kind === arrowKind.message ? palette.messageFaint : withAlpha(plain, 0.5);
  const dim = light === 0 ? withAlpha(plain, 0.12) : withAlpha(faint, alphaOf(faint) * (light ?? 1));
  const strong: Colour = how === 'cause' ? palette.cause : how === 'effect' ? palette.effect : plain;
  const colour = how !== 'none' ? strong : light === null ? plain : dim;
  const width = (how === 'none' ? 1 : 2) + Math.min(2, Math.log2(several[line]!) / 3);
  const fromRow = rowOf(layout, arrows.fromProcess[arrow]!);
  const toRow = rowOf(layout, arrows.toProcess[arrow]!);
  const isOpen = (arrows.flags[arrow]! & (arrowFlag.notReceived | arrowFlag.notTaken)) !== 0 || arrows.to[arrow]! < 0;
  const goesOut = !isOpen && arrows.from[arrow]! >= 0 && !isOnScreen(layout, toRow);
  const comesIn = arrows.from[arrow]! >= 0 && arrows.to[arrow]! >= 0 && !isOnScreen(layout, fromRow);
  const ending = isOpen ? lineEnding.openDot : goesOut ? lineEnding.none : lineEnding.arrow;
  addLine(pen.lines, x1, y1, x2, y2, width, colour, ending, kind === arrowKind.spawn ? 1 : 0);
  const edge = (y: number): number => Math.min(layout.height - 5, y);
  if (goesOut) addSign(pen.signs, x2, edge(y2), how === 'none' ? 6 : 9, signShape.triangle, colour);
  if (comesIn) addSign(pen.signs, x1, edge(y1), how === 'none' ? 6 : 9, signShape.triangle, colour);
}

function push(lines: ArrowLines, arrow: number, x1: number, y1: number, x2: number, y2: number): void {
  const at = lines.count++;
  if (at === lines.arrow.length) {
    const arrows = new Int32Array(2 * at);
    arrows.set(lines.arrow);
    lines.arrow = arrows;
    const several = new Int32Array(2 * at);
    several.set(lines.several);
    lines.several = several;
    const ends = new Float32Array(8 * at);
    ends.set(lines.ends);
    lines.ends = ends;
  }
  lines.arrow[at] = arrow;
  lines.several[at] = 1;
  lines.ends[4 * at] = x1;
  lines.ends[4 * at + 1] = y1;
  lines.ends[4 * at + 2] = x2;
  lines.ends[4 * at + 3] = y2;
}

function rowOf({ rows }: Layout, process: number): number {
  return rows.ofProcess[process] ?? -1;
}

/** A row that can be seen at least in part. */
export function isOnScreen({ stuck, first, end }: Layout, row: number): boolean {
  return row >= 0 && (row < stuck || (row >= first && row < end));
}
