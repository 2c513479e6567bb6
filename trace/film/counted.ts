import { eventsPerPage } from '../build/shapes.ts';
import { lowerBound, type PartnerPages } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { pageStart, type Scale } from './axis.ts';
import { bundleWriter, type BundleWriter } from './bundles.ts';
import { type Lanes } from './lanes.ts';

/** Messages counted by pages; those singled out are still in the counts. */
export interface Inner {
  readonly total: number;
  readonly bundles: BundleWriter;
  /** The stretch a moment was counted in: that of its page. */
  readonly stretchOf: (moment: number) => number;
  /** Pages of which messages are to be drawn one by one: all of them if `allSingle`, else those of one process. */
  readonly singled: readonly number[];
  readonly allSingle: boolean;
}

/** Pages of events whose messages are looked at for single ones. */
const mostSingled = 96;
/** A folded lane whose processes have more events than this, all in all, is not asked for its messages: its partners tell of them. */
const busiest = 2_000_000;
/** Pages that are counted together once for an arrangement of lanes. */
const blockPages = 32;

/** Messages that began in whole pages, `endPage` not included, by what the index counted for every process and page. */
export function countInner(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  firstPage: number,
  endPage: number,
  asked: { readonly arrowsOf: number; readonly mostArrows: number },
): Inner {
  const bundles = bundleWriter(scale, lanes.processes.length);
  const stretchOfPage = Uint8Array.from({ length: Math.max(0, endPage - firstPage) }, (_, at) => {
    const page = firstPage + at;
    return bundles.stretchOf((pageStart(trace, scale.axis, page) + pageStart(trace, scale.axis, page + 1)) / 2);
  });
  const stretchAt = (page: number) => stretchOfPage[page - firstPage]!;
  const { counted, blocks } = countedOf(trace, lanes);
  let total = 0;
  const countPages = (from: number, end: number, visit?: (page: number) => void) => {
    forEachCount(trace, lanes, counted, from, end, (page, sender, receiver, count) => {
      total += count;
      if (isWithin(lanes, sender, receiver)) return;
      bundles.add(sender, receiver, stretchAt(page), count);
      visit?.(page);
    });
  };
  // Blocks that are whole and in one stretch; what lies between them by itself.
  let behind = firstPage;
  for (let block = Math.ceil(firstPage / blockPages); (block + 1) * blockPages <= endPage; block++) {
    const begin = block * blockPages;
    if (stretchAt(begin) !== stretchAt(begin + blockPages - 1)) continue;
    if (begin > behind) countPages(behind, begin);
    behind = begin + blockPages;
    for (let at = blocks.starts[block]!; at < blocks.starts[block + 1]!; at++) {
      const [sender, receiver, count] = [blocks.senders[at]!, blocks.receivers[at]!, blocks.counts[at]!];
      total += count;
      if (!isWithin(lanes, sender, receiver)) bundles.add(sender, receiver, stretchAt(begin), count);
    }
  }
  countPages(behind, endPage);

  let singled: readonly number[] | null = null;
  if (total <= asked.mostArrows) {
    const pages = new Set<number>();
    forEachCount(trace, lanes, counted, firstPage, endPage, (page, sender, receiver) => {
      if (!isWithin(lanes, sender, receiver)) pages.add(page);
    });
    if (pages.size <= mostSingled) singled = [...pages];
  }
  return {
    total,
    bundles,
    stretchOf: (moment) => stretchAt(Math.floor(moment / eventsPerPage)),
    singled: [...(singled ?? pagesOf(trace, asked.arrowsOf, firstPage, endPage))].sort((left, right) => left - right),
    allSingle: singled !== null,
  };
}

/** Messages within one folded lane are no arrows. */
function isWithin({ folded }: Lanes, sender: number, receiver: number): boolean {
  return sender === receiver && folded[sender] === 1;
}

/** The first pages in which a process has messages. */
function pagesOf(trace: Trace, process: number, firstPage: number, endPage: number): number[] {
  const pages = new Set<number>();
  if (process < 0) return [];
  const list = trace.inside.lists.partnersOf(process);
  for (let at = lowerBound(list.pages, firstPage); at < list.pages.length && pages.size < mostSingled; at++) {
    if (list.pages[at]! >= endPage) break;
    pages.add(list.pages[at]!);
  }
  return [...pages];
}

/** What is worked out once for an arrangement of lanes. */
interface Counted {
  /** Processes whose messages are counted. */
  readonly counted: Int32Array;
  readonly isBusy: Uint8Array;
}

interface Blocks {
  readonly starts: Int32Array;
  /** Lanes, -1: none. */
  readonly senders: Int32Array;
  readonly receivers: Int32Array;
  readonly counts: Int32Array;
}

const known = new WeakMap<Lanes, { readonly counted: Counted; readonly blocks: Blocks }>();

function countedOf(trace: Trace, lanes: Lanes): { readonly counted: Counted; readonly blocks: Blocks } {
  let found = known.get(lanes);
  if (found === undefined) {
    const isBusy = busyLanes(trace, lanes);
    const processes: number[] = [];
    lanes.laneOf.forEach((lane, process) => {
      if (lane !== -1 && isBusy[lane] === 0) processes.push(process);
    });
    const counted = { counted: Int32Array.from(processes), isBusy };
    found = { counted, blocks: blocksOf(trace, lanes, counted) };
    known.set(lanes, found);
  }
  return found;
}

function busyLanes(trace: Trace, lanes: Lanes): Uint8Array {
  const { events } = trace.inside.index.processes;
  const sums = new Float64Array(lanes.processes.length);
  lanes.laneOf.forEach((lane, process) => {
    if (lane !== -1) sums[lane]! += Math.max(0, events[process] ?? 0);
  });
  return Uint8Array.from(sums, (sum, lane) => (lanes.folded[lane] === 1 && sum > busiest ? 1 : 0));
}

/** Goes through the lists of partners: page, lane of the sender, lane of the receiver, how many; every message once. */
function forEachCount(
  trace: Trace,
  { laneOf }: Lanes,
  { counted, isBusy }: Counted,
  firstPage: number,
  endPage: number,
  visit: (page: number, sender: number, receiver: number, count: number) => void,
): void {
  if (firstPage >= endPage) return;
  for (const process of counted) {
    const lane = laneOf[process]!;
    const list: PartnerPages = trace.inside.lists.partnersOf(process);
    for (let at = lowerBound(list.pages, firstPage); at < list.pages.length; at++) {
      const page = list.pages[at]!;
      if (page >= endPage) break;
      const other = laneOf[list.partners[at]!] ?? -1;
      const incoming = list.incoming[at] === 1;
      // The sender's lane counts it; the receiver's where the sender has none that is asked.
      if (incoming && other !== -1 && isBusy[other] === 0) continue;
      visit(page, incoming ? other : lane, incoming ? lane : other, list.counts[at]!);
    }
  }
}

/** Counts of whole blocks of pages: about 50 ns an entry of the lists, once. */
function blocksOf(trace: Trace, lanes: Lanes, counted: Counted): Blocks {
  const pages = trace.inside.index.pageKinds.length;
  const blocks = Math.ceil(pages / blockPages);
  const width = lanes.processes.length + 1;
  const sums = new Map<number, number>();
  forEachCount(trace, lanes, counted, 0, pages, (page, sender, receiver, count) => {
    const key = (Math.floor(page / blockPages) * width + sender + 1) * width + receiver + 1;
    sums.set(key, (sums.get(key) ?? 0) + count);
  });
  const keys = Float64Array.from(sums.keys()).sort();
  const starts = new Int32Array(blocks + 1);
  const senders = new Int32Array(keys.length);
  const receivers = new Int32Array(keys.length);
  const counts = new Int32Array(keys.length);
  keys.forEach((key, at) => {
    const pair = key % (width * width);
    senders[at] = Math.floor(pair / width) - 1;
    receivers[at] = (pair % width) - 1;
    counts[at] = sums.get(key)!;
    starts[Math.floor(key / (width * width)) + 1]!++;
  });
  for (let block = 0; block < blocks; block++) starts[block + 1]! += starts[block]!;
  return { starts, senders, receivers, counts };
}
