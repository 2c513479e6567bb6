import { eventsPerPage, kindMask, link, track } from '../build/shapes.ts';
import { eventKinds, type ProcessId } from '../model.ts';
import { type Trace } from '../trace.ts';

const sendCode = eventKinds.indexOf('send');
const arriveCode = eventKinds.indexOf('arrive');
const callCode = eventKinds.indexOf('call');

export interface ProcessCounts {
  readonly events: number;
  readonly sent: number;
  /** Messages that arrived. */
  readonly received: number;
  readonly calls: number;
}

/** What a process did up to a moment, which counts. Costs a number a page of its own, and one page. */
export function processCountsAt(trace: Trace, process: ProcessId, moment: number): ProcessCounts {
  const list = trace.inside.lists.ofProcess(process);
  const last = Math.min(moment, trace.eventCount - 1);
  const page = Math.floor(last / eventsPerPage);
  let events = 0;
  let sent = 0;
  let received = 0;
  let calls = 0;
  let at = 0;
  for (; at < list.pages.length && list.pages[at]! < page; at++) {
    events += list.events[at]!;
    sent += list.sends[at]!;
    received += list.arrivals[at]!;
    calls += list.calls[at]!;
  }
  if (last >= 0 && list.pages[at] === page) {
    const flags = trace.inside.tracks.column(page, track.flags);
    const processes = trace.inside.tracks.column(page, track.process);
    const end = last - page * eventsPerPage;
    for (let row = 0; row <= end; row++) {
      if (processes[row] !== process) continue;
      events++;
      const kind = flags[row]! & kindMask;
      if (kind === sendCode) sent++;
      else if (kind === arriveCode) received++;
      else if (kind === callCode) calls++;
    }
  }
  return { events, sent, received, calls };
}

/** Processes that ran code of a module, by its number in `trace.modules`; ascending. */
export function processesOfModule(trace: Trace, module: number): Int32Array {
  return trace.inside.lists.ofModule(module);
}

/** Everyone a process exchanged a message with in the whole trace, itself included; ascending. */
export function partnersOf(trace: Trace, process: ProcessId): Int32Array {
  return Int32Array.from(new Set([process, ...trace.inside.lists.partnersOf(process).partners])).sort();
}

/**
 * Pairs of processes that are linked as of a moment, as far as their links were recorded, one after the other; each pair once, the
 * smaller number first. An exit that comes by then has ended its links. Goes through the log of links.
 */
export function linksAt(trace: Trace, moment: number): Int32Array {
  const { links, index } = trace.inside;
  const { exit } = index.processes;
  const pairs = new Set<number>();
  for (let page = 0, row = 0; row < links.rows; page++) {
    const moments = links.column(page, link.moment);
    const processes = links.column(page, link.process);
    const others = links.column(page, link.other);
    const linked = links.column(page, link.linked);
    for (let at = 0; at < moments.length; at++, row++) {
      if (moments[at]! > moment) return living(pairs, exit, moment);
      const [one, other] = [processes[at]!, others[at]!];
      const pair = Math.min(one, other) * pairBase + Math.max(one, other);
      if (linked[at] === 1) pairs.add(pair);
      else pairs.delete(pair);
    }
  }
  return living(pairs, exit, moment);
}

const pairBase = 2 ** 26;

function living(pairs: ReadonlySet<number>, exit: Int32Array, moment: number): Int32Array {
  const found: number[] = [];
  const isGone = (process: number) => (exit[process] ?? -1) !== -1 && exit[process]! <= moment;
  for (const pair of pairs) {
    const [one, other] = [Math.floor(pair / pairBase), pair % pairBase];
    if (!isGone(one) && !isGone(other)) found.push(one, other);
  }
  return Int32Array.from(found);
}
