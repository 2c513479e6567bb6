import {
  eventKinds,
  type EventKind,
  type FrameId,
  type Language,
  type Moment,
  type PayloadReference,
  type ProcessId,
  type SiteId,
  type SourceId,
  type TraceNanoseconds,
} from '../model.ts';
import { eventsPerPage, fact, kindMask, message, stopFlag, track } from '../build/shapes.ts';
import { type Trace } from '../trace.ts';
import { anyEvent, anyStop, searchBackward, searchForward } from './search.ts';

/** A place in the recorded sources. Lines and columns from 1; column 0: not known. */
export interface Place {
  readonly source: SourceId | -1;
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  /** As the BEAM has it. */
  readonly module: string;
  readonly function: string;
  readonly arity: number;
  readonly language: Language;
}

/** One event, put together from its columns. `subject` and `detail` are as in the table of `EventRecord`. */
export interface TraceEvent {
  readonly kind: EventKind;
  readonly moment: Moment;
  readonly process: ProcessId;
  readonly time: TraceNanoseconds;
  readonly frame: FrameId | -1;
  readonly depth: number;
  readonly site: SiteId | 0;
  readonly place: Place | null;
  readonly stop: boolean;
  readonly subject: number;
  readonly detail: number;
  /** Of `value` events and announced tail calls: who was called, `Elixir.Enum:map/2`. */
  readonly callee?: string;
  /** Of `send`, `arrive` and `receive`: the other moments of the message, -1 where not recorded. */
  readonly message?: { readonly send: Moment | -1; readonly arrive: Moment | -1; readonly receive: Moment | -1 };
}

/** @throws RangeError outside of the trace: moments come from the trace, others are a mistake of the caller. */
export function eventAt(trace: Trace, moment: Moment): TraceEvent {
  const { tracks, facts, messages } = trace.inside;
  if (!Number.isInteger(moment) || moment < 0 || moment >= trace.eventCount) {
    throw new RangeError(`Moment ${moment} is outside of the trace: it has ${trace.eventCount} events.`);
  }
  const flags = tracks.get(moment, track.flags);
  const site = tracks.get(moment, track.site) as SiteId | 0;
  const number = facts.get(moment, fact.message);
  const callee = trace.sites[site - 1]?.callee;
  return {
    kind: eventKinds[flags & kindMask]!,
    moment,
    process: tracks.get(moment, track.process) as ProcessId,
    time: tracks.get(moment, track.time) as TraceNanoseconds,
    frame: facts.get(moment, fact.frame) as FrameId | -1,
    depth: tracks.get(moment, track.depth),
    site,
    place: placeOfSite(trace, site),
    stop: (flags & stopFlag) !== 0,
    subject: facts.get(moment, fact.subject),
    detail: facts.get(moment, fact.detail),
    ...(callee !== undefined && { callee }),
    ...(number !== -1 && {
      message: {
        send: messages.get(number, message.send) as Moment | -1,
        arrive: messages.get(number, message.arrive) as Moment | -1,
        receive: messages.get(number, message.receive) as Moment | -1,
      },
    }),
  };
}

/** Where a site is; null for site 0 and for sites without a line. */
export function placeOfSite(trace: Trace, id: number): Place | null {
  const site = trace.sites[id - 1];
  if (site === undefined || site.line <= 0) return null;
  const info = trace.functions[site.function];
  const module = trace.modules[site.module];
  return {
    source: site.source,
    path: trace.sources[site.source]?.path ?? null,
    line: site.line,
    column: site.column,
    module: module?.name ?? '',
    function: info?.name ?? '',
    arity: info?.arity ?? 0,
    language: module?.language ?? 'other',
  };
}

/** The values of an event as external terms, read from the trace file. */
export function valuesAt(trace: Trace, moment: Moment): readonly Uint8Array[] {
  const payload = trace.inside.facts.get(moment, fact.payload);
  return payload < 0 ? [] : trace.inside.content.values(payload as PayloadReference);
}

export function timeAt(trace: Trace, moment: Moment): TraceNanoseconds {
  if (trace.eventCount === 0) return 0 as TraceNanoseconds;
  const inside = Math.max(0, Math.min(moment, trace.eventCount - 1));
  return trace.inside.tracks.get(inside, track.time) as TraceNanoseconds;
}

/** The last moment at or before a time; the first moment for times before the trace. */
export function momentAtTime(trace: Trace, time: TraceNanoseconds): Moment {
  const { tracks, index } = trace.inside;
  let low = 0;
  let high = index.pageTimes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.pageTimes[middle]! <= time) low = middle;
    else high = middle - 1;
  }
  if (trace.eventCount === 0) return 0 as Moment;
  const times = tracks.column(low, track.time);
  let first = 0;
  let last = times.length - 1;
  while (first < last) {
    const middle = (first + last + 1) >> 1;
    if (times[middle]! <= time) first = middle;
    else last = middle - 1;
  }
  return (low * eventsPerPage + first) as Moment;
}

/** The newest event of a process at or before a moment. */
export function lastEventOf(trace: Trace, process: ProcessId, moment: Moment): Moment | -1 {
  // The usual case: the moment is an event of the process itself.
  if (moment >= 0 && moment < trace.eventCount && trace.inside.tracks.get(moment, track.process) === process) {
    return moment;
  }
  return searchBackward(trace, process, moment + 1, anyEvent) as Moment | -1;
}

/** The first event of a process after a moment; -1 as the moment means from the beginning. */
export function nextEventOf(trace: Trace, process: ProcessId, moment: Moment | -1): Moment | -1 {
  return searchForward(trace, process, moment, anyEvent) as Moment | -1;
}

/** Whether the debugger can rest at this event. */
export function isStop(trace: Trace, moment: Moment): boolean {
  if (moment < 0 || moment >= trace.eventCount) return false;
  return (trace.inside.tracks.get(moment, track.flags) & stopFlag) !== 0;
}

export function nextStop(trace: Trace, process: ProcessId, moment: Moment | -1): Moment | -1 {
  return searchForward(trace, process, moment, anyStop) as Moment | -1;
}

export function previousStop(trace: Trace, process: ProcessId, moment: Moment): Moment | -1 {
  return searchBackward(trace, process, moment, anyStop) as Moment | -1;
}
