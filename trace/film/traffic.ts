import { eventsPerPage } from '../build/shapes.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { pageStart, type Scale } from './axis.ts';
import { bundleWriter, type BundleWriter } from './bundles.ts';
import { type Lanes } from './lanes.ts';
import { forEachBegun, forEachUnderWay, messagesBegun, type MessageRow } from './messages.ts';
import { rowsOf } from './rows.ts';
import { type Bundles } from './shapes.ts';

/** Messages of drawn lanes: those to draw one by one, and the others as bundles. */
export interface Traffic {
  readonly single: ReturnType<MessageRows['finish']>;
  readonly bundles: Bundles;
  /** Messages of drawn lanes in the window, singles included. */
  readonly total: number;
}

export interface TrafficAsked {
  readonly arrowsOf: number;
  readonly mostArrows: number;
}

/** Messages that are looked at one by one at most; of more, what the index counted is taken. */
const mostLookedAt = 65_536;
/** Pages of events whose messages are looked at for single ones among more than that. */
const mostSingled = 96;
/** A lane whose processes have more events than this, all in all, is not asked for its messages: its partners tell of them. */
const busiest = 2_000_000;

const newRows = () => rowsOf({ send: 'i32', arrive: 'i32', receive: 'i32', sender: 'i32', receiver: 'i32' });
type MessageRows = ReturnType<typeof newRows>;

/**
 * Messages with an end in a drawn lane whose way, from send to taking, meets the window. Messages within one folded lane are counted,
 * never drawn. Where the window is long, those between two folded lanes of very busy families are left out: `total` is then at least that.
 */
export function trafficIn(trace: Trace, scale: Scale, lanes: Lanes, asked: TrafficAsked): Traffic {
  const { firstPage, lastPage } = scale;
  const isNear = messagesBegun(trace, firstPage, lastPage) <= mostLookedAt;
  const found = collected(trace, scale, lanes);
  forEachUnderWay(trace, scale.start, found.add);
  if (isNear) {
    forEachBegun(trace, scale.start, scale.end, found.add);
    return found.result(asked, null);
  }
  const innerStart = (firstPage + 1) * eventsPerPage;
  const innerEnd = lastPage * eventsPerPage;
  forEachBegun(trace, scale.start, innerStart, found.add);
  forEachBegun(trace, innerEnd, scale.end, found.add);
  return found.result(asked, countInner(trace, scale, lanes, firstPage + 1, lastPage, asked));
}

function copy(
  rows: MessageRows,
  send: number,
  arrive: number,
  receive: number,
  sender: number,
  receiver: number,
): void {
  const at = rows.add();
  const into = rows.columns;
  into.send[at] = send;
  into.arrive[at] = arrive;
  into.receive[at] = receive;
  into.sender[at] = sender;
  into.receiver[at] = receiver;
}

/** What was counted by pages: those of which messages are singled out are not in the counts. */
interface Inner {
  readonly total: number;
  readonly bundles: BundleWriter;
  /** The stretch a moment was counted in: that of its page. */
  readonly stretchOf: (moment: number) => number;
  readonly singled: readonly number[];
  readonly allSingle: boolean;
}

function collected(trace: Trace, scale: Scale, lanes: Lanes) {
  const rows = newRows();
  const { laneOf, folded } = lanes;
  let within = 0;
  const add = (row: Readonly<MessageRow>) => {
    const from = laneOf[row.sender] ?? -1;
    const to = laneOf[row.receiver] ?? -1;
    if (from === -1 && to === -1) return;
    if (from === to && folded[from] === 1) within++;
    else copy(rows, row.send, row.arrive, row.receive, row.sender, row.receiver);
  };

  function result(asked: TrafficAsked, inner: Inner | null): Traffic {
    const outer = rows.length;
    const total = outer + within + (inner?.total ?? 0);
    const drawAll = outer + (inner?.total ?? 0) <= asked.mostArrows && (inner === null || inner.allSingle);
    const bundles = inner?.bundles ?? bundleWriter(scale, lanes.processes.length);
    if (inner !== null) {
      for (const page of inner.singled) {
        forEachBegun(trace, page * eventsPerPage, (page + 1) * eventsPerPage, (row) => {
          if (drawAll || row.sender === asked.arrowsOf || row.receiver === asked.arrowsOf) add(row);
        });
      }
    }
    const known = rows.columns;
    const single = newRows();
    for (let row = 0; row < rows.length; row++) {
      const [sender, receiver] = [known.sender[row]!, known.receiver[row]!];
      const isAsked = sender === asked.arrowsOf || receiver === asked.arrowsOf;
      if ((drawAll || isAsked) && single.length < asked.mostArrows) {
        copy(single, known.send[row]!, known.arrive[row]!, known.receive[row]!, sender, receiver);
        // It was counted with its page.
        if (row >= outer && !drawAll) bundleOf(row, sender, receiver, -1, inner!.stretchOf);
      } else if (row < outer) bundleOf(row, sender, receiver, 1, placedStretch);
    }
    return {
      single: single.finish(),
      bundles: drawAll ? bundleWriter(scale, lanes.processes.length).finish() : bundles.finish(),
      total,
    };

    function placedStretch(moment: number): number {
      return bundles.stretchOf(scale.near(Math.max(scale.start, moment)));
    }

    function bundleOf(
      row: number,
      sender: number,
      receiver: number,
      count: number,
      stretchOf: (moment: number) => number,
    ): void {
      const first = known.send[row] === -1 ? known.arrive[row]! : known.send[row]!;
      bundles.add(laneOf[sender] ?? -1, laneOf[receiver] ?? -1, stretchOf(first), count);
    }
  }
  return { add, result };
}

/** Messages that began in whole pages, by what the index counted for every process and page. */
function countInner(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  firstPage: number,
  endPage: number,
  asked: TrafficAsked,
): Inner {
  const { laneOf, folded } = lanes;
  const bundles = bundleWriter(scale, lanes.processes.length);
  const busy = busyLanes(trace, lanes);
  const pages = new Set<number>();
  const stretchOfPage = Uint8Array.from({ length: Math.max(0, endPage - firstPage) }, (_, at) => {
    const page = firstPage + at;
    return bundles.stretchOf((pageStart(trace, scale.axis, page) + pageStart(trace, scale.axis, page + 1)) / 2);
  });
  let total = 0;
  for (let process = 0; process < laneOf.length; process++) {
    const lane = laneOf[process]!;
    if (lane === -1 || busy[lane] === 1) continue;
    const list = trace.inside.lists.partnersOf(process);
    for (let at = lowerBound(list.pages, firstPage); at < list.pages.length; at++) {
      const page = list.pages[at]!;
      if (page >= endPage) break;
      const partner = list.partners[at]!;
      const other = laneOf[partner] ?? -1;
      const incoming = list.incoming[at] === 1;
      // The sender's lane counts it; the receiver's where the sender has none that is asked.
      if (incoming && other !== -1 && busy[other] === 0) continue;
      const count = list.counts[at]!;
      total += count;
      if (other === lane && folded[lane] === 1) continue;
      if (pages.size <= mostSingled) pages.add(page);
      bundles.add(incoming ? other : lane, incoming ? lane : other, stretchOfPage[page - firstPage]!, count);
    }
  }
  const allSingle = pages.size <= mostSingled && total <= asked.mostArrows;
  const singled = allSingle ? [...pages] : pagesOf(trace, asked.arrowsOf, firstPage, endPage);
  const stretchOf = (moment: number) => stretchOfPage[Math.floor(moment / eventsPerPage) - firstPage]!;
  return { total, bundles, stretchOf, singled: singled.sort((left, right) => left - right), allSingle };
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

function busyLanes(trace: Trace, lanes: Lanes): Uint8Array {
  const { events } = trace.inside.index.processes;
  const sums = new Float64Array(lanes.processes.length);
  lanes.laneOf.forEach((lane, process) => {
    if (lane !== -1) sums[lane]! += Math.max(0, events[process] ?? 0);
  });
  return Uint8Array.from(sums, (sum, lane) => (lanes.folded[lane] === 1 && sum > busiest ? 1 : 0));
}
