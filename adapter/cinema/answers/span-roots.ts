import {
  causeOf,
  eventAt,
  frameAt,
  handledMessage,
  processFlag,
  stackAt,
  type FrameId,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../../trace/index.ts';
import { columnsOf } from '../../replay/columns.ts';
import { handlerAt } from '../../replay/handlers.ts';
import { firstCall, longestChain } from './spans.ts';

/** Calls gone through for those that are outermost; beyond, how many are left out is not known. */
const mostLooked = 200_000;
/** Processes looked at for calls that are under way at the beginning. */
const mostProcesses = 2_000;

export interface Roots {
  readonly frames: readonly FrameId[];
  readonly leftOut: number;
}

/** The calls in a range that no other call in it caused, of all processes. */
export async function rootsOfAll(
  trace: Trace,
  from: Moment,
  to: Moment,
  limit: number,
  pause: () => Promise<void> | undefined,
): Promise<Roots> {
  const frames = underWay(trace, from)
    .filter((frame) => !wasCaused(trace, frame, from))
    .slice(0, limit);
  const known = new Set(frames);
  let leftOut = 0;
  const first = firstFrameFrom(trace, from);
  for (let frame = first; frame < trace.frameCount && frame - first < mostLooked; frame++) {
    await pause();
    const facts = frameAt(trace, frame as FrameId)!;
    if (facts.callMoment > to) break;
    if (facts.parent !== -1 || known.has(facts.frame)) continue;
    if (frames.length === limit) leftOut++;
    else if (!wasCaused(trace, facts.frame, from)) frames.push(facts.frame);
  }
  return { frames, leftOut };
}

/** Outermost calls that began before a moment and are not over. */
function underWay(trace: Trace, from: Moment): FrameId[] {
  if (from === 0) return [];
  const { count, flags, birth, death } = columnsOf(trace);
  const found: FrameId[] = [];
  let looked = 0;
  for (let process = 0; process < count && looked < mostProcesses; process++) {
    if ((flags[process]! & processFlag.recordedCode) === 0 || birth[process]! >= from) continue;
    if (death[process] !== -1 && death[process]! < from) continue;
    looked++;
    const before = (from - 1) as Moment;
    const { total } = stackAt(trace, process as ProcessId, before, 0, 0);
    const [bottom] = total === 0 ? [] : stackAt(trace, process as ProcessId, before, total - 1, 1).frames;
    const facts = bottom === undefined || bottom.left ? null : frameAt(trace, bottom.frame);
    if (facts !== null && (facts.endMoment === -1 || facts.endMoment >= from)) found.push(facts.frame);
  }
  return found.sort((left, right) => left - right);
}

/** Frames are numbered in the order of their calls. */
function firstFrameFrom(trace: Trace, moment: Moment): number {
  let [low, high] = [0, trace.frameCount];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frameAt(trace, middle as FrameId)!.callMoment < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether a call is shown below another one: it handles a message, or begins a process, that a call in the range sent or spawned; or
 * it went on from such a one by tail calls.
 */
function wasCaused(trace: Trace, frame: FrameId, from: Moment): boolean {
  let facts = frameAt(trace, frame)!;
  for (let length = 1; facts.left !== -1 && length < longestChain; length++) facts = frameAt(trace, facts.left)!;
  const { process, callMoment: call } = facts;
  const handled = handledMessage(trace, process, call);
  const cause = handled === -1 ? firstSpawn(trace, process, call) : causeOf(trace, handled);
  if (cause === -1 || !isShown(trace, eventAt(trace, cause).frame, from)) return false;
  return handled === -1 || handlerAt(trace, handled) === call;
}

/** Whether a call has a row, or would have one if all were unfolded: the outermost call around it is not over before the range. */
function isShown(trace: Trace, frame: FrameId | -1, from: Moment): boolean {
  let facts = frame === -1 ? null : frameAt(trace, frame);
  while (facts !== null && facts.parent !== -1) facts = frameAt(trace, facts.parent);
  return facts !== null && (facts.endMoment === -1 || facts.endMoment >= from);
}

/** The spawn of a process whose first call it is, -1 for later calls. */
function firstSpawn(trace: Trace, process: ProcessId, call: Moment): Moment | -1 {
  const { birth, flags } = columnsOf(trace);
  if ((flags[process]! & processFlag.spawnRecorded) === 0) return -1;
  return firstCall(trace, process, birth[process]!) === call ? (birth[process]! as Moment) : -1;
}
