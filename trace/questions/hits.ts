import { eventsPerPage, fact, kindMask, track } from '../build/shapes.ts';
import { pageMark } from '../build/marks.ts';
import { eventKinds, type FrameId, type FunctionId, type Moment, type ProcessId } from '../model.ts';
import { lowerBound, stateMarks } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { frameAt } from './frames.ts';
import { candidatePages, sitesOf, type Posting } from './postings.ts';
import { remembered } from './variables.ts';

/**
 * A list of moments that may be very long, told page by page: whoever counts or lists it can do so a little at a time.
 * Invariant: `inPage` is ascending, and so are the pages.
 */
export interface Hits {
  /** Pages of events that may have some, ascending. */
  readonly pages: Int32Array;
  /** How many are in a page: as `inPage` would find, without listing them. */
  readonly countIn: (page: number) => number;
  /** The moments in a page. */
  readonly inPage: (page: number) => Int32Array;
}

/** Whose moments alone are meant; everyone's when neither is given. */
export interface HitsOnly {
  readonly process?: ProcessId;
  /** Events of one call, not of those it makes. */
  readonly frame?: FrameId;
}

/** The moments of postings that are told by sites (`callsOf`, `stopsOnLine`, `bindingsOf`); others have none here. */
export function hitsOf(trace: Trace, postings: readonly Posting[], only: HitsOnly = {}): Hits {
  const sites = sitesOf(postings);
  const facts = only.frame === undefined ? null : frameAt(trace, only.frame);
  const process = facts === null ? only.process : facts.process;
  const all = sites.length === 0 ? new Int32Array() : candidatePages(trace, sites, process);
  const pages = facts === null ? all : pagesWithin(all, facts.callMoment, lastOf(trace, facts.endMoment));
  const wanted = new Uint8Array(trace.sites.length + 1);
  for (const site of sites) wanted[site] = 1;
  const frame = only.frame;
  return listed(pages, (page, found) => {
    const { tracks, facts: looked } = trace.inside;
    const sitesThere = tracks.column(page, track.site);
    const processes = tracks.column(page, track.process);
    for (let row = 0; row < sitesThere.length; row++) {
      if (wanted[sitesThere[row]!] !== 1) continue;
      if (process !== undefined && processes[row] !== process) continue;
      const moment = page * eventsPerPage + row;
      if (frame === undefined || looked.get(moment, fact.frame) === frame) found(moment);
    }
  });
}

const stateCode = eventKinds.indexOf('state');
const exceptionCode = eventKinds.indexOf('exception');

/** Every state of a behaviour that was recorded, also the one it went down with: the moments that `stateAt` tells of. */
export function statesOf(trace: Trace, process: ProcessId): Hits {
  const list = trace.inside.lists.ofProcess(process);
  const pages = list.pages.filter((_, at) => (list.marks[at]! & stateMarks) !== 0);
  return listed(pages, (page, found) => {
    const { tracks, facts } = trace.inside;
    const flags = tracks.column(page, track.flags);
    const processes = tracks.column(page, track.process);
    for (let row = 0; row < flags.length; row++) {
      if (processes[row] !== process) continue;
      const kind = flags[row]! & kindMask;
      const moment = page * eventsPerPage + row;
      if (kind === stateCode || (kind === exceptionCode && facts.get(moment, fact.detail) === 2)) found(moment);
    }
  });
}

const monitorCode = eventKinds.indexOf('monitor');

/** Every monitor that a process set, oldest first; that one was taken back is not recorded. */
export function monitorsOf(trace: Trace, process: ProcessId): Hits {
  const list = trace.inside.lists.ofProcess(process);
  const pages = list.pages.filter((_, at) => (list.marks[at]! & pageMark.other) !== 0);
  return listed(pages, (page, found) => {
    const { tracks } = trace.inside;
    const flags = tracks.column(page, track.flags);
    const processes = tracks.column(page, track.process);
    for (let row = 0; row < flags.length; row++) {
      if (processes[row] === process && (flags[row]! & kindMask) === monitorCode) found(page * eventsPerPage + row);
    }
  });
}

/** Every event that binds a variable of one of the names, in a function or a fun within it. */
export function bindingsOf(trace: Trace, id: FunctionId, names: ReadonlySet<string>): Posting {
  const byFunction = remembered(trace, 'bindingSites', () => {
    const functions = new Map<number, number[]>();
    trace.sites.forEach((site, index) => {
      if (site.binds.length === 0) return;
      const known = functions.get(site.function);
      if (known === undefined) functions.set(site.function, [index + 1]);
      else known.push(index + 1);
    });
    return functions;
  });
  const sites = (byFunction.get(id) ?? []).filter((number) =>
    namesBoundAt(trace, number).some((name) => names.has(name)),
  );
  const count = sites.reduce((sum, site) => sum + (trace.inside.index.siteHits[site] ?? 0), 0);
  return { kind: 'sites', sites, count };
}

/** Names of the variables that a function or a fun within it binds, in the order of its code. */
export function namesBoundIn(trace: Trace, id: FunctionId): readonly string[] {
  const names = new Set<string>();
  trace.sites.forEach((site, index) => {
    if (site.function === id) for (const name of namesBoundAt(trace, index + 1)) names.add(name);
  });
  return [...names];
}

function namesBoundAt(trace: Trace, number: number): readonly string[] {
  const site = trace.sites[number - 1];
  const variables = site && trace.modules[site.module]?.variables;
  return (site?.binds ?? []).flatMap(({ variable }) => variables?.[variable]?.[0] ?? []);
}

function listed(pages: Int32Array, walk: (page: number, found: (moment: number) => void) => void): Hits {
  return {
    pages,
    countIn(page) {
      let count = 0;
      walk(page, () => count++);
      return count;
    },
    inPage(page) {
      const moments: number[] = [];
      walk(page, (moment) => moments.push(moment));
      return Int32Array.from(moments);
    },
  };
}

function pagesWithin(pages: Int32Array, from: number, to: number): Int32Array {
  const first = lowerBound(pages, Math.floor(from / eventsPerPage));
  return pages.subarray(first, lowerBound(pages, Math.floor(to / eventsPerPage) + 1));
}

function lastOf(trace: Trace, end: Moment | -1): number {
  return end === -1 ? trace.eventCount - 1 : end;
}

/** The page of events that a moment is in. */
export function pageOf(moment: Moment): number {
  return Math.floor(moment / eventsPerPage);
}
