import { eventsPerPage, kindMask, stopFlag, track } from '../build/shapes.ts';
import { lowerBound, stateMarks, type ProcessPages } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';

/** Which events of a process are looked for. */
export interface Wanted {
  /** Only stops. */
  readonly stops: boolean;
  /** Only events of at most this depth. */
  readonly depth: number;
  /** Only events of these kinds, as codes in `eventKinds`: `state` and `exception` alone are supported. */
  readonly kinds?: readonly number[];
  /** No events of these sites: 1 by site number. Costs a look into pages whose stops are all of such sites. */
  readonly skipped?: Uint8Array | null;
}

export const anyDepth = 0x7fff_fffe;
export const anyEvent: Wanted = { stops: false, depth: anyDepth };
export const anyStop: Wanted = { stops: true, depth: anyDepth };

/**
 * The first event of the process after `after` that is wanted, or -1. Looks at one number a page until a page has what is wanted,
 * and then at that page: a step over ten million events is as cheap as any.
 */
export function searchForward(trace: Trace, process: number, after: number, wanted: Wanted): number {
  const list = trace.inside.lists.ofProcess(process);
  const from = Math.max(0, after + 1);
  const firstPage = Math.floor(from / eventsPerPage);
  for (let at = lowerBound(list.pages, firstPage); at < list.pages.length; at++) {
    if (!mayHave(list, at, wanted)) continue;
    const page = list.pages[at]!;
    const rows = scan(trace, page, process, wanted);
    const start = page === firstPage ? from - page * eventsPerPage : 0;
    for (let row = start; row < rows.count; row++) if (rows.matches(row)) return page * eventsPerPage + row;
  }
  return -1;
}

/** The last event of the process before `before` that is wanted, or -1. */
export function searchBackward(trace: Trace, process: number, before: number, wanted: Wanted): number {
  const list = trace.inside.lists.ofProcess(process);
  const from = Math.min(trace.eventCount, before) - 1;
  if (from < 0) return -1;
  const firstPage = Math.floor(from / eventsPerPage);
  for (let at = lowerBound(list.pages, firstPage + 1) - 1; at >= 0; at--) {
    if (!mayHave(list, at, wanted)) continue;
    const page = list.pages[at]!;
    const rows = scan(trace, page, process, wanted);
    const start = page === firstPage ? from - page * eventsPerPage : rows.count - 1;
    for (let row = start; row >= 0; row--) if (rows.matches(row)) return page * eventsPerPage + row;
  }
  return -1;
}

function mayHave(list: ProcessPages, at: number, wanted: Wanted): boolean {
  if (wanted.stops ? list.stopDepth[at]! > wanted.depth : list.depth[at]! > wanted.depth) return false;
  return wanted.kinds === undefined || (list.marks[at]! & stateMarks) !== 0;
}

interface Rows {
  readonly count: number;
  matches(row: number): boolean;
}

function scan(trace: Trace, page: number, process: number, { stops, depth, kinds, skipped = null }: Wanted): Rows {
  const { tracks } = trace.inside;
  const flags = tracks.column(page, track.flags) as Uint8Array;
  const processes = tracks.column(page, track.process) as Int32Array;
  const depths = tracks.column(page, track.depth) as Int32Array;
  const sites = skipped === null ? null : (tracks.column(page, track.site) as Int32Array);
  return {
    count: processes.length,
    matches: (row) =>
      processes[row] === process &&
      depths[row]! <= depth &&
      (!stops || (flags[row]! & stopFlag) !== 0) &&
      (sites === null || skipped![sites[row]!] !== 1) &&
      (kinds === undefined || kinds.includes(flags[row]! & kindMask)),
  };
}
