import { withAlpha } from '../render/colour.ts';
import { signShape, type Colour } from '../render/renderer.ts';
import { kindCode, kindNames, type KindName } from '../state/arrangement.ts';
import type { Palette } from '../theme/theme.ts';
import { addRectangle, addSign } from './buffers.ts';
import { markFlag } from './flags.ts';
import type { LaneShape } from './lane-shape.ts';
import { isLit } from './lit.ts';
import type { Pen } from './pen.ts';
import { firstFrom, type Prepared } from './prepared.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** How a kind of event is marked: the shape alone tells it from others that are drawn at the same height. */
interface Look {
  readonly shape: number;
  readonly size: number;
  readonly colour: keyof Palette & ('spawn' | 'exit' | 'exception' | 'state' | 'log' | 'faintText' | 'text');
  /** Part of the lane's room from its top. */
  readonly at: number;
}

const looks: Partial<Record<KindName, Look>> = {
  spawn: { shape: signShape.triangle, size: 9, colour: 'spawn', at: 0.5 },
  exit: { shape: signShape.square, size: 8, colour: 'exit', at: 0.5 },
  exception: { shape: signShape.diamond, size: 10, colour: 'exception', at: 0.5 },
  state: { shape: signShape.tick, size: 8, colour: 'state', at: 0.85 },
  log: { shape: signShape.flag, size: 10, colour: 'log', at: 0.25 },
  register: { shape: signShape.ring, size: 7, colour: 'faintText', at: 0.2 },
  unregister: { shape: signShape.ring, size: 6, colour: 'faintText', at: 0.2 },
  link: { shape: signShape.dot, size: 5, colour: 'faintText', at: 0.2 },
  unlink: { shape: signShape.dot, size: 5, colour: 'faintText', at: 0.2 },
  monitor: { shape: signShape.dot, size: 5, colour: 'faintText', at: 0.2 },
  span: { shape: signShape.bar, size: 8, colour: 'text', at: 0.5 },
};
const lookOfCode = new Map(Object.entries(looks).map(([name, look]) => [kindCode[name as KindName], look]));

/** Signs of one kind stand at least this far from each other: what lies between is seen from nearer. CSS pixels. */
const leastDistance = 7;
/** Where the last sign of each kind was drawn, for one lane at a time; crashes have the last place. */
const lastX = new Float64Array(kindNames.length + 1);

/** A crash is wider than any other sign, in a colour of its own, with an edge over the whole lane. */
const crashSize = 14;
/** CSS pixels that what a crash was needs at least. */
const leastTextRoom = 40;

export function drawMarks(pen: Pen, scene: Scene, prepared: Prepared, shape: LaneShape, lane: number): void {
  const { scale, layout, palette, state, crashText } = scene;
  const { marks } = prepared.picture;
  const { order } = prepared.marks;
  const end = prepared.marks.from[lane + 1]!;
  const process = prepared.asked.lanes[lane]!;
  const margin = ((scale.to - scale.from) * crashSize) / Math.max(1, scale.width);
  lastX.fill(-Infinity);
  for (let index = firstFrom(prepared.marks, lane, marks.at, scale.from - margin); index < end; index++) {
    const mark = order[index]!;
    const x = xOf(scale, marks.at[mark]!);
    if (x > layout.width + crashSize) return;
    const isCrash = (marks.flags[mark]! & markFlag.crash) !== 0;
    const y = markY(shape, marks.kind[mark]!, isCrash);
    const isFaint = state.cone !== null && !isLit(state.cone, process, marks.moment[mark]!);
    if (isCrash) {
      if (x - lastX[kindNames.length]! < leastDistance) continue;
      lastX[kindNames.length] = x;
      addRectangle(pen.rectangles, x - 1, shape.top, 2, shape.height - 1, palette.crash);
      addSign(pen.signs, x, y, crashSize, signShape.cross, palette.crash);
      const next = index + 1 < end ? xOf(scale, marks.at[order[index + 1]!]!) : layout.width;
      const room = Math.min(layout.width, next) - x - crashSize;
      // A text that has no room is not asked for either: there may be hundreds of crashes on screen.
      if (room < leastTextRoom || shape.textY >= 0 || (marks.flags[mark]! & markFlag.nearby) !== 0) continue;
      const text = crashText(marks.moment[mark]!);
      if (text !== null) {
        const textColour = isFaint ? palette.faintText : palette.crash;
        pen.texts.push({ text, x: x + crashSize / 2 + 4, y, room, colour: textColour, font: 'label' });
      }
      continue;
    }
    if ((state.arrangement.kinds & (1 << marks.kind[mark]!)) === 0) continue;
    const kind = marks.kind[mark]!;
    const look = lookOfCode.get(kind);
    if (look === undefined || x - lastX[kind]! < leastDistance) continue;
    lastX[kind] = x;
    const colour: Colour = palette[look.colour];
    const size = marks.count[mark]! > 1 ? look.size + 1 : look.size;
    addSign(pen.signs, x, y, size, look.shape, isFaint ? withAlpha(colour, 0.4) : colour);
  }
}

/** Where in a lane a kind is marked. */
export function markY(shape: Pick<LaneShape, 'roomTop' | 'room'>, kind: number, isCrash: boolean): number {
  const part = isCrash ? 0.5 : (lookOfCode.get(kind)?.at ?? 0.5);
  return shape.roomTop + shape.room * part;
}
