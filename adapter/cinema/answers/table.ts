import {
  eventAt,
  isMailboxKnown,
  lastEventOf,
  mailboxAt,
  processCountsAt,
  stackAt,
  timeAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../../trace/index.ts';
import { type ProcessRow, type TableColumn } from '../../../protocol/index.ts';
import { columnsOf } from '../../replay/columns.ts';
import { processStateAt } from '../../replay/threads.ts';
import { type Asking, type Handler } from '../film.ts';
import { labelOf } from '../labels.ts';
import { pace } from '../pace.ts';
import { placeView } from './places.ts';

const mostRows = 1_000;

/** Events looked back through for a line that a process ran. */
const furthestLook = 64;

const statuses = ['crashed', 'running', 'waiting', 'exited', 'not started'] as const;

/** Processes as of a moment, sorted by a column: only what is sorted by is worked out for all of them. */
export const table: Handler<'table'> = async ({ trace }, asked, asking) => {
  const { moment, sort, descending, processes } = asked;
  const all = processes ?? Int32Array.from({ length: trace.processCount }, (_, process) => process);
  const at = moment as Moment;
  const keys = await keysOf(trace, all, at, sort, asking);
  const sign = descending ? -1 : 1;
  const order = Array.from(all.keys()).sort((left, right) => {
    const [one = null, other = null] = [keys[left], keys[right]];
    // What is not known comes last, whichever way.
    if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0) || left - right;
    return sign * compare(one, other) || left - right;
  });
  const start = Math.max(0, Math.trunc(asked.start));
  const count = Math.min(mostRows, Math.max(0, Math.trunc(asked.count)));
  const rows = order.slice(start, start + count).map((index) => rowOf(trace, all[index]! as ProcessId, at));
  return { total: all.length, rows };
};

type Key = number | string | null;

interface Sorted {
  readonly moment: Moment;
  readonly sort: TableColumn;
  readonly processes: Int32Array;
  readonly keys: readonly Key[];
}

/** The keys worked out last: paging through a table sorts it anew without them being asked for again. */
const known = new WeakMap<Trace, Sorted>();

async function keysOf(
  trace: Trace,
  processes: Int32Array,
  moment: Moment,
  sort: TableColumn,
  asking: Asking,
): Promise<readonly Key[]> {
  const last = known.get(trace);
  if (last?.moment === moment && last.sort === sort && isSame(last.processes, processes)) return last.keys;
  const pause = pace(asking);
  const keys: Key[] = [];
  for (const process of processes) {
    await pause(keys.length / processes.length, 'Sorting the processes');
    keys.push(keyOf(trace, process as ProcessId, moment, sort));
  }
  known.set(trace, { moment, sort, processes: processes.slice(), keys });
  return keys;
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((process, index) => process === other[index]);
}

function keyOf(trace: Trace, process: ProcessId, moment: Moment, sort: TableColumn): Key {
  switch (sort) {
    case 'name':
      // Those of which only the pid is known come last.
      return labelOf(trace, process, moment).name.toLowerCase() || null;
    case 'pid':
      // By its numbers, as numbers.
      return labelOf(trace, process, moment).pid.replaceAll(/\d+/g, (digits) => digits.padStart(12, '0'));
    case 'status':
      return statuses.indexOf(processStateAt(trace, process, moment));
    case 'queue':
      return queueOf(trace, process, moment);
    case 'received':
    case 'sent':
    case 'calls':
    case 'events':
      return processCountsAt(trace, process, moment)[sort];
    case 'born':
      return columnsOf(trace).birth[process] ?? 0;
    case 'lifetime':
      return lifetimeOf(trace, process, moment);
  }
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function rowOf(trace: Trace, process: ProcessId, moment: Moment): ProcessRow {
  const { events, sent, received, calls } = processCountsAt(trace, process, moment);
  return {
    process,
    label: labelOf(trace, process, moment),
    status: processStateAt(trace, process, moment),
    queue: queueOf(trace, process, moment),
    received,
    sent,
    calls,
    events,
    born: columnsOf(trace).birthTime[process] ?? 0,
    lifetime: lifetimeOf(trace, process, moment),
    place: newestPlace(trace, process, moment),
  };
}

function queueOf(trace: Trace, process: ProcessId, moment: Moment): number | null {
  return isMailboxKnown(trace, process) ? mailboxAt(trace, process, moment).length : null;
}

/** Nanoseconds up to its end or the moment; 0 for one that was not there yet. */
function lifetimeOf(trace: Trace, process: ProcessId, moment: Moment): number {
  const { death, deathTime, birthTime } = columnsOf(trace);
  const exit = death[process] ?? -1;
  const end = exit !== -1 && exit <= moment ? deathTime[process]! : timeAt(trace, moment);
  return Math.max(0, end - (birthTime[process] ?? 0));
}

/** The line it is at, or, outside of recorded code, the one it ran last. */
function newestPlace(trace: Trace, process: ProcessId, moment: Moment) {
  const [innermost] = stackAt(trace, process, moment, 0, 1).frames;
  if (innermost !== undefined) return placeView(innermost.place);
  let at = lastEventOf(trace, process, moment);
  for (let looked = 0; at !== -1 && looked < furthestLook; looked++) {
    const { place } = eventAt(trace, at);
    if (place !== null) return placeView(place);
    at = at === 0 ? -1 : lastEventOf(trace, process, (at - 1) as Moment);
  }
  return null;
}
