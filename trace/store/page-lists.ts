import { pairHash, shortEscape, type PageListPlaces } from '../build/pages.ts';
import { takeVarint } from './bytes.ts';
import { readList } from './lists.ts';
import { type Source } from './store.ts';

/** The pages that concern one process, ascending. */
export interface ProcessPages {
  readonly pages: Int32Array;
  /** Least depth of a stop of the process in the page; `noStop` when it has none. */
  readonly stopDepth: Int32Array;
  /** Least depth of any event of the process in the page. */
  readonly depth: Int32Array;
  /** 1: a state or an exception of the process is in the page. */
  readonly state: Uint8Array;
}

export const noStop = 0x7fff_ffff;

export interface PageListReader {
  ofProcess(process: number): ProcessPages;
  ofSite(site: number): Int32Array;
  /** False when the page has no event of the process at the site; true when it may. */
  mayHave(page: number, process: number, site: number): boolean;
}

/** Lists kept decoded: a step asks for the same process again and again. */
const kept = 64;
const keptFilterBytes = 8 << 20;

export function pageListReader(source: Source, places: PageListPlaces): PageListReader {
  const processes = new Map<number, ProcessPages>();
  const sites = new Map<number, Int32Array>();
  const filters = new Map<number, Uint8Array>();
  let filterBytes = 0;

  const read = (starts: Float64Array, list: number) => readList(source, starts, list);

  return {
    ofProcess(process) {
      let found = processes.get(process);
      if (found === undefined) {
        found = decodeProcessPages(read(places.processes, process));
        processes.set(process, found);
        if (processes.size > kept) processes.delete(processes.keys().next().value!);
      }
      return found;
    },
    ofSite(site) {
      let found = sites.get(site);
      if (found === undefined) {
        found = decodeSitePages(read(places.sites, site));
        sites.set(site, found);
        if (sites.size > kept * 4) sites.delete(sites.keys().next().value!);
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

function decodeProcessPages(bytes: Uint8Array): ProcessPages {
  const pages: number[] = [];
  const stopDepth: number[] = [];
  const depth: number[] = [];
  const state: number[] = [];
  const reader = { bytes, position: 0 };
  let page = -1;
  while (reader.position < bytes.length) {
    page += takeVarint(reader);
    const packed = takeVarint(reader);
    let stop = packed & 7;
    let any = (packed >> 3) & 7;
    if (stop === shortEscape) stop = takeVarint(reader);
    if (any === shortEscape) any = takeVarint(reader);
    pages.push(page);
    stopDepth.push(stop === 0 ? noStop : stop - 1);
    depth.push(any);
    state.push(packed >> 6);
  }
  return {
    pages: Int32Array.from(pages),
    stopDepth: Int32Array.from(stopDepth),
    depth: Int32Array.from(depth),
    state: Uint8Array.from(state),
  };
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
