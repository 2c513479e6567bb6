import { eventKinds, type EventKind } from '../model.ts';

/**
 * What of a process happened in a page of events, as bits, beside the counts of its events, sends, arrivals and calls. `other`:
 * names, links, monitors, spans.
 */
export const pageMark = {
  state: 1,
  exception: 2,
  gap: 4,
  log: 8,
  spawn: 16,
  exit: 32,
  receive: 64,
  other: 128,
} as const;

export const pageMarkBits = 8;

const byKind: Partial<Record<EventKind, number>> = {
  ...pageMark,
  register: pageMark.other,
  unregister: pageMark.other,
  link: pageMark.other,
  unlink: pageMark.other,
  monitor: pageMark.other,
  span: pageMark.other,
};

/** The mark of an event by the code of its kind; 0 for those that are counted instead, or that every page is full of. */
export const markOfKind = Uint8Array.from(eventKinds, (kind) => byKind[kind] ?? 0);
