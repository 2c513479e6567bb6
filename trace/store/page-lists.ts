import { pageMark } from '../build/marks.ts';
import { pairHash, shortEscape, tinyEscape, type PageListPlaces } from '../build/pages.ts';
import { takeVarint, unzigzag } from './bytes.ts';
import { readList } from './lists.ts';
import { type Source } from './store.ts';

/** The pages that concern one process, ascending. */
export interface ProcessPages {
  readonly pages: Int32Array;
  /** Least depth of a stop of the process in the page; `noStop` when it has none. */
  readonly stopDepth: Int32Array;
  /** Least depth of any event of the process in the page. */
  readonly depth: Int32Array;
  /** `pageMark` bits of the process's events in the page. */
  readonly marks: Uint8Array;
  /** Events of the process in the page; how many of them are sends, arrivals, calls. */
  readonly events: Uint16Array;
  readonly sends: Uint16Array;
  readonly arrivals: Uint16Array;
  readonly calls: Uint16Array;
}

/** Messages of a process by the page they began in, ascending, and by partner and direction. */
export interface PartnerPages {
  readonly pages: Int32Array;
  readonly partners: Int32Array;
  /** 1: they came from the partner. */
  readonly incoming: Uint8Array;
  readonly counts: Int32Array;
}

/** Called for every entry of a list of pages. */
export type PageVisitor = (
  page: number,
  events: number,
  sends: number,
  arrivals: number,
  calls: number,
  marks: number,
  stopDepth: number,
  depth: number,
) => void;
export type PartnerVisitor = (page: number, partner: number, incoming: boolean, count: number) => void;

/** Marks that a search for states and exceptions looks at pages for. */
export const stateMarks = pageMark.state | pageMark.exception;

export const noStop = 0x7fff_ffff;

export interface PageListReader {
  ofProcess(process: number): ProcessPages;
  partnersOf(process: number): PartnerPages;
  /** The counts of `ofProcess`, entry by entry and kept nowhere: for passes over very many processes. */
  eachPage(process: number, visit: PageVisitor): void;
  /** The same, entry by entry and kept nowhere: for passes over very many processes. */
  eachPartner(process: number, visit: PartnerVisitor): void;
  /** Processes that ran code of the module, ascending. */
  ofModule(module: number): Int32Array;
  ofSite(site: number): Int32Array;
  /** False when the page has no event of the process at the site; true when it may. */
  mayHave(page: number, process: number, site: number): boolean;
}

/** Lists kept decoded, in entries: a step and a picture ask for the same processes again and again. */
const keptEntries = 1 << 19;
const keptSites = 256;
const keptFilterBytes = 8 << 20;

export function pageListReader(source: Source, places: PageListPlaces): PageListReader {
  const processes = keptLists<ProcessPages>();
  const partners = keptLists<PartnerPages>();
  const sites = new Map<number, Int32Array>();
  const filters = new Map<number, Uint8Array>();
  let filterBytes = 0;

  const read = (starts: Float64Array, list: number) => readList(source, starts, list);

  return {
    ofProcess(process) {
      let found = processes.get(process);
      if (found === undefined) {
        found = decodeProcessPages(read(places.processes, process));
        processes.put(process, found);
      }
      return found;
    },
    partnersOf(process) {
      let found = partners.get(process);
      if (found === undefined) {
        found = decodePartnerPages(read(places.partners, process));
        partners.put(process, found);
      }
      return found;
    },
    eachPage: (process, visit) => visitPages(read(places.processes, process), visit),
    eachPartner: (process, visit) => visitPartners(read(places.partners, process), visit),
    ofModule: (module) => decodeModuleProcesses(read(places.modules, module)),
    ofSite(site) {
      let found = sites.get(site);
      if (found === undefined) {
        found = decodeSitePages(read(places.sites, site));
        sites.set(site, found);
        if (sites.size > keptSites) sites.delete(sites.keys().next().value!);
      }
      return found;
    },
    mayHave(page, process, site) {
      let filter = filters.get(page);
      if (filter === undefined) {
        filter = read(places.pairs, page);
        filters.set(page, filter);
        filterBytes += filter.length;
        if (filterBytes > keptFilterBytes) {
          filters.clear();
          filterBytes = 0;
        }
      }
      if (filter.length === 0) return false;
      const bit = pairHash(process, site) & (filter.length * 8 - 1);
      return (filter[bit >> 3]! & (1 << (bit & 7))) !== 0;
    },
  };
}

interface KeptLists<List> {
  get(process: number): List | undefined;
  put(process: number, list: List): void;
}

/** Lists used last, up to `keptEntries` of their entries. */
function keptLists<List extends { readonly pages: Int32Array }>(): KeptLists<List> {
  const lists = new Map<number, List>();
  let entries = 0;
  return {
    get(process) {
      const found = lists.get(process);
      if (found === undefined) return undefined;
      // A Map keeps the order of insertion: put back, it is the newest.
      lists.delete(process);
      lists.set(process, found);
      return found;
    },
    put(process, list) {
      lists.set(process, list);
      entries += list.pages.length + 8;
      for (const [key, old] of lists) {
        if (entries <= keptEntries || lists.size === 1) break;
        lists.delete(key);
        entries -= old.pages.length + 8;
      }
    },
  };
}

/** About 20 ns an entry. */
function decodeProcessPages(bytes: Uint8Array): ProcessPages {
  // An entry takes four bytes at least.
  const room = bytes.length >> 2;
  const pages = new Int32Array(room);
  const stopDepth = new Int32Array(room);
  const depth = new Int32Array(room);
  const marks = new Uint8Array(room);
  const events = new Uint16Array(room);
  const sends = new Uint16Array(room);
  const arrivals = new Uint16Array(room);
  const calls = new Uint16Array(room);
  let count = 0;
  visitPages(bytes, (page, eventCount, sent, arrived, called, mark, stop, any) => {
    pages[count] = page;
    events[count] = eventCount;
    sends[count] = sent;
    arrivals[count] = arrived;
    calls[count] = called;
    marks[count] = mark;
    stopDepth[count] = stop;
    depth[count++] = any;
  });
  return {
    pages: pages.slice(0, count),
    stopDepth: stopDepth.slice(0, count),
    depth: depth.slice(0, count),
    marks: marks.slice(0, count),
    events: events.slice(0, count),
    sends: sends.slice(0, count),
    arrivals: arrivals.slice(0, count),
    calls: calls.slice(0, count),
  };
}

function visitPages(bytes: Uint8Array, visit: PageVisitor): void {
  const reader = { bytes, position: 0 };
  let page = -1;
  while (reader.position < bytes.length) {
    page += takeVarint(reader);
    const packed = takeVarint(reader);
    let stop = packed & 7;
    let any = (packed >> 3) & 7;
    if (stop === shortEscape) stop = takeVarint(reader);
    if (any === shortEscape) any = takeVarint(reader);
    const marks = packed >> 6 !== 0 ? takeVarint(reader) : 0;
    const events = takeVarint(reader) + 1;
    const counts = takeVarint(reader);
    let sends = counts & 3;
    let arrivals = (counts >> 2) & 3;
    let calls = counts >> 4;
    if (sends === tinyEscape) sends = takeVarint(reader);
    if (arrivals === tinyEscape) arrivals = takeVarint(reader);
    if (calls === shortEscape) calls = takeVarint(reader);
    visit(page, events, sends, arrivals, calls, marks, stop === 0 ? noStop : stop - 1, any);
  }
}

function decodePartnerPages(bytes: Uint8Array): PartnerPages {
  const room = bytes.length >> 1;
  const pages = new Int32Array(room);
  const partners = new Int32Array(room);
  const incoming = new Uint8Array(room);
  const counts = new Int32Array(room);
  let length = 0;
  visitPartners(bytes, (page, partner, isIncoming, count) => {
    pages[length] = page;
    partners[length] = partner;
    incoming[length] = isIncoming ? 1 : 0;
    counts[length++] = count;
  });
  return {
    pages: pages.slice(0, length),
    partners: partners.slice(0, length),
    incoming: incoming.slice(0, length),
    counts: counts.slice(0, length),
  };
}

function visitPartners(bytes: Uint8Array, visit: PartnerVisitor): void {
  const reader = { bytes, position: 0 };
  let page = 0;
  while (reader.position < bytes.length) {
    const step = takeVarint(reader);
    const partner = takeVarint(reader);
    page += step >> 1;
    visit(page, partner >> 1, (partner & 1) === 1, (step & 1) === 1 ? takeVarint(reader) : 1);
  }
}

function decodeModuleProcesses(bytes: Uint8Array): Int32Array {
  const processes: number[] = [];
  const reader = { bytes, position: 0 };
  let process = 0;
  while (reader.position < bytes.length) processes.push((process += unzigzag(takeVarint(reader))));
  return Int32Array.from(processes).sort();
}

function decodeSitePages(bytes: Uint8Array): Int32Array {
  const pages: number[] = [];
  const reader = { bytes, position: 0 };
  let page = -1;
  while (reader.position < bytes.length) pages.push((page += takeVarint(reader)));
  return Int32Array.from(pages);
}

/** Index of the first element that is at least `wanted`; the length when there is none. */
export function lowerBound(sorted: Int32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
