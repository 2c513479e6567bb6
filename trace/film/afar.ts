import { markOfKind, pageMarkBits } from '../build/marks.ts';
import { eventsPerPage } from '../build/shapes.ts';
import { eventKinds, type EventKind } from '../model.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { pageStart, type Scale } from './axis.ts';
import { crashList } from './crashes.ts';
import { type Lanes } from './lanes.ts';
import { lookAtPage } from './opened.ts';
import { markFlag } from './shapes.ts';
import { type Sheet } from './sheet.ts';
import { sumsOfLane } from './sums.ts';

/** A folded lane of so many processes is counted by its family, of fewer each by itself. */
const fewMembers = 4;

const code = (kind: EventKind) => eventKinds.indexOf(kind);
const bitOf = (kind: EventKind) => 1 << code(kind);
/** Kinds whose events are known exactly without opening pages. */
const listedKinds = bitOf('spawn') | bitOf('exit') | bitOf('register') | bitOf('unregister');

/**
 * Activity and marks of a window too long to open: by what the index says of every process and page. Counts are exact but for
 * where in its page an event is; kinds that it does not count (lines, bindings, returned values) have no marks.
 */
export function lookFromAfar(trace: Trace, scale: Scale, lanes: Lanes, kinds: number, sheet: Sheet): void {
  const { firstPage, lastPage, opened } = scale;
  for (const page of [...opened].sort((left, right) => left - right)) {
    lookAtPage(trace, scale, lanes, page, kinds & ~listedKinds, sheet, { crashesKnown: true });
  }
  const range: Range = { firstPage, lastPage, isOpened: pageSet(trace, opened) };
  const counted = countedKinds(kinds & ~listedKinds);
  lanes.sizes.forEach((size, lane) => {
    if (size > 0) addLane(trace, scale, lanes, lane, range, counted, sheet);
  });
  markListed(trace, scale, lanes, kinds, sheet);
}

/** Pages of a window, and which of them were opened: what the index counted for those is not taken. */
interface Range {
  readonly firstPage: number;
  readonly lastPage: number;
  readonly isOpened: Uint8Array;
}

function pageSet(trace: Trace, pages: ReadonlySet<number>): Uint8Array {
  const set = new Uint8Array(trace.inside.index.pageKinds.length);
  for (const page of pages) set[page] = 1;
  return set;
}

interface CountedKinds {
  readonly sends: boolean;
  readonly arrivals: boolean;
  readonly calls: boolean;
  /** By bit of the marks: the kind to mark it as, -1 none. */
  readonly ofBit: Int32Array;
}

function countedKinds(kinds: number): CountedKinds {
  const ofBit = new Int32Array(pageMarkBits).fill(-1);
  eventKinds.forEach((_, kind) => {
    const mark = markOfKind[kind]!;
    if (mark !== 0 && (kinds & (1 << kind)) !== 0 && ofBit[Math.log2(mark)] === -1) ofBit[Math.log2(mark)] = kind;
  });
  return {
    sends: (kinds & bitOf('send')) !== 0,
    arrivals: (kinds & bitOf('arrive')) !== 0,
    calls: (kinds & bitOf('call')) !== 0,
    ofBit,
  };
}

/** Adds what the index counted for a lane. */
function addLane(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  lane: number,
  { firstPage, lastPage, isOpened }: Range,
  kinds: CountedKinds,
  sheet: Sheet,
): void {
  const { axis, columnWidth } = scale;
  const add = (page: number, events: number, sends: number, arrivals: number, calls: number) => {
    const begin = pageStart(trace, axis, page);
    const end = pageStart(trace, axis, page + 1);
    if (end - begin < columnWidth) sheet.count(lane, (begin + end) / 2, events);
    else sheet.spread(lane, begin, end, events);
    const moment = page * eventsPerPage;
    if (kinds.sends && sends > 0) sheet.mark(lane, begin, moment, code('send'), markFlag.nearby, sends);
    if (kinds.arrivals && arrivals > 0) sheet.mark(lane, begin, moment, code('arrive'), markFlag.nearby, arrivals);
    if (kinds.calls && calls > 0) sheet.mark(lane, begin, moment, code('call'), markFlag.nearby, calls);
  };
  const mark = (page: number, bit: number, count: number) => {
    const kind = kinds.ofBit[bit]!;
    if (kind === -1) return;
    sheet.mark(lane, pageStart(trace, axis, page), page * eventsPerPage, kind, markFlag.nearby, count);
  };

  if (lanes.folded[lane] === 1 && lanes.sizes[lane]! > fewMembers) {
    const sums = sumsOfLane(trace, lanes, lane);
    for (let page = firstPage; page <= lastPage; page++) {
      if (sums.events[page] === 0 || isOpened[page] === 1) continue;
      add(page, sums.events[page]!, sums.sends[page]!, sums.arrivals[page]!, sums.calls[page]!);
      for (let bit = 0; bit < pageMarkBits; bit++) {
        const count = sums.marks[page * pageMarkBits + bit]!;
        if (count > 0) mark(page, bit, count);
      }
    }
    return;
  }
  for (const process of membersOf(lanes, lane)) {
    const list = trace.inside.lists.ofProcess(process);
    for (let at = lowerBound(list.pages, firstPage); at < list.pages.length; at++) {
      const page = list.pages[at]!;
      if (page > lastPage) break;
      if (isOpened[page] === 1) continue;
      add(page, list.events[at]!, list.sends[at]!, list.arrivals[at]!, list.calls[at]!);
      for (let marks = list.marks[at]!, bit = 0; marks !== 0; marks >>= 1, bit++) {
        if ((marks & 1) === 1) mark(page, bit, 1);
      }
    }
  }
}

/** The processes of a lane. */
function membersOf(lanes: Lanes, lane: number): readonly number[] {
  if (lanes.sizes[lane] === 1 && lanes.laneOf[lanes.processes[lane]!] === lane) return [lanes.processes[lane]!];
  const members: number[] = [];
  lanes.laneOf.forEach((own, process) => {
    if (own === lane) members.push(process);
  });
  return members;
}

/** Sorts of marks whose moments are in tables; a mark is packed into one number: moment, lane, sort. */
const listed = [
  { kind: 'spawn', flags: 0 },
  { kind: 'exit', flags: 0 },
  { kind: 'exit', flags: markFlag.crash },
  { kind: 'exception', flags: markFlag.crash },
  { kind: 'register', flags: 0 },
  { kind: 'unregister', flags: 0 },
] as const;
const sortBase = 8;
const momentBase = sortBase * 2 ** 16;

/** Marks of spawns, exits, crashes and names. */
function markListed(trace: Trace, scale: Scale, lanes: Lanes, kinds: number, sheet: Sheet): void {
  const { processes: table, names } = trace.inside.index;
  const { laneOf } = lanes;
  const { moments: crashMoments, processes: crashing, crashed } = crashList(trace);
  const found: number[] = [];
  const isInside = (moment: number) => moment >= scale.start && moment < scale.end;
  const add = (moment: number, process: number, sort: number) => {
    const lane = laneOf[process] ?? -1;
    if (lane !== -1) found.push(moment * momentBase + lane * sortBase + sort);
  };
  const wants = listed.map(({ kind, flags }) => flags !== 0 || (kinds & bitOf(kind)) !== 0);
  for (let process = 0; process < table.spawn.length; process++) {
    const spawn = table.spawn[process]!;
    if (wants[0] === true && spawn !== -1 && isInside(spawn)) add(spawn, table.parent[process]!, 0);
    const exit = table.exit[process]!;
    const sort = crashed[process] === 1 ? 2 : 1;
    if (exit !== -1 && wants[sort] === true && isInside(exit)) add(exit, process, sort);
  }
  for (let at = lowerBound(crashMoments, scale.start); at < crashMoments.length; at++) {
    const moment = crashMoments[at]!;
    if (moment >= scale.end) break;
    if (table.exit[crashing[at]!] !== moment) add(moment, crashing[at]!, 3);
  }
  for (let at = 0; (wants[4] === true || wants[5] === true) && at + 3 < names.length; at += 4) {
    const sort = names[at + 3] === 1 ? 4 : 5;
    if (wants[sort] === true && isInside(names[at]!)) add(names[at]!, names[at + 1]!, sort);
  }
  for (const packed of Float64Array.from(found).sort()) {
    const moment = Math.floor(packed / momentBase);
    const rest = packed - moment * momentBase;
    const { kind, flags } = listed[rest % sortBase]!;
    sheet.mark(Math.floor(rest / sortBase), scale.near(moment), moment, code(kind), flags, 1);
  }
}
