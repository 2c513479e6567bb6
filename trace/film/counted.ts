import { eventsPerPage } from '../build/shapes.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { pageStart, type Scale } from './axis.ts';
import { bundleWriter, type BundleWriter } from './bundles.ts';
import { type Lanes } from './lanes.ts';
import { rowsOf } from './rows.ts';

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
/** Pairs of lanes up to which they are numbered by a table of all; beyond, by those that occur. */
const mostTabled = 1 << 20;

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
  const { starts, pairs, counts, senders, receivers } = countsOf(trace, lanes);
  let total = 0;
  // Pages follow one another, so their stretches do, too: one is counted by itself and then given on.
  const ofPair = new Float64Array(senders.length);
  const giveOn = (stretch: number) => {
    for (let pair = 0; pair < ofPair.length; pair++) {
      if (ofPair[pair] === 0) continue;
      total += ofPair[pair]!;
      const [sender, receiver] = [senders[pair]!, receivers[pair]!];
      if (!isWithin(lanes, sender, receiver)) bundles.add(sender, receiver, stretch, ofPair[pair]!);
      ofPair[pair] = 0;
    }
  };
  for (let page = firstPage; page < endPage; page++) {
    for (let at = starts[page]!; at < starts[page + 1]!; at++) ofPair[pairs[at]!]! += counts[at]!;
    if (page + 1 === endPage || stretchAt(page + 1) !== stretchAt(page)) giveOn(stretchAt(page));
  }

  let singled: readonly number[] | null = null;
  if (total <= asked.mostArrows) {
    const pages = new Set<number>();
    for (let page = firstPage; page < endPage; page++) {
      for (let at = starts[page]!; at < starts[page + 1]!; at++) {
        if (!isWithin(lanes, senders[pairs[at]!]!, receivers[pairs[at]!]!)) pages.add(page);
      }
    }
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

/** Messages of an arrangement of lanes by page and pair of lanes. */
interface PairCounts {
  /** By page: where its entries begin; one more at the end. */
  readonly starts: Int32Array;
  /** By entry: number of the pair, and of messages. */
  readonly pairs: Int32Array;
  readonly counts: Uint16Array;
  /** By number of a pair: lanes, -1: none. */
  readonly senders: Int32Array;
  readonly receivers: Int32Array;
}

const known = new WeakMap<Lanes, PairCounts>();

function countsOf(trace: Trace, lanes: Lanes): PairCounts {
  let found = known.get(lanes);
  if (found === undefined) known.set(lanes, (found = countPairs(trace, lanes)));
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

/**
 * Reads the lists of partners of all processes with a lane: about 30 ns an entry, once for an arrangement. Every message is counted once.
 * What is kept are 6 bytes for each page and pair of lanes that exchanged messages in it.
 */
function countPairs(trace: Trace, lanes: Lanes): PairCounts {
  const { laneOf } = lanes;
  const pages = trace.inside.index.pageKinds.length;
  const isBusy = busyLanes(trace, lanes);
  const numbers = pairNumbers(lanes.processes.length + 1);
  const rows = rowsOf({ page: 'i32', pair: 'i32', count: 'i32' });
  /** By pair: the list and page it occurred in last, as one number, and its row. */
  let lastPlace = new Float64Array(256).fill(-1);
  let lastRow = new Int32Array(256);
  laneOf.forEach((lane, process) => {
    if (lane === -1 || isBusy[lane] === 1) return;
    trace.inside.lists.eachPartner(process, (page, partner, incoming, count) => {
      const other = laneOf[partner] ?? -1;
      // The sender's lane counts it; the receiver's where the sender has none that is asked.
      if (incoming && other !== -1 && isBusy[other] === 0) return;
      const pair = incoming ? numbers.of(other, lane) : numbers.of(lane, other);
      if (pair >= lastPlace.length) {
        const [places, known] = [lastPlace, lastRow];
        lastPlace = new Float64Array(pair * 2).fill(-1);
        lastPlace.set(places);
        lastRow = new Int32Array(pair * 2);
        lastRow.set(known);
      }
      const place = process * pages + page;
      if (lastPlace[pair] === place) {
        rows.columns.count[lastRow[pair]!]! += count;
        return;
      }
      const row = rows.add();
      rows.columns.page[row] = page;
      rows.columns.pair[row] = pair;
      rows.columns.count[row] = count;
      lastPlace[pair] = place;
      lastRow[pair] = row;
    });
  });
  return { ...byPage(rows.columns, rows.length, pages, numbers.senders.length), ...numbers.finish() };
}

/** Puts rows in the order of their pages, those of one page and pair together. */
function byPage(
  from: { readonly page: Int32Array; readonly pair: Int32Array; readonly count: Int32Array },
  length: number,
  pages: number,
  pairCount: number,
): Pick<PairCounts, 'starts' | 'pairs' | 'counts'> {
  const begins = new Int32Array(pages + 1);
  for (let row = 0; row < length; row++) begins[from.page[row]! + 1]!++;
  for (let page = 0; page < pages; page++) begins[page + 1]! += begins[page]!;
  const order = new Int32Array(length);
  const next = begins.slice();
  for (let row = 0; row < length; row++) order[next[from.page[row]!]!++] = row;
  const starts = new Int32Array(pages + 1);
  const pairs = new Int32Array(length);
  const counts = new Uint16Array(length);
  const entryOf = new Int32Array(pairCount).fill(-1);
  let entries = 0;
  for (let page = 0; page < pages; page++) {
    starts[page] = entries;
    for (let at = begins[page]!; at < begins[page + 1]!; at++) {
      const row = order[at]!;
      const pair = from.pair[row]!;
      let entry = entryOf[pair]!;
      if (entry < starts[page]!) {
        entryOf[pair] = entry = entries++;
        pairs[entry] = pair;
      }
      // A page has 2,048 events.
      counts[entry]! += from.count[row]!;
    }
  }
  starts[pages] = entries;
  return { starts, pairs: pairs.slice(0, entries), counts: counts.slice(0, entries) };
}

/** Numbers pairs of lanes as they occur; a lane may be -1. */
function pairNumbers(width: number) {
  const senders: number[] = [];
  const receivers: number[] = [];
  const table = width * width <= mostTabled ? new Int32Array(width * width) : null;
  const others = new Map<number, number>();
  return {
    senders,
    of(sender: number, receiver: number): number {
      const key = (sender + 1) * width + receiver + 1;
      // One more than the number, so that 0 is none.
      const found = table === null ? (others.get(key) ?? 0) : table[key]!;
      if (found !== 0) return found - 1;
      receivers.push(receiver);
      const number = senders.push(sender);
      if (table === null) others.set(key, number);
      else table[key] = number;
      return number - 1;
    },
    finish: () => ({ senders: Int32Array.from(senders), receivers: Int32Array.from(receivers) }),
  };
}
