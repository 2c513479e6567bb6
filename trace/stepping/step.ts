import { eventKinds, type FrameId, type Moment, type ProcessId } from '../model.ts';
import { ending, fact, frame as column, kindMask, track } from '../build/shapes.ts';
import { siteCode } from '../build/sites.ts';
import { lastEventOf } from '../questions/events.ts';
import { frameAt } from '../questions/frames.ts';
import { anyDepth, searchBackward, searchForward, type Wanted } from '../questions/search.ts';
import { type Trace } from '../trace.ts';

export type StepCommand = 'next' | 'stepIn' | 'stepOut' | 'stepBack' | 'stepBackInto' | 'stepBackOut';

export interface StepResult {
  /** Where the process comes to rest; where it stood when there is no such stop. */
  readonly moment: Moment;
  /** The end of the process's recording that was met instead of a stop. */
  readonly edge: 'none' | 'start' | 'end';
  /** When the step left a frame: the event that carries what came back. */
  readonly returned?: { readonly moment: Moment; readonly exception?: boolean };
}

/** Where a process stands: its frame and how deep it is; `depth` is at least 1, also outside of all frames. */
interface Standing {
  /** Its newest event at or before the moment; -1 before its first. */
  readonly event: number;
  readonly frame: number;
  readonly depth: number;
  readonly hasParent: boolean;
  /** 0 where it has none. */
  readonly site: number;
}

/**
 * DESIGN.md, section 3, "Stepping". A pure function of the trace and the cursor. The moment need not be a stop, nor an
 * event of the process.
 */
export function step(
  trace: Trace,
  cursor: Cursor,
  command: StepCommand,
  skipped: Uint8Array | null = null,
): StepResult {
  const { process, moment } = cursor;
  const at = standingAt(trace, process, moment);
  const stops = (depth: number): Wanted => ({ stops: true, depth, skipped: skipped?.[at.site] === 1 ? null : skipped });
  switch (command) {
    case 'stepIn':
      return forward(trace, cursor, searchForward(trace, process, moment, stops(anyDepth)));
    case 'stepBackInto':
      return backward(cursor, searchBackward(trace, process, moment, stops(anyDepth)));
    case 'next':
      return next(trace, cursor, at, stops);
    case 'stepOut':
      return stepOut(trace, cursor, at, stops);
    case 'stepBack':
      return backward(cursor, searchBackward(trace, process, moment, stops(at.depth)));
    case 'stepBackOut':
      return stepBackOut(trace, cursor, at, stops);
  }
}

interface Cursor {
  readonly process: ProcessId;
  readonly moment: Moment;
}

/** Stops of at most a depth, without those that are skipped. */
type Stops = (depth: number) => Wanted;

export function standingAt(trace: Trace, process: ProcessId, moment: Moment): Standing {
  const { facts, frames, tracks } = trace.inside;
  const event = lastEventOf(trace, process, moment);
  if (event === -1) return { event, frame: -1, depth: 1, hasParent: false, site: 0 };
  const frame = facts.get(event, fact.frame);
  // In a frame its own depth counts: an exit keeps the frame it ended and has depth 0 itself.
  const depth = frame === -1 ? tracks.get(event, track.depth) : frames.get(frame, column.depth);
  // A caller that was entered before the recording has no frame, and still has lines.
  const hasParent = depth > 1;
  return { event, frame, depth: Math.max(1, depth), hasParent, site: tracks.get(event, track.site) };
}

/** The first stop of at most this depth; when the frame is over by then, its caller's. Who has no caller goes on to any. */
function next(trace: Trace, cursor: Cursor, at: Standing, stops: Stops): StepResult {
  const { process, moment } = cursor;
  const { facts } = trace.inside;
  const found = searchForward(trace, process, moment, stops(at.depth));
  if (found === -1 || !at.hasParent || at.frame === -1 || facts.get(found, fact.frame) === at.frame) {
    return forward(trace, cursor, found);
  }
  return forward(trace, cursor, searchForward(trace, process, moment, stops(at.depth - 1)), at);
}

/** The first stop of the caller; who has no caller goes to the first stop after its frame closed. */
function stepOut(trace: Trace, cursor: Cursor, at: Standing, stops: Stops): StepResult {
  const { process, moment } = cursor;
  if (at.hasParent) return forward(trace, cursor, searchForward(trace, process, moment, stops(at.depth - 1)), at);
  if (at.frame === -1) return forward(trace, cursor, searchForward(trace, process, moment, stops(at.depth)));
  const { endMoment } = frameAt(trace, at.frame as FrameId)!;
  if (endMoment === -1) return forward(trace, cursor, -1);
  // The event that closes it may itself be the stop: an exit, or the call that it left by.
  const after = Math.max(moment, endsInside(trace, endMoment, at.frame) ? endMoment : endMoment - 1);
  return forward(trace, cursor, searchForward(trace, process, after, stops(anyDepth)), at);
}

/** Whether the event that closes a frame is the frame's own: a return is, an exit or another frame's event is not. */
function endsInside(trace: Trace, end: number, frame: number): boolean {
  const { facts, tracks } = trace.inside;
  return facts.get(end, fact.frame) === frame && tracks.get(end, track.depth) > 0;
}

/** The line that made the call: of the frame that left by it, if it was a tail call; else of the parent. */
function stepBackOut(trace: Trace, cursor: Cursor, at: Standing, stops: Stops): StepResult {
  const { process, moment } = cursor;
  if (at.frame === -1)
    return backward(cursor, searchBackward(trace, process, moment, stops(Math.max(0, at.depth - 1))));
  const { callMoment, left, parent } = frameAt(trace, at.frame as FrameId)!;
  const depth = left === -1 && parent !== -1 ? at.depth - 1 : at.depth;
  return backward(cursor, searchBackward(trace, process, callMoment, stops(depth)));
}

function forward(trace: Trace, cursor: Cursor, found: number, left?: Standing): StepResult {
  if (found === -1) return { moment: cursor.moment, edge: 'end' };
  const returned = left === undefined ? undefined : returnedFrom(trace, cursor, left, found);
  return { moment: found as Moment, edge: 'none', ...(returned !== undefined && { returned }) };
}

function backward(cursor: Cursor, found: number): StepResult {
  return found === -1 ? { moment: cursor.moment, edge: 'start' } : { moment: found as Moment, edge: 'none' };
}

const returnKind = eventKinds.indexOf('return');
const exceptionKind = eventKinds.indexOf('exception');
const exitKind = eventKinds.indexOf('exit');

/**
 * The event that says how the frame (or the row of tail calls that it began) came back: its return, else what its caller
 * next did: a value that came back from a function that is not recorded, an exception that arrived there.
 */
function returnedFrom(
  trace: Trace,
  { process, moment }: Cursor,
  left: Standing,
  target: number,
): StepResult['returned'] {
  const { tracks, frames } = trace.inside;
  const kindOf = (at: number) => tracks.get(at, track.flags) & kindMask;
  if (left.frame !== -1 && frames.get(left.frame, column.ended) === ending.return) {
    return { moment: frameAt(trace, left.frame as FrameId)!.endMoment as Moment };
  }
  const outside = searchForward(trace, process, moment, { stops: false, depth: left.depth - 1 });
  if (outside === -1 || outside > target) return undefined;
  const before = searchBackward(trace, process, outside, { stops: false, depth: left.depth });
  if (before > moment && kindOf(before) === returnKind) return { moment: before as Moment };
  if (kindOf(outside) === exceptionKind) return { moment: outside as Moment, exception: true };
  if (kindOf(outside) === exitKind) return { moment: outside as Moment, exception: true };
  const kind = trace.inside.siteTable.kind[tracks.get(outside, track.site)];
  const isValue = kind === siteCode.value || kind === siteCode.catchEnd;
  return isValue ? { moment: outside as Moment } : undefined;
}
