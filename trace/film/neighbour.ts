import { eventsPerPage, kindMask, track } from '../build/shapes.ts';
import { eventKinds, type Moment, type ProcessId } from '../model.ts';
import { markOfKind } from '../build/marks.ts';
import { lowerBound, type ProcessPages } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { axisEnd, firstMomentBehind, placeOf } from './axis.ts';
import { type Axis } from './shapes.ts';

/** All kinds of events as a mask. */
export const everyKind = (1 << eventKinds.length) - 1;

/** Of so few processes each is looked for by its own list of pages; of more, the pages are gone through. */
const fewProcesses = 24;

/**
 * The next or previous event after a moment, of some kinds (bit 1 << code; 0: of all) and of any of some processes. Costs a look
 * at a number a page until a page can have it.
 */
export function neighbourEvent(
  trace: Trace,
  moment: number,
  forward: boolean,
  kinds: number,
  processes?: Int32Array,
): Moment | -1 {
  const wanted = kinds === 0 ? everyKind : kinds;
  if (processes !== undefined && processes.length <= fewProcesses) {
    let best = -1;
    for (const process of processes) {
      const found = neighbourOf(trace, process, moment, forward, wanted);
      if (found !== -1 && (best === -1 || (forward ? found < best : found > best))) best = found;
    }
    return best as Moment | -1;
  }
  let members: Uint8Array | null = null;
  if (processes !== undefined) {
    members = new Uint8Array(trace.processCount);
    for (const process of processes) if (process >= 0 && process < members.length) members[process] = 1;
  }
  return anyNeighbour(trace, moment, forward, wanted, members);
}

/**
 * The event nearest to a place on the axis, of one process if given; of two as near the later, and of several at one place the last.
 * -1: there is none.
 */
export function nearestEvent(trace: Trace, axis: Axis, at: number, process?: ProcessId, kinds = 0): Moment | -1 {
  const processes = process === undefined ? undefined : Int32Array.of(process);
  const inside = Math.max(0, Math.min(at, axisEnd(trace, axis)));
  const behind = firstMomentBehind(trace, axis, inside);
  const before = neighbourEvent(trace, behind, false, kinds, processes);
  const after = neighbourEvent(trace, behind - 1, true, kinds, processes);
  if (before === -1 || after === -1) return before === -1 ? after : before;
  return inside - placeOf(trace, axis, before) < placeOf(trace, axis, after) - inside ? before : after;
}

function neighbourOf(trace: Trace, process: number, moment: number, forward: boolean, kinds: number): number {
  const list = trace.inside.lists.ofProcess(process);
  const from = forward ? Math.max(0, moment + 1) : Math.min(trace.eventCount, moment) - 1;
  if (from < 0 || from >= trace.eventCount) return -1;
  const page = Math.floor(from / eventsPerPage);
  const mayHave = mayHaveKinds(kinds);
  for (
    let at = forward ? lowerBound(list.pages, page) : lowerBound(list.pages, page + 1) - 1;
    at >= 0 && at < list.pages.length;
    at += forward ? 1 : -1
  ) {
    if (!mayHave(list, at)) continue;
    const found = lookInto(trace, list.pages[at]!, from, forward, kinds, (other) => other === process);
    if (found !== -1) return found;
  }
  return -1;
}

function anyNeighbour(
  trace: Trace,
  moment: number,
  forward: boolean,
  kinds: number,
  members: Uint8Array | null,
): Moment | -1 {
  const { pageKinds } = trace.inside.index;
  const from = forward ? Math.max(0, moment + 1) : Math.min(trace.eventCount, moment) - 1;
  if (from < 0 || from >= trace.eventCount) return -1;
  const isMember = (process: number) => members === null || members[process] === 1;
  for (let page = Math.floor(from / eventsPerPage); page >= 0 && page < pageKinds.length; page += forward ? 1 : -1) {
    if ((pageKinds[page]! & kinds) === 0) continue;
    const found = lookInto(trace, page, from, forward, kinds, isMember);
    if (found !== -1) return found as Moment;
  }
  return -1;
}

function lookInto(
  trace: Trace,
  page: number,
  from: number,
  forward: boolean,
  kinds: number,
  isMember: (process: number) => boolean,
): number {
  const { tracks } = trace.inside;
  const flags = tracks.column(page, track.flags);
  const processes = tracks.column(page, track.process);
  const first = page * eventsPerPage;
  const inside = from >= first && from < first + flags.length;
  const step = forward ? 1 : -1;
  for (let row = inside ? from - first : forward ? 0 : flags.length - 1; row >= 0 && row < flags.length; row += step) {
    if (((1 << (flags[row]! & kindMask)) & kinds) !== 0 && isMember(processes[row]!)) return first + row;
  }
  return -1;
}

/** Whether a page of a process can have events of some kinds, by its counts and marks. */
function mayHaveKinds(kinds: number): (list: ProcessPages, at: number) => boolean {
  const wanted = eventKinds.filter((_, code) => (kinds & (1 << code)) !== 0);
  const marks = wanted.reduce((bits, kind) => bits | markOfKind[eventKinds.indexOf(kind)]!, 0);
  const counted = { send: wanted.includes('send'), arrive: wanted.includes('arrive'), call: wanted.includes('call') };
  /** Of a kind that leaves no trace in the list. */
  const unmarked = wanted.some((kind) => markOfKind[eventKinds.indexOf(kind)] === 0 && !Object.hasOwn(counted, kind));
  if (unmarked) return () => true;
  return (list, at) =>
    (list.marks[at]! & marks) !== 0 ||
    (counted.send && list.sends[at]! > 0) ||
    (counted.arrive && list.arrivals[at]! > 0) ||
    (counted.call && list.calls[at]! > 0);
}
