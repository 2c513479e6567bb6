import { tallLaneHeight } from '../state/rows.ts';
import { firstFrom, type Prepared } from './prepared.ts';
import { xOf, type Scale } from './scale.ts';

/** How the room of one lane is used: bars of calls from the top, below them a line of text where one looks closely. */
export interface LaneShape {
  readonly top: number;
  readonly height: number;
  /** What the lane's content may fill. */
  readonly roomTop: number;
  readonly room: number;
  /** Room of the bars, and how much of it one depth takes. */
  readonly barsRoom: number;
  readonly barHeight: number;
  /** Stops are far enough from each other to be seen one by one. */
  readonly hasTicks: boolean;
  /** Middle of the line of texts; -1: there is none. */
  readonly textY: number;
}

const padding = 3;
const tallestBar = 18;
const textLine = 15;
/** Stops stand at least this far apart, on average, where they are drawn one by one, and where their texts are to be read. */
const roomOfTick = 5;
const roomOfText = 44;

/** @param lane of the picture; -1: it has none of this row */
export function laneShape(
  prepared: Prepared | null,
  lane: number,
  scale: Scale,
  top: number,
  height: number,
): LaneShape {
  const room = height - 2 * padding;
  const spread = prepared === null || lane < 0 ? 0 : spreadOfStops(prepared, lane, scale);
  const hasText = spread >= roomOfText;
  const barsRoom = !hasText ? room : height >= tallLaneHeight ? room - textLine : room - textLine + 1;
  const depths = prepared === null || lane < 0 ? 1 : Math.max(1, prepared.depths[lane]!);
  return {
    top,
    height,
    roomTop: top + padding,
    room,
    barsRoom,
    barHeight: Math.max(1.5, Math.min(tallestBar, barsRoom / depths)),
    hasTicks: spread >= roomOfTick,
    textY: hasText ? top + height - padding - textLine / 2 + 1 : -1,
  };
}

/** Top of the bars of a depth; what is deeper than there is room lies at the bottom. */
export function barTop({ roomTop, barsRoom, barHeight }: LaneShape, depth: number): number {
  return roomTop + Math.max(0, Math.min(depth * barHeight, barsRoom - barHeight));
}

/** Pixels from one stop of a lane to the next, on average, of those on screen; 0 where there are none. */
function spreadOfStops({ picture, stops }: Prepared, lane: number, scale: Scale): number {
  if (picture.detail !== 'events') return 0;
  const first = firstFrom(stops, lane, picture.stops.at, scale.from);
  const end = firstFrom(stops, lane, picture.stops.at, scale.to);
  if (end === first) return 0;
  if (end - first === 1) return scale.width;
  const at = (index: number): number => xOf(scale, picture.stops.at[stops.order[index]!]!);
  return (at(end - 1) - at(first)) / (end - 1 - first);
}
