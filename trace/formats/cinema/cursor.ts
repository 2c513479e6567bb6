import { eventKinds, type EventKind, type Site } from '../../model.ts';
import { type PartIdentity } from './leaf.ts';
import { type Processes } from './processes.ts';
import { type Tables } from './tables.ts';

/** Codes of the kinds of events as kept in columns. */
export const kindCode = Object.fromEntries(eventKinds.map((kind, code) => [kind, code])) as Record<EventKind, number>;

/** A chunk number takes the upper digits of a payload reference, the record's offset the lower 24 bits. */
export const offsetRange = 2 ** 24;

/** The event a cursor stands at. One object a cursor, overwritten by each step. */
export interface RawEvent {
  kind: number;
  /** Number in `Processes`, not yet a place in the trace. */
  process: number;
  /** Nanoseconds since the earliest clock of the recording. */
  time: number;
  site: number;
  payload: number;
  /** By kind: a process's number in `Processes`, a number in `names`, a try number, or -1. */
  subject: number;
  detail: number;
  /** Name a message was sent to, as number in `names`, when the receiver is not given as a process; else -1. */
  name: number;
  /** As in `EventRecord`. */
  prints: 0 | 1;
}

/** What all threads of one part share. */
export interface PartContext {
  readonly part: number;
  readonly node: string;
  readonly identity: PartIdentity;
  readonly scope: string;
  readonly scopeOf: (node: string, creation: number) => string;
  readonly siteMap: Int32Array;
  /** Time of a tick count relative to the part's tick0. */
  readonly timeBase: number;
  readonly nanosecondsPerTick: number;
  readonly tick0: bigint;
}

/** What all cursors of one reading share. */
export interface ReadContext {
  readonly tables: Tables;
  readonly processes: Processes;
  readonly internName: (name: string) => number;
  /** A process was alive under these names when recording began. */
  readonly setNames: (part: PartContext, process: number, names: readonly number[]) => void;
  readonly note: (message: string) => void;
}

/** A chunk as the cursor wants it; `bytes` is undefined when it could not be read. */
export interface ChunkToRead {
  readonly number: number;
  readonly kind: number;
  readonly firstTick: bigint;
  readonly records: number;
  readonly bytes: Uint8Array | undefined;
  /** Events lost before its first; undefined: none. */
  readonly lost: number | undefined;
}

export interface Cursor {
  readonly event: RawEvent;
  /** Goes to the next event; false at the end of the thread. */
  next(): boolean;
}

const eventOfSite = (site: Site): number => {
  switch (site.kind) {
    case 'enter':
      return kindCode.call;
    case 'step':
    case 'tail':
    case 'timeout':
      return site.stop ? kindCode.line : kindCode.bind;
    case 'return':
      return kindCode.return;
    case 'value':
    case 'catchEnd':
      return kindCode.value;
    case 'receive':
      return kindCode.receive;
    case 'try':
      return kindCode.try;
    case 'catch':
    case 'raise':
      return kindCode.exception;
  }
};

/** Event kinds by site, as an array for the cursors: entry 0 stands for "no site". */
export const siteEvents = (sites: readonly Site[]): Uint8Array => Uint8Array.from([0, ...sites.map(eventOfSite)]);

/** Tags of the virtual machine's events, as small numbers. */
export const vmTag = {
  unknown: 0,
  other: 1,
  send: 2,
  receive: 3,
  spawn: 4,
  spawned: 5,
  exit: 6,
  register: 7,
  unregister: 8,
  link: 9,
  unlink: 10,
  call: 11,
} as const;
export const vmCodes: Readonly<Record<string, number>> = {
  send: vmTag.send,
  send_to_non_existing_process: vmTag.send,
  receive: vmTag.receive,
  spawn: vmTag.spawn,
  spawned: vmTag.spawned,
  exit: vmTag.exit,
  closed: vmTag.exit,
  register: vmTag.register,
  unregister: vmTag.unregister,
  link: vmTag.link,
  unlink: vmTag.unlink,
  call: vmTag.call,
};
