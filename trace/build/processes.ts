import { grown, numbers, push, type Numbers } from './growing.ts';

/** Columns about processes, by number; -1 where nothing is known. They grow as processes appear. */
export const processColumns = [
  /** First event of its own. */
  'first',
  'last',
  /** First event that names it, its own or another's. */
  'mentioned',
  'events',
  /** The parent's `spawn` event. */
  'spawn',
  'parent',
  'exit',
  'abnormal',
  /** First event at a site, and the site. */
  'firstSited',
  'firstSite',
  'firstState',
  /** The event that its exit follows from: an exit of a linked process, or an exception of its own. */
  'exitCause',
  /** Not -1: it took messages in recorded code. */
  'takes',
  /** Not -1: it exchanged a message with a process that runs recorded code. */
  'talks',
] as const;
export type ProcessColumn = (typeof processColumns)[number];
export type ProcessTable = { readonly [Name in ProcessColumn]: Int32Array };

export interface Processes {
  readonly columns: { [Name in ProcessColumn]: Int32Array };
  count: number;
  /** register (1) and unregister (0): moment, process, name, which; four numbers each. */
  readonly names: Numbers;
  /** Crashes: moments, in the order they were noticed. */
  readonly crashes: Numbers;
}

export function processes(): Processes {
  const columns = {} as { [Name in ProcessColumn]: Int32Array };
  for (const name of processColumns) columns[name] = new Int32Array(64).fill(-1);
  return { columns, count: 0, names: numbers(), crashes: numbers() };
}

/** Makes room for a process; call before its columns are touched. */
export function ensureProcess(table: Processes, process: number): void {
  if (process < table.count) return;
  table.count = process + 1;
  const capacity = table.columns.first.length;
  if (process < capacity) return;
  const length = Math.max(process + 1, capacity * 2);
  for (const name of processColumns) table.columns[name] = grown(table.columns[name], length, -1);
}

/** A time for every process: 0 until it is set. */
export interface TimesByProcess {
  set(process: number, time: number): void;
  finish(count: number): Float64Array;
}

export function timesByProcess(): TimesByProcess {
  let times = new Float64Array(64);
  const ensure = (length: number) => {
    if (length <= times.length) return;
    const larger = new Float64Array(Math.max(length, times.length * 2));
    larger.set(times);
    times = larger;
  };
  return {
    set(process, time) {
      ensure(process + 1);
      times[process] = time;
    },
    finish(count) {
      ensure(count);
      return times.slice(0, count);
    },
  };
}

/** Links between processes while events go by: what an exit can be the cause of. */
export interface Links {
  link(a: number, b: number): void;
  unlink(a: number, b: number): void;
  /** Processes linked to `a`, whose links end here. */
  drop(a: number): readonly number[];
}

export function links(): Links {
  const linked = new Map<number, Set<number>>();
  const add = (a: number, b: number) => {
    const known = linked.get(a);
    if (known === undefined) linked.set(a, new Set([b]));
    else known.add(b);
  };
  return {
    link(a, b) {
      add(a, b);
      add(b, a);
    },
    unlink(a, b) {
      linked.get(a)?.delete(b);
      linked.get(b)?.delete(a);
    },
    drop(a) {
      const others = [...(linked.get(a) ?? [])];
      linked.delete(a);
      for (const other of others) linked.get(other)?.delete(a);
      return others;
    },
  };
}

export function noteName(table: Processes, moment: number, process: number, name: number, registered: boolean): void {
  push(table.names, moment);
  push(table.names, process);
  push(table.names, name);
  push(table.names, registered ? 1 : 0);
}
