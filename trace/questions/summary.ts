import { statSync } from 'node:fs';
import { eventKinds, type EventKind, type Moment, type NodeInfo, type ProcessId } from '../model.ts';
import { decodeTerm, exitText, printTerm } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { timeAt, valuesAt, eventAt } from './events.ts';
import { crashes } from './postings.ts';
import { printingOf } from './printing.ts';
import { processAt } from './processes.ts';

/** What is in a trace, for people and as JSON. */
export interface TraceSummary {
  readonly file: string;
  /** Of the file on disk; 0 for a drawing. */
  readonly bytes: number;
  readonly indexBytes: number;
  /** Nanoseconds. */
  readonly duration: number;
  /** When recording began, ISO 8601, where the format says. */
  readonly recordedAt: string | null;
  /** False when some node's recording was cut off. */
  readonly complete: boolean;
  readonly events: number;
  /** Kinds that occur, most frequent first. */
  readonly eventsByKind: readonly { readonly kind: EventKind; readonly count: number }[];
  /** Events missing in gaps. */
  readonly dropped: number;
  readonly nodes: readonly NodeInfo[];
  readonly modules: readonly { readonly name: string; readonly level: string; readonly reason: string | null }[];
  readonly skipped: readonly { readonly module: string; readonly reason: string }[];
  /** The most interesting ones: with recorded code, crashed first; talking to those, the rest, OTP's own; by number of events. */
  readonly processes: readonly ProcessSummary[];
  readonly processCount: number;
  /** The first ones. */
  readonly crashes: readonly {
    readonly moment: number;
    readonly time: number;
    readonly process: string;
    readonly reason: string;
  }[];
  readonly crashCount: number;
  readonly damage: readonly string[];
}

export interface ProcessSummary {
  readonly process: number;
  readonly label: string;
  readonly pid: string;
  readonly events: number;
  /** The reason, as its language prints it; null while alive at the end. */
  readonly exit: string | null;
  readonly crashed: boolean;
  readonly hasRecordedCode: boolean;
  /** One of OTP's or Elixir's own that ran no recorded code. */
  readonly isMachinery: boolean;
}

const processesListed = 200;
const processesConsidered = 1000;
const crashesListed = 100;
const reasonLength = 200;

/** What the index says of a recording as a whole; nothing is read from the file. */
export function totalsOf(
  trace: Trace,
): Pick<TraceSummary, 'recordedAt' | 'complete' | 'events' | 'eventsByKind' | 'dropped'> {
  const { index, content } = trace.inside;
  const counts = eventKinds.map((kind, code) => ({ kind, count: index.kindCounts[code] ?? 0 }));
  return {
    recordedAt: content.recordedAt === undefined ? null : new Date(content.recordedAt).toISOString(),
    complete: trace.nodes.every((node) => node.complete),
    events: trace.eventCount,
    eventsByKind: counts.filter(({ count }) => count > 0).sort((left, right) => right.count - left.count),
    dropped: index.dropped,
  };
}

/** Costs some thousand values read from the file at most, about a second: too much for who waits for a picture. */
export function summarize(trace: Trace): TraceSummary {
  const crashed = crashes(trace).moments;
  const crashing = new Set([...crashed].map((moment) => eventAt(trace, moment as Moment).process));
  return {
    ...totalsOf(trace),
    file: trace.path,
    bytes: sizeOf(trace.path),
    indexBytes: trace.inside.indexBytes,
    duration: trace.duration,
    nodes: trace.nodes,
    modules: trace.modules.map(({ name, level, reason }) => ({ name, level, reason })),
    skipped: trace.skipped,
    processes: interesting(trace).map((process) => processSummary(trace, process, crashing)),
    processCount: trace.processCount,
    crashes: [...crashed.subarray(0, crashesListed)].map((moment) => ({
      moment,
      time: timeAt(trace, moment as Moment),
      process: processAt(trace, eventAt(trace, moment as Moment).process, moment as Moment).label,
      reason: crashReason(trace, moment as Moment),
    })),
    crashCount: crashed.length,
    damage: trace.damage,
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function interesting(trace: Trace): readonly ProcessId[] {
  const { processes } = trace.inside.index;
  const rank = (process: ProcessId) =>
    ((processes.firstSite[process] ?? -1) !== -1 ? 8 : 0) +
    (processes.abnormal[process] === 1 ? 4 : 0) +
    ((processes.talks[process] ?? -1) !== -1 ? 2 : 0);
  const candidates = Array.from({ length: trace.processCount }, (_, process) => process as ProcessId)
    .sort((left, right) => rank(right) - rank(left) || (processes.events[right] ?? 0) - (processes.events[left] ?? 0))
    .slice(0, processesConsidered);
  // What a process is for takes a look into the file: only these are asked.
  const own: ProcessId[] = [];
  const machinery: ProcessId[] = [];
  for (const process of candidates) (processAt(trace, process).isMachinery ? machinery : own).push(process);
  return [...own, ...machinery].slice(0, processesListed);
}

function processSummary(trace: Trace, process: ProcessId, crashing: ReadonlySet<ProcessId>): ProcessSummary {
  const { label, pid, eventCount, exit, hasRecordedCode, isMachinery } = processAt(trace, process);
  const crashed = crashing.has(process);
  return {
    process,
    label,
    pid,
    events: eventCount,
    exit: exit === null ? null : crashed ? crashReason(trace, exit.moment) : reasonAt(trace, exit.moment),
    crashed,
    hasRecordedCode,
    isMachinery,
  };
}

/** Of an exit, or of a behaviour that goes down. */
function reasonAt(trace: Trace, moment: Moment): string {
  const bytes = valuesAt(trace, moment)[eventAt(trace, moment).kind === 'exception' ? 1 : 0];
  if (bytes === undefined) return 'not recorded';
  const { language, options } = printingOf(trace);
  return printTerm(decodeTerm(bytes), language, { ...options, maximumCharacters: reasonLength });
}

/** A crash as people read it; a behaviour's end is told again by its exit, there with the exception's stack. */
function crashReason(trace: Trace, moment: Moment): string {
  const { exit } = processAt(trace, eventAt(trace, moment).process);
  const [bytes] = exit === null ? [] : valuesAt(trace, exit.moment);
  if (bytes === undefined) return reasonAt(trace, moment);
  const { language, options } = printingOf(trace);
  const { type, message } = exitText(decodeTerm(bytes), language, options);
  return type === 'exit' ? message : `(${type}) ${message}`;
}
