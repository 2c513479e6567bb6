import type { Picture, PictureAsked } from '../../../protocol/index.ts';

/**
 * A picture made ready to be drawn many times: what belongs to a lane stands together, in the order of the axis, so that a drawing
 * looks only at lanes on screen and, of the many columns of density, only at those in the window. Made once an answer.
 */
export interface Prepared {
  readonly asked: PictureAsked;
  readonly picture: Picture;
  /** Lane of each process that was asked. */
  readonly laneOf: ReadonlyMap<number, number>;
  readonly density: ByLane;
  readonly bars: ByLane;
  readonly marks: ByLane;
  readonly gaps: ByLane;
  readonly stops: ByLane;
  /** Depths of calls a lane has: 0 where it has no bars. */
  readonly depths: Uint16Array;
  /**
   * By row of density: how high its column is, 0 to 1, by the logarithm of its count. What a full column stands for is rounded up, so
   * that it is the same in pictures side by side.
   */
  readonly levels: Float32Array;
}

/** Rows of lane `n`: `order[from[n]]` up to `order[from[n + 1]]`. */
export interface ByLane {
  readonly from: Int32Array;
  readonly order: Int32Array;
}

export function prepare(asked: PictureAsked, picture: Picture): Prepared {
  const lanes = asked.lanes.length;
  const { density, bars } = picture;
  const depths = new Uint16Array(lanes);
  for (let bar = 0; bar < bars.lane.length; bar++) {
    const lane = bars.lane[bar]!;
    if (lane < lanes) depths[lane] = Math.max(depths[lane]!, bars.depth[bar]! + 1);
  }
  let most = 1;
  for (const count of density.count) if (count > most) most = count;
  const full = Math.log(1 + 4 ** Math.ceil(Math.log(most + 1) / Math.log(4)));
  return {
    asked,
    picture,
    laneOf: new Map(Array.from(asked.lanes, (process, lane) => [process, lane])),
    density: byLane(lanes, density.lane, density.column),
    bars: byLane(lanes, bars.lane, null),
    marks: byLane(lanes, picture.marks.lane, picture.marks.at),
    gaps: byLane(lanes, picture.gaps.lane, null),
    stops: byLane(lanes, picture.stops.lane, picture.stops.at),
    depths,
    levels: Float32Array.from(density.count, (count) => Math.log(1 + count) / full),
  };
}

/** Groups rows by lane, in their order; sorts those of a lane by `key` where they are not. */
function byLane(lanes: number, lane: Uint16Array, key: ArrayLike<number> | null): ByLane {
  const from = new Int32Array(lanes + 1);
  for (const one of lane) if (one < lanes) from[one + 1]!++;
  for (let index = 0; index < lanes; index++) from[index + 1]! += from[index]!;
  const next = from.slice(0, lanes);
  const order = new Int32Array(from[lanes]!);
  for (let row = 0; row < lane.length; row++) {
    const one = lane[row]!;
    if (one < lanes) order[next[one]!++] = row;
  }
  if (key !== null) {
    for (let one = 0; one < lanes; one++) {
      const rows = order.subarray(from[one], from[one + 1]);
      for (let index = 1; index < rows.length; index++) {
        if (key[rows[index]!]! < key[rows[index - 1]!]!) {
          rows.sort((left, right) => key[left]! - key[right]!);
          break;
        }
      }
    }
  }
  return { from, order };
}

/** The first row of a lane whose key is at least `least`. */
export function firstFrom({ from, order }: ByLane, lane: number, key: ArrayLike<number>, least: number): number {
  let low = from[lane]!;
  let high = from[lane + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key[order[middle]!]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
