import { type Column } from '../store/column.ts';
import { appendList, byteLists } from '../store/lists.ts';
import { type Sink } from '../store/store.ts';
import { eventKinds } from '../model.ts';
import { markOfKind } from './marks.ts';
import { kindMask, stopFlag, track } from './shapes.ts';

/**
 * Which pages of events concern a process or a site: what makes far jumps short. Per process and page the least depth of
 * its stops and of its events, so that a step over a million calls looks at a number a page; per page a Bloom filter of
 * (process, site), so that a hit of one process among many is found without reading pages in between. And how much of what
 * happened: pictures of more pages than can be opened are drawn from these counts.
 */
export interface PageLists {
  add(columns: readonly Column[], rows: number, page: number): void;
  finish(sink: Sink, processCount: number, siteCount: number): Pick<PageListPlaces, 'processes' | 'sites' | 'pairs'>;
  /** Kinds of events in each page so far: bit 1 << code. */
  readonly kinds: readonly number[];
}

export interface PageListPlaces {
  readonly processes: Float64Array;
  readonly sites: Float64Array;
  /** Of every process its messages by page and partner (partners.ts). */
  readonly partners: Float64Array;
  /** Of every module the processes that ran it (ran.ts). */
  readonly modules: Float64Array;
  /** Where the filter of each page begins; one more at the end. */
  readonly pairs: Float64Array;
}

const sendCode = eventKinds.indexOf('send');
const arriveCode = eventKinds.indexOf('arrive');
const callCode = eventKinds.indexOf('call');
const deepest = 0x7fff_ffff;

export function pageLists(): PageLists {
  const processLists = byteLists();
  const siteLists = byteLists();
  const filters: Uint8Array[] = [];
  let lastPageOfProcess = new Int32Array(64).fill(-1);
  let lastPageOfSite = new Int32Array(64).fill(-1);
  let stopDepth = new Int32Array(64);
  let anyDepth = new Int32Array(64);
  let marks = new Uint8Array(64);
  let events = new Int32Array(64);
  let sends = new Int32Array(64);
  let arrivals = new Int32Array(64);
  let calls = new Int32Array(64);
  const kinds: number[] = [];
  /** The page a process or site was last seen in while this page is gone through. */
  const scratch = new Uint8Array(filterBits / 8);
  let seen: number[] = [];

  function ensure(process: number, site: number): void {
    if (process >= lastPageOfProcess.length) {
      const length = Math.max(process + 1, lastPageOfProcess.length * 2);
      lastPageOfProcess = widened(lastPageOfProcess, new Int32Array(length).fill(-1));
      stopDepth = widened(stopDepth, new Int32Array(length));
      anyDepth = widened(anyDepth, new Int32Array(length));
      marks = widened(marks, new Uint8Array(length));
      events = widened(events, new Int32Array(length));
      sends = widened(sends, new Int32Array(length));
      arrivals = widened(arrivals, new Int32Array(length));
      calls = widened(calls, new Int32Array(length));
      current = widened(current, new Int32Array(length).fill(-1));
    }
    if (site >= lastPageOfSite.length) {
      lastPageOfSite = widened(lastPageOfSite, new Int32Array(Math.max(site + 1, lastPageOfSite.length * 2)).fill(-1));
    }
  }
  let current = new Int32Array(64).fill(-1);

  return {
    kinds,
    add(columns, rows, page) {
      const flags = columns[track.flags]!;
      const processes = columns[track.process]!;
      const sites = columns[track.site]!;
      const depths = columns[track.depth]!;
      scratch.fill(0);
      seen = [];
      let kindsHere = 0;
      for (let row = 0; row < rows; row++) {
        const process = processes[row]!;
        const site = sites[row]!;
        ensure(process, site);
        if (current[process] !== page) {
          current[process] = page;
          seen.push(process);
          stopDepth[process] = anyDepth[process] = deepest;
          marks[process] = events[process] = sends[process] = arrivals[process] = calls[process] = 0;
        }
        const depth = depths[row]!;
        const kind = flags[row]! & kindMask;
        if (depth < anyDepth[process]!) anyDepth[process] = depth;
        if ((flags[row]! & stopFlag) !== 0 && depth < stopDepth[process]!) stopDepth[process] = depth;
        kindsHere |= 1 << kind;
        events[process]!++;
        marks[process]! |= markOfKind[kind]!;
        if (kind === callCode) calls[process]!++;
        else if (kind === sendCode) sends[process]!++;
        else if (kind === arriveCode) arrivals[process]!++;
        if (site !== 0) {
          const bit = pairHash(process, site);
          scratch[bit >> 3]! |= 1 << (bit & 7);
          if (lastPageOfSite[site] !== page) {
            siteLists.put(site, page - lastPageOfSite[site]!);
            lastPageOfSite[site] = page;
          }
        }
      }
      for (const process of seen) {
        processLists.put(process, page - lastPageOfProcess[process]!);
        lastPageOfProcess[process] = page;
        const stop = stopDepth[process] === deepest ? 0 : stopDepth[process]! + 1;
        const any = anyDepth[process]!;
        processLists.put(
          process,
          // Seven bits in all, so that the usual case is one byte: 3 of the stop depth, 3 of the depth, 1 if there are marks.
          Math.min(stop, shortEscape) + Math.min(any, shortEscape) * 8 + (marks[process] === 0 ? 0 : 64),
        );
        if (stop >= shortEscape) processLists.put(process, stop);
        if (any >= shortEscape) processLists.put(process, any);
        if (marks[process] !== 0) processLists.put(process, marks[process]!);
        processLists.put(process, events[process]! - 1);
        const [sent, arrived, called] = [sends[process]!, arrivals[process]!, calls[process]!];
        // Again seven bits: 2 of the sends, 2 of the arrivals, 3 of the calls.
        processLists.put(
          process,
          Math.min(sent, tinyEscape) + Math.min(arrived, tinyEscape) * 4 + Math.min(called, shortEscape) * 16,
        );
        if (sent >= tinyEscape) processLists.put(process, sent);
        if (arrived >= tinyEscape) processLists.put(process, arrived);
        if (called >= shortEscape) processLists.put(process, called);
      }
      kinds.push(kindsHere);
      filters.push(folded(scratch));
    },
    finish(sink, processCount, siteCount) {
      const processes = processLists.writeTo(sink, processCount);
      const sites = siteLists.writeTo(sink, siteCount);
      const pairs = new Float64Array(filters.length + 1);
      filters.forEach((filter, page) => {
        pairs[page] = sink.position();
        appendList(sink, filter);
      });
      pairs[filters.length] = sink.position();
      return { processes, sites, pairs };
    },
  };
}

/** A depth field of a list entry is below this, or a number follows. */
export const shortEscape = 7;
/** The same for fields of two bits. */
export const tinyEscape = 3;

const filterBits = 1 << 16;

/** The bit of (process, site) in the unfolded filter. */
export function pairHash(process: number, site: number): number {
  let mixed = Math.imul(process + 1, 0x9e37_79b1) ^ Math.imul(site, 0x85eb_ca77);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  return (mixed ^ (mixed >>> 13)) & (filterBits - 1);
}

/** Halves the filter while it stays at most a sixteenth full: a false yes in about one of sixteen. */
function folded(filter: Uint8Array): Uint8Array {
  let bits = 0;
  for (const byte of filter) bits += bitCounts[byte]!;
  let length = filter.length;
  const out = filter.slice();
  while (length > 8 && bits * 32 <= length * 8) {
    length /= 2;
    for (let index = 0; index < length; index++) out[index]! |= out[length + index]!;
  }
  return out.slice(0, length);
}

const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function widened<Numbers extends Uint8Array | Int32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
