import { ending, frame as column } from '../build/shapes.ts';
import { type Moment, type ProcessId } from '../model.ts';
import { walkStack } from '../questions/frames.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { axisEnd, firstMomentBehind, firstMomentFrom, placeOf, type Scale } from './axis.ts';
import { type Lanes } from './lanes.ts';
import { rowsOf } from './rows.ts';
import { barFlag, type Bars } from './shapes.ts';

/** Frames deeper than this are not drawn: no lane is that high. */
const mostLevels = 128;
/** Lines of a stack gone down to find what was open when the window began. */
const deepestWalk = 20_000;

/** Collects the calls of a window as bars. First `openBefore`, then `begun` in the order of the calls. */
export interface BarWriter {
  /** What is open when the window begins, of every lane that is not folded. */
  readonly openBefore: () => void;
  /** A call in the window. */
  readonly begun: (frame: number, lane: number, depth: number, moment: number, place: number) => void;
  /** `titleOf` gives the number of a frame's text. */
  /** Bars so far. */
  readonly count: () => number;
  readonly finish: (titleOf: (frame: number, site: number) => number) => Bars;
}

export function barWriter(trace: Trace, scale: Scale, lanes: Lanes): BarWriter {
  const { frames, index } = trace.inside;
  const { axis, window } = scale;
  const rows = rowsOf({
    lane: 'u16',
    depth: 'u16',
    from: 'f64',
    to: 'f64',
    frame: 'i32',
    call: 'i32',
    title: 'i32',
    count: 'i32',
    flags: 'u8',
  });
  /** By lane and depth: the row of the newest bar there, if it is narrower than a column. */
  const narrow = new Int32Array(lanes.processes.length * mostLevels).fill(-1);
  const margin = window.to - window.from;
  const leftMost = window.from - margin;
  const rightMost = window.to + margin;
  const firstShown = firstMomentFrom(trace, axis, leftMost);
  const lastShown = firstMomentBehind(trace, axis, rightMost) - 1;
  const trailing = Math.min(rightMost, Math.max(window.from, axisEnd(trace, axis)));

  /** `place` of the call where it is known, else it is looked up. */
  function add(frame: number, lane: number, depth: number, call: number, place: number | null): void {
    if (depth > mostLevels) return;
    let ended = frames.get(frame, column.ended);
    let end = call + frames.get(frame, column.end);
    if (ended === ending.open) {
      const late = lowerBound(index.late.frame, frame);
      if (index.late.frame[late] === frame) {
        ended = index.late.ended[late]!;
        end = index.late.end[late]!;
      } else end = -1;
    }
    if (end !== -1 && end < scale.start) return;
    let flags = ended === ending.exception ? barFlag.exception : ended === ending.tail ? barFlag.tail : 0;
    let from = place ?? leftMost;
    if (call < firstShown) flags |= barFlag.beganBefore;
    else from = place ?? placeOf(trace, axis, call);
    let to = trailing;
    if (end === -1) flags |= barFlag.openAtEnd;
    else if (end > lastShown) {
      flags |= barFlag.openAtEnd;
      to = rightMost;
    } else to = placeOf(trace, axis, end);
    const level = lane * mostLevels + depth - 1;
    if (to - from >= scale.columnWidth) {
      narrow[level] = -1;
      put(frame, lane, depth, call, from, to, flags);
      return;
    }
    const last = narrow[level]!;
    const known = rows.columns;
    if (last !== -1 && scale.column(from) - scale.column(known.to[last]!) <= 1) {
      known.to[last] = Math.max(to, known.to[last]!);
      known.frame[last] = -1;
      known.count[last]!++;
      known.flags[last]! |= flags;
      return;
    }
    narrow[level] = rows.length;
    put(frame, lane, depth, call, from, to, flags);
  }

  function put(
    frame: number,
    lane: number,
    depth: number,
    call: number,
    from: number,
    to: number,
    flags: number,
  ): void {
    const row = rows.add();
    const into = rows.columns;
    into.lane[row] = lane;
    into.depth[row] = depth - 1;
    into.from[row] = from;
    into.to[row] = to;
    into.frame[row] = frame;
    into.call[row] = call;
    into.count[row] = 1;
    into.flags[row] = flags;
  }

  return {
    openBefore() {
      if (scale.start === 0) return;
      const open: number[] = [];
      lanes.processes.forEach((process, lane) => {
        if (lanes.folded[lane] === 1 || lanes.laneOf[process] !== lane) return;
        open.length = 0;
        walkStack(trace, process as ProcessId, (scale.start - 1) as Moment, (line, { frame }) => {
          open.push(frame);
          return line < deepestWalk;
        });
        for (const frame of open.reverse()) {
          add(frame, lane, frames.get(frame, column.depth), frames.get(frame, column.call), null);
        }
      });
    },
    begun: (frame, lane, depth, moment, place) => add(frame, lane, depth, moment, place),
    count: () => rows.length,
    finish(titleOf) {
      const known = rows.columns;
      for (let row = 0; row < rows.length; row++) {
        const frame = known.frame[row]!;
        known.title[row] = frame === -1 ? -1 : titleOf(frame, frames.get(frame, column.site));
      }
      return rows.finish();
    },
  };
}
