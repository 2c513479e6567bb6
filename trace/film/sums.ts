import { pageMarkBits } from '../build/marks.ts';
import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';
import { descendantsOf } from './family.ts';
import { type Lanes } from './lanes.ts';

/** Per page of events: what a group of processes did there. Sums can be taken from one another. */
export interface PageSums {
  readonly events: Int32Array;
  readonly sends: Int32Array;
  readonly arrivals: Int32Array;
  readonly calls: Int32Array;
  /** How many of the processes have each mark: eight numbers a page. */
  readonly marks: Int32Array;
}

/** Memory for sums of families, bytes; those of 10 million events take 235 KB each. */
const keptBytes = 12 << 20;

/** Sums of a lane. Of a folded one that of its family is made once, about 30 ns a process and page of it, and then kept. */
export function sumsOfLane(trace: Trace, lanes: Lanes, lane: number): PageSums {
  const sums = emptySums(trace);
  if (lanes.folded[lane] !== 1) {
    addProcess(trace, sums, lanes.processes[lane]!, 1);
    return sums;
  }
  addSums(sums, familySums(trace, lanes.processes[lane]!), 1);
  for (const other of lanes.within.get(lane) ?? []) {
    if (lanes.folded[other] === 1) addSums(sums, familySums(trace, lanes.processes[other]!), -1);
    else addProcess(trace, sums, lanes.processes[other]!, -1);
  }
  return sums;
}

function familySums(trace: Trace, process: number): PageSums {
  const known = remembered(trace, 'familySums', () => new Map<number, PageSums>());
  let sums = known.get(process);
  if (sums === undefined) {
    sums = emptySums(trace);
    for (const one of descendantsOf(trace, process)) addProcess(trace, sums, one, 1);
  }
  // Put behind the others: the one used longest ago goes first.
  known.delete(process);
  known.set(process, sums);
  const bytes = sums.events.byteLength * (4 + pageMarkBits);
  while (known.size > 1 && known.size * bytes > keptBytes) known.delete(known.keys().next().value!);
  return sums;
}

function emptySums(trace: Trace): PageSums {
  const pages = trace.inside.index.pageKinds.length;
  return {
    events: new Int32Array(pages),
    sends: new Int32Array(pages),
    arrivals: new Int32Array(pages),
    calls: new Int32Array(pages),
    marks: new Int32Array(pages * pageMarkBits),
  };
}

function addSums(sums: PageSums, other: PageSums, sign: 1 | -1): void {
  for (const name of ['events', 'sends', 'arrivals', 'calls', 'marks'] as const) {
    const [into, from] = [sums[name], other[name]];
    for (let at = 0; at < into.length; at++) into[at]! += sign * from[at]!;
  }
}

function addProcess(trace: Trace, sums: PageSums, process: number, sign: 1 | -1): void {
  trace.inside.lists.eachPage(process, (page, events, sends, arrivals, calls, found) => {
    sums.events[page]! += sign * events;
    sums.sends[page]! += sign * sends;
    sums.arrivals[page]! += sign * arrivals;
    sums.calls[page]! += sign * calls;
    for (let marks = found, bit = 0; marks !== 0; marks >>= 1, bit++) {
      if ((marks & 1) === 1) sums.marks[page * pageMarkBits + bit]! += sign;
    }
  });
}
