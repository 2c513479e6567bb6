import { eventsPerPage } from '../build/shapes.ts';
import { type Trace } from '../trace.ts';
import { type Scale } from './axis.ts';
import { bundleWriter } from './bundles.ts';
import { countInner, type Inner } from './counted.ts';
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
        if (row >= outer && !drawAll) {
          bundles.add(laneOf[sender] ?? -1, laneOf[receiver] ?? -1, inner!.stretchOf(beginOf(row)), -1);
        }
      } else if (row < outer) {
        const place = scale.near(Math.max(scale.start, beginOf(row)));
        bundles.add(laneOf[sender] ?? -1, laneOf[receiver] ?? -1, bundles.stretchOf(place), 1, place);
      }
    }
    return {
      single: single.finish(),
      bundles: drawAll ? bundleWriter(scale, lanes.processes.length).finish() : bundles.finish(),
      total,
    };

    function beginOf(row: number): number {
      return known.send[row] === -1 ? known.arrive[row]! : known.send[row]!;
    }
  }
  return { add, result };
}
