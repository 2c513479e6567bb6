import { type ColumnShape } from '../store/column.ts';

/** Rows of a page of events. Larger pages are smaller on disk, smaller pages are read faster. */
export const eventsPerPage = 2048;
export const framesPerPage = 1024;
export const messagesPerPage = 1024;

/** The part of an event that is scanned and drawn: at most 21 bytes in memory. */
export const trackShapes = [
  { coding: 'byte' }, // flags: kind and stop
  { coding: 'delta' }, // process
  { coding: 'delta' }, // site
  { coding: 'delta' }, // depth
  { coding: 'delta', wide: true }, // time
] as const satisfies readonly ColumnShape[];
export const track = { flags: 0, process: 1, site: 2, depth: 3, time: 4 } as const;

/** The part of an event that is looked up. */
export const factShapes = [
  { coding: 'streams' }, // frame or -1
  { coding: 'streams', wide: true }, // payload or -1
  { coding: 'plain' }, // previous: how many events back (see `previous` below), 0 none
  { coding: 'plain' }, // subject
  { coding: 'plain', wide: true }, // detail
  { coding: 'sparse' }, // message or -1
] as const satisfies readonly ColumnShape[];
/**
 * `previous` of an event with a site: the newest earlier event of its frame whose bindings are visible from it.
 * Of an event without: the newest earlier event of its frame with a site.
 */
export const fact = { frame: 0, payload: 1, previous: 2, subject: 3, detail: 4, message: 5 } as const;

export const frameShapes = [
  { coding: 'delta' }, // call moment
  { coding: 'plain' }, // how many frames back the parent is, 0 none
  { coding: 'plain' }, // how many frames back the left predecessor is, 0 none
  { coding: 'delta' }, // depth
  { coding: 'delta' }, // site of the call
  { coding: 'plain' }, // how many events before the call the parent last had an event with a site
  { coding: 'delta' }, // that event's site
  { coding: 'plain' }, // the same of the left predecessor
  { coding: 'delta' },
  { coding: 'delta' }, // entries of the stack up to this frame
  { coding: 'byte' }, // left frames shown below it
  { coding: 'plain' }, // how many events after the call it ended, 0 open
  { coding: 'byte' }, // how it ended
  { coding: 'plain' }, // how many events after the call its last event is
] as const satisfies readonly ColumnShape[];
export const frame = {
  call: 0,
  parent: 1,
  left: 2,
  depth: 3,
  site: 4,
  from: 5,
  fromSite: 6,
  leftFrom: 7,
  leftSite: 8,
  total: 9,
  lefts: 10,
  end: 11,
  ended: 12,
  last: 13,
} as const;

/** Moments of a message and its ends, -1 where not known; in the order of their first event. */
export const messageShapes = [
  { coding: 'sparse' }, // send
  { coding: 'sparse' }, // arrive
  { coding: 'sparse' }, // receive
  { coding: 'delta' }, // sender
  { coding: 'delta' }, // receiver
] as const satisfies readonly ColumnShape[];
export const message = { send: 0, arrive: 1, receive: 2, sender: 3, receiver: 4 } as const;

/** Messages that arrived, by receiver and arrival. */
export const mailboxShapes = [
  { coding: 'sparse' }, // arrive
  { coding: 'sparse' }, // receive
] as const satisfies readonly ColumnShape[];
export const mailbox = { arrive: 0, receive: 1 } as const;

/** What happened to links, in the order of the trace. */
export const linkShapes = [
  { coding: 'delta' }, // moment
  { coding: 'delta' }, // process
  { coding: 'delta' }, // the other
  { coding: 'byte' }, // 1 linked, 0 unlinked
] as const satisfies readonly ColumnShape[];
export const link = { moment: 0, process: 1, other: 2, linked: 3 } as const;

/** Places where events are missing, in the order of the trace. */
export const gapShapes = [
  { coding: 'delta' }, // moment
  { coding: 'delta' }, // process
  { coding: 'plain', wide: true }, // how many are missing
  { coding: 'plain' }, // how many events before it the process had its last one, 0 none
] as const satisfies readonly ColumnShape[];
export const gap = { moment: 0, process: 1, missing: 2, back: 3 } as const;
/** Events that write to the log, standard output or standard error, in the order of the trace. */
export const outputShapes = [
  { coding: 'delta' }, // moment
] as const satisfies readonly ColumnShape[];
export const output = { moment: 0 } as const;
export const logRowsPerPage = 1024;

export const kindMask = 0x1f;
export const stopFlag = 0x20;

/** How a frame ended; the position is the code in the column. `lost`: something of it was not recorded. */
export const endings = ['open', 'return', 'tail', 'exception', 'exit', 'lost'] as const;
export type Ending = (typeof endings)[number];
export const ending = { open: 0, return: 1, tail: 2, exception: 3, exit: 4, lost: 5 } as const satisfies Record<
  Ending,
  number
>;

/** Left frames shown below one frame at most: a loop may have millions. */
export const leftFramesShown = 10;
