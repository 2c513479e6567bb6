import { eventsPerPage, fact, frame as column, kindMask, track } from '../build/shapes.ts';
import { siteCode } from '../build/sites.ts';
import { eventKinds, type FrameId, type Moment, type ProcessId } from '../model.ts';
import { pageMark } from '../build/marks.ts';
import { frameAt, walkStack } from '../questions/frames.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';

export interface FramesFound {
  /** In the order of their calls. */
  readonly frames: readonly FrameId[];
  /** How many more there are. */
  readonly leftOut: number;
}

/** Outermost frames of a process that are open at some moment of a range, both ends included. */
export function rootFrames(trace: Trace, process: ProcessId, from: Moment, to: Moment, limit: number): FramesFound {
  const found = collector(limit);
  if (from > 0) {
    walkStack(trace, process, (from - 1) as Moment, (_, { frame }) => {
      const before = frameAt(trace, frame);
      const isOpen = before !== null && (before.endMoment === -1 || before.endMoment >= from);
      if (isOpen && before.parent === -1) found.add(frame);
      return true;
    });
  }
  forEachCall(trace, process, from, to, Number.MAX_SAFE_INTEGER, (frame) => {
    if (trace.inside.frames.get(frame, column.parent) === 0) found.add(frame);
  });
  return found.result();
}

/** Frames whose parent a frame is. */
export function childFrames(trace: Trace, frame: FrameId, limit: number): FramesFound {
  const found = collector(limit);
  const facts = frameAt(trace, frame);
  if (facts === null) return found.result();
  const end = facts.endMoment === -1 ? trace.eventCount - 1 : facts.endMoment;
  forEachCall(trace, facts.process, facts.callMoment + 1, end, facts.depth + 1, (child, depth) => {
    if (depth !== facts.depth + 1) return;
    if (child - trace.inside.frames.get(child, column.parent) === frame) found.add(child);
  });
  return found.result();
}

/** The calls that a frame makes in a range of moments, both ends included; those by which it leaves are among them. */
export function callsWithin(trace: Trace, frame: FrameId, from: Moment, to: Moment, limit: number): readonly FrameId[] {
  const found = collector(limit);
  const facts = frameAt(trace, frame);
  if (facts === null) return [];
  const { frames } = trace.inside;
  forEachCall(trace, facts.process, from, to, facts.depth + 1, (child) => {
    const [parent, left] = [frames.get(child, column.parent), frames.get(child, column.left)];
    if ((parent !== 0 && child - parent === frame) || (left !== 0 && child - left === frame)) found.add(child);
  });
  return found.result().frames;
}

const sendCode = eventKinds.indexOf('send');
const spawnCode = eventKinds.indexOf('spawn');

/** Sends and spawns while a frame was the innermost recorded one: by itself, or by code below it that was not recorded. */
export function sendsOfFrame(trace: Trace, frame: FrameId, limit: number): readonly Moment[] {
  const facts = frameAt(trace, frame);
  const moments: Moment[] = [];
  if (facts === null || limit <= 0) return moments;
  const { lists, tracks, facts: details } = trace.inside;
  const { process, callMoment } = facts;
  const end = facts.endMoment === -1 ? trace.eventCount - 1 : facts.endMoment;
  const list = lists.ofProcess(process);
  for (let at = lowerBound(list.pages, Math.floor(callMoment / eventsPerPage)); at < list.pages.length; at++) {
    const page = list.pages[at]!;
    const first = page * eventsPerPage;
    if (first > end) break;
    if (list.sends[at] === 0 && (list.marks[at]! & pageMark.spawn) === 0) continue;
    const flags = tracks.column(page, track.flags);
    const processes = tracks.column(page, track.process);
    for (let row = Math.max(0, callMoment - first); row < flags.length && first + row <= end; row++) {
      const kind = flags[row]! & kindMask;
      if (processes[row] !== process || (kind !== sendCode && kind !== spawnCode)) continue;
      if (details.get(first + row, fact.frame) !== frame) continue;
      moments.push((first + row) as Moment);
      if (moments.length >= limit) return moments;
    }
  }
  return moments;
}

/** Calls of a process in a range of moments that opened a frame of at most a depth. Opens the pages that have such. */
function forEachCall(
  trace: Trace,
  process: number,
  from: number,
  to: number,
  deepest: number,
  visit: (frame: FrameId, depth: number) => void,
): void {
  const { lists, tracks, siteTable, index } = trace.inside;
  const list = lists.ofProcess(process);
  const begin = Math.max(0, from);
  for (let at = lowerBound(list.pages, Math.floor(begin / eventsPerPage)); at < list.pages.length; at++) {
    const page = list.pages[at]!;
    const first = page * eventsPerPage;
    if (first > to) return;
    if (list.depth[at]! > deepest) continue;
    const sites = tracks.column(page, track.site);
    const processes = tracks.column(page, track.process);
    const depths = tracks.column(page, track.depth);
    // Frames are numbered in the order of their calls.
    let frame = index.pageFrames[page]!;
    for (let row = 0; row < sites.length && first + row <= to; row++) {
      const site = sites[row]!;
      if (site === 0 || siteTable.kind[site] !== siteCode.enter) continue;
      if (first + row >= begin && processes[row] === process && depths[row]! <= deepest) {
        visit(frame as FrameId, depths[row]!);
      }
      frame++;
    }
  }
}

function collector(limit: number) {
  const frames: FrameId[] = [];
  let leftOut = 0;
  return {
    add(frame: FrameId): void {
      if (frames.length < limit) frames.push(frame);
      else leftOut++;
    },
    result: (): FramesFound => ({ frames, leftOut }),
  };
}
