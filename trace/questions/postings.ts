import { type FunctionId, type Moment, type ProcessId, type SourceId } from '../model.ts';
import { eventsPerPage, track } from '../build/shapes.ts';
import { lowerBound } from '../store/page-lists.ts';
import { decodeTerm } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { valuesAt } from './events.ts';
import { remembered } from './variables.ts';

/**
 * A sorted list of moments, not spelled out: every event at some sites, or moments as they are. Opaque; made by the
 * functions below and asked with `nextIn` and `previousIn`.
 */
export type Posting =
  | { readonly kind: 'sites'; readonly sites: readonly number[]; readonly count: number }
  | { readonly kind: 'moments'; readonly moments: Int32Array; readonly count: number };

export interface StopLine {
  readonly line: number;
  /** Columns of its stops, ascending; 0 where not known. */
  readonly columns: readonly number[];
  /** How often a stop of the line was reached. */
  readonly hits: number;
}

/** Lines of a source with stops, ascending; those that never ran have 0 hits. */
export function stopLines(trace: Trace, source: SourceId): readonly StopLine[] {
  const lines = linesOf(trace, source);
  return [...lines]
    .sort(([left], [right]) => left - right)
    .map(([line, sites]) => ({
      line,
      columns: [...new Set(sites.map((id) => trace.sites[id - 1]!.column))].sort((left, right) => left - right),
      hits: hitsOf(trace, sites),
    }));
}

/** Every stop on a line; with a column only those there. */
export function stopsOnLine(trace: Trace, source: SourceId, line: number, column?: number): Posting {
  const sites = (linesOf(trace, source).get(line) ?? []).filter(
    (id) => column === undefined || trace.sites[id - 1]!.column === column,
  );
  return { kind: 'sites', sites, count: hitsOf(trace, sites) };
}

/** Every call of a function, of the function itself and not of funs within it. */
export function callsOf(trace: Trace, id: FunctionId): Posting {
  const sites = remembered(trace, 'callSites', () => {
    const bySite = new Map<number, number[]>();
    trace.sites.forEach((site, index) => {
      if (site.kind !== 'enter') return;
      if (site.name !== undefined && site.name !== trace.functions[site.function]?.name) return;
      add(bySite, site.function, index + 1);
    });
    return bySite;
  }).get(id);
  return { kind: 'sites', sites: sites ?? [], count: hitsOf(trace, sites ?? []) };
}

/**
 * Uncaught: abnormal exits, and behaviours that go down before one (there, the state is still to be seen). Left out is who was killed
 * because the system went down: processes without recorded code, and all after the node's last supervisor has ended.
 */
export function crashes(trace: Trace): Posting & { readonly kind: 'moments' } {
  const { moments } = crashesWithProcesses(trace);
  return { kind: 'moments', moments, count: moments.length };
}

/** The same with the process of each. A page's column of processes is opened for each that has one, once. */
export function crashesWithProcesses(trace: Trace): { readonly moments: Int32Array; readonly processes: Int32Array } {
  return remembered(trace, 'crashes', () => {
    const moments: number[] = [];
    const processes: number[] = [];
    for (const moment of trace.inside.index.crashes) {
      const process = trace.inside.tracks.get(moment, track.process);
      if (!isCrash(trace, moment, process)) continue;
      moments.push(moment);
      processes.push(process);
    }
    return { moments: Int32Array.from(moments), processes: Int32Array.from(processes) };
  });
}

/** What OTP kills when it shuts down is none. */
function isCrash(trace: Trace, moment: number, process: number): boolean {
  const hasRecordedCode = (trace.inside.index.processes.firstSite[process] ?? -1) !== -1;
  if (hasRecordedCode && moment < shutdownOf(trace, process)) return true;
  const reason = valuesAt(trace, moment as Moment)[0];
  const term = reason === undefined ? undefined : decodeTerm(reason);
  return !(term?.kind === 'atom' && term.name === 'killed');
}

/** When the node of a process had ended what it supervises: OTP then kills whatever is left. */
function shutdownOf(trace: Trace, process: number): number {
  const byNode = remembered(trace, 'shutdowns', () => {
    const { identities, index } = trace.inside;
    const found = new Map<string, number>();
    identities.forEach(({ node, initialNames }, id) => {
      const exit = index.processes.exit[id] ?? -1;
      if (exit !== -1 && initialNames.includes('kernel_sup')) found.set(node, exit);
    });
    return found;
  });
  return byNode.get(trace.inside.identities[process]?.node ?? '') ?? Number.MAX_SAFE_INTEGER;
}

/** The first moment after `moment` in any of the postings, of one process if given. Milliseconds, however far. */
export function nextIn(
  trace: Trace,
  postings: readonly Posting[],
  moment: Moment | -1,
  process?: ProcessId,
): Moment | -1 {
  const listed = best(postings, (moments) => nextOfMoments(trace, moments, moment, process), Math.min);
  const sited = nextOfSites(trace, sitesOf(postings), moment, process, listed);
  return (listed === -1 || (sited !== -1 && sited < listed) ? sited : listed) as Moment | -1;
}

/** The last moment before `moment` in any of the postings, of one process if given. */
export function previousIn(
  trace: Trace,
  postings: readonly Posting[],
  moment: Moment,
  process?: ProcessId,
): Moment | -1 {
  const listed = best(postings, (moments) => previousOfMoments(trace, moments, moment, process), Math.max);
  const sited = previousOfSites(trace, sitesOf(postings), moment, process, listed);
  return Math.max(listed, sited) as Moment | -1;
}

function best(
  postings: readonly Posting[],
  find: (moments: Int32Array) => number,
  choose: (left: number, right: number) => number,
): number {
  let found = -1;
  for (const posting of postings) {
    if (posting.kind !== 'moments') continue;
    const one = find(posting.moments);
    if (one !== -1) found = found === -1 ? one : choose(found, one);
  }
  return found;
}

function nextOfMoments(trace: Trace, moments: Int32Array, after: number, process: ProcessId | undefined): number {
  for (let at = lowerBound(moments, after + 1); at < moments.length; at++) {
    if (process === undefined || trace.inside.tracks.get(moments[at]!, track.process) === process) return moments[at]!;
  }
  return -1;
}

function previousOfMoments(trace: Trace, moments: Int32Array, before: number, process: ProcessId | undefined): number {
  for (let at = lowerBound(moments, before) - 1; at >= 0; at--) {
    if (process === undefined || trace.inside.tracks.get(moments[at]!, track.process) === process) return moments[at]!;
  }
  return -1;
}

export function sitesOf(postings: readonly Posting[]): readonly number[] {
  const sites = new Set<number>();
  for (const posting of postings) if (posting.kind === 'sites') for (const site of posting.sites) sites.add(site);
  return [...sites];
}

/** Pages that may have an event at one of the sites, of the process if given, ascending. */
export function candidatePages(trace: Trace, sites: readonly number[], process: ProcessId | undefined): Int32Array {
  const { lists } = trace.inside;
  const pages = new Set<number>();
  const own = process === undefined ? null : new Set(lists.ofProcess(process).pages);
  for (const site of sites) {
    for (const page of lists.ofSite(site)) {
      if (pages.has(page)) continue;
      if (own !== null && (!own.has(page) || !lists.mayHave(page, process!, site))) continue;
      pages.add(page);
    }
  }
  return Int32Array.from(pages).sort();
}

function nextOfSites(
  trace: Trace,
  sites: readonly number[],
  after: number,
  process: ProcessId | undefined,
  limit: number,
): number {
  if (sites.length === 0) return -1;
  const from = Math.max(0, after + 1);
  const firstPage = Math.floor(from / eventsPerPage);
  const wanted = marksOf(trace, sites);
  const pages = candidatePages(trace, sites, process);
  for (let at = lowerBound(pages, firstPage); at < pages.length; at++) {
    const page = pages[at]!;
    if (limit !== -1 && page * eventsPerPage > limit) return -1;
    const rows = columnsOf(trace, page);
    for (let row = page === firstPage ? from - page * eventsPerPage : 0; row < rows.sites.length; row++) {
      if (wanted[rows.sites[row]!] === 1 && isHit(rows, row, process)) return page * eventsPerPage + row;
    }
  }
  return -1;
}

function previousOfSites(
  trace: Trace,
  sites: readonly number[],
  before: number,
  process: ProcessId | undefined,
  limit: number,
): number {
  const from = Math.min(before, trace.eventCount) - 1;
  if (sites.length === 0 || from < 0) return -1;
  const firstPage = Math.floor(from / eventsPerPage);
  const wanted = marksOf(trace, sites);
  const pages = candidatePages(trace, sites, process);
  for (let at = lowerBound(pages, firstPage + 1) - 1; at >= 0; at--) {
    const page = pages[at]!;
    if (limit !== -1 && (page + 1) * eventsPerPage <= limit) return -1;
    const rows = columnsOf(trace, page);
    const start = page === firstPage ? from - page * eventsPerPage : rows.sites.length - 1;
    for (let row = start; row >= 0; row--) {
      if (wanted[rows.sites[row]!] === 1 && isHit(rows, row, process)) return page * eventsPerPage + row;
    }
  }
  return -1;
}

interface Rows {
  readonly sites: Int32Array;
  readonly processes: Int32Array;
}

function columnsOf(trace: Trace, page: number): Rows {
  const { tracks } = trace.inside;
  return {
    sites: tracks.column(page, track.site) as Int32Array,
    processes: tracks.column(page, track.process) as Int32Array,
  };
}

function isHit(rows: Rows, row: number, process: ProcessId | undefined): boolean {
  return process === undefined || rows.processes[row] === process;
}

function marksOf(trace: Trace, sites: readonly number[]): Uint8Array {
  const marks = new Uint8Array(trace.sites.length + 1);
  for (const site of sites) marks[site] = 1;
  return marks;
}

function hitsOf(trace: Trace, sites: readonly number[]): number {
  return sites.reduce((sum, site) => sum + (trace.inside.index.siteHits[site] ?? 0), 0);
}

/** Sites at which the debugger can rest, by line, of one source. */
function linesOf(trace: Trace, source: SourceId): ReadonlyMap<number, readonly number[]> {
  const bySource = remembered(trace, 'stopSites', () => {
    const sources = new Map<number, Map<number, number[]>>();
    trace.sites.forEach((site, index) => {
      if (site.line <= 0) return;
      const restsHere = site.stop || site.kind === 'receive' || trace.modules[site.module]?.level === 'calls';
      if (!restsHere) return;
      let lines = sources.get(site.source);
      if (lines === undefined) sources.set(site.source, (lines = new Map<number, number[]>()));
      add(lines, site.line, index + 1);
    });
    return sources;
  });
  return bySource.get(source) ?? new Map<number, number[]>();
}

function add<Key>(map: Map<Key, number[]>, key: Key, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
