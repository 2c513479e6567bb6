import {
  printingOf,
  printingOfModule,
  stackAt,
  type FrameView,
  type Moment,
  type Printing,
  type ProcessId,
  type Trace,
  type TraceEvent,
} from '../../trace/index.ts';

/** Fields of records by name, as a module defines them. */
export type Records = ReadonlyMap<string, readonly string[]>;

/** How values are read and printed: as the language of the code that holds them does, with its records. */
export interface Reading extends Printing {
  readonly records: Records;
}

/** A frame's values are read as its module is written. */
export function readingOfFrame(trace: Trace, frame: FrameView): Reading {
  return readingOfModule(trace, frame.function.module);
}

/** Values that belong to a process and no frame: as its innermost frame reads them, else as the recorded program does. */
export function readingOfProcess(trace: Trace, process: ProcessId, moment: Moment): Reading {
  const frame = stackAt(trace, process, moment, 0, 1).frames[0];
  return frame === undefined ? readingOfTrace(trace) : readingOfFrame(trace, frame);
}

/** Values of an event are read as its code is written; without a place of its own, as the code that the process is in. */
export function readingOfEvent(trace: Trace, { place, process, moment }: TraceEvent): Reading {
  return place === null ? readingOfProcess(trace, process, moment) : readingOfModule(trace, place.module);
}

/** Where no module is known: Elixir if an Elixir took part, else Erlang. */
export function readingOfTrace(trace: Trace): Reading {
  return withRecords(printingOf(trace));
}

/** Values that belong to a module, such as the state of a behaviour. */
export function readingOfModule(trace: Trace, name: string): Reading {
  return withRecords(printingOfModule(trace, name));
}

const withRecords = (printing: Printing): Reading => ({ ...printing, records: printing.options.records ?? new Map() });
