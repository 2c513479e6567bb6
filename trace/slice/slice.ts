import { eventKinds, type Moment, type ProcessId, type ProcessIdentity, type TraceContent } from '../model.ts';
import { eventAt, valuesAt, type TraceEvent } from '../questions/events.ts';
import { purposeOf } from '../questions/purpose.ts';
import { type Trace } from '../trace.ts';
import { living, needMessage, needOfEvent, needOfProcess, needProcesses } from './in-force.ts';

/**
 * A stretch of a trace as plain data, to be sent elsewhere: a trace of its own with the times and process numbers of the whole one.
 * Its events are those of the stretch, and before them those without which the stretch would not mean the same (in-force.ts). It does
 * not know what comes later, and the first event that is left of a process counts as its first: it leads to the spawn.
 */
export interface TraceSlice {
  readonly path: string;
  readonly recordedAt: number | null;
  readonly tables: Pick<
    TraceContent,
    | 'nodes'
    | 'modules'
    | 'functions'
    | 'sites'
    | 'sources'
    | 'processes'
    | 'names'
    | 'skipped'
    | 'damage'
    | 'fingerprint'
  >;
  /** Columns of events, row by row: which moment of the whole trace it is, and what `EventRecord` says. */
  readonly moment: Int32Array;
  readonly kind: Uint8Array;
  readonly process: Int32Array;
  readonly time: Float64Array;
  readonly site: Int32Array;
  readonly subject: Int32Array;
  readonly detail: Float64Array;
  /** How many values each event has, how many bytes each value, and all bytes one after the other. */
  readonly valueCount: Uint32Array;
  readonly valueLength: Uint32Array;
  readonly values: Uint8Array;
  /** Row of the first event of the stretch itself. */
  readonly first: number;
}

export interface SliceOptions {
  readonly mostEvents: number;
  readonly mostBytes: number;
  /** Part done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Why there is no slice: it was cancelled, or there is more than was allowed of `events` or of `bytes`. */
export type SliceProblem = 'cancelled' | { readonly kind: 'events' | 'bytes'; readonly least: number };

/** Milliseconds of work at a stretch. */
const longestTurn = 6;

/** The moments from `from` to `to`, both included. Reads all their values; yields every few milliseconds. */
export async function sliceOf(
  trace: Trace,
  from: Moment,
  to: Moment,
  { mostEvents, mostBytes, progress, signal }: SliceOptions,
): Promise<TraceSlice | SliceProblem> {
  let turn = performance.now();
  /** True when nobody wants it any more. */
  const pause = async (fraction: number): Promise<boolean> => {
    if (performance.now() - turn < longestTurn) return false;
    progress?.(fraction);
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
    return signal?.aborted === true;
  };
  const length = to - from + 1;
  if (length > mostEvents) return { kind: 'events', least: length };
  const needed = new Set<number>();
  const need = (moment: number): void => {
    if (moment >= 0 && moment < from) needed.add(moment);
  };
  needProcesses(trace, from, need);
  for (const process of living(trace, from)) {
    if (needed.size > mostEvents) break;
    if (await pause(0)) return 'cancelled';
    needOfProcess(trace, process, from, need);
  }
  for (let moment = from; moment <= to; moment++) {
    if (await pause((0.3 * (moment - from)) / length)) return 'cancelled';
    needOfEvent(trace, moment, from, need);
  }
  // What is needed may be the taking of a message. A set grows while it is walked over.
  for (const moment of needed) {
    if (needed.size > mostEvents) break;
    if (await pause(0.3)) return 'cancelled';
    needMessage(trace, moment as Moment, need);
  }
  const total = needed.size + length;
  if (total > mostEvents) return { kind: 'events', least: total };
  const moments = new Int32Array(total);
  moments.set(Int32Array.from(needed).sort());
  for (let at = 0; at < length; at++) moments[needed.size + at] = from + at;

  const columns = {
    kind: new Uint8Array(total),
    process: new Int32Array(total),
    time: new Float64Array(total),
    site: new Int32Array(total),
    subject: new Int32Array(total),
    detail: new Float64Array(total),
    valueCount: new Uint32Array(total),
  };
  const values: Uint8Array[] = [];
  let size = 0;
  let lastProcess = -1;
  for (let row = 0; row < total; row++) {
    if (await pause(0.3 + (0.7 * row) / total)) return 'cancelled';
    const event = eventAt(trace, moments[row] as Moment);
    columns.kind[row] = eventKinds.indexOf(event.kind);
    columns.process[row] = event.process;
    columns.time[row] = event.time;
    columns.site[row] = event.site;
    columns.subject[row] = subjectOf(event);
    columns.detail[row] = detailOf(event);
    lastProcess = Math.max(lastProcess, event.process, namesProcess(event) ? event.subject : -1);
    const own = valuesAt(trace, event.moment);
    columns.valueCount[row] = own.length;
    for (const value of own) {
      values.push(value);
      size += value.length;
    }
    if (size > mostBytes) return { kind: 'bytes', least: size };
  }
  progress?.(1);
  return {
    path: trace.path,
    recordedAt: trace.inside.content.recordedAt ?? null,
    tables: tablesOf(trace, columns.site, lastProcess, `${trace.fingerprint}:${from}-${to}`),
    moment: moments,
    ...columns,
    valueLength: Uint32Array.from(values, (value) => value.length),
    values: joined(values, size),
    first: needed.size,
  };
}

function namesProcess({ kind }: TraceEvent): boolean {
  return kind !== 'register' && kind !== 'unregister';
}

/** The index keeps no numbers of tries: all of one frame get the frame's, which is what they are for. */
function subjectOf({ kind, frame, subject, detail }: TraceEvent): number {
  return kind === 'try' || (kind === 'exception' && detail === 1) ? frame : subject;
}

/** The index keeps no hashes: a message is told from others by its send, else by its arrival. */
function detailOf({ kind, moment, message, detail }: TraceEvent): number {
  if (kind !== 'send' && kind !== 'arrive' && kind !== 'receive') return detail;
  if (message === undefined) return moment;
  return message.send !== -1 ? message.send : message.arrive;
}

function tablesOf(trace: Trace, sites: Int32Array, lastProcess: number, fingerprint: string): TraceSlice['tables'] {
  const { identities, nameTexts } = trace.inside;
  const sources = new Set<number>();
  for (const site of sites) sources.add(trace.sites[site - 1]?.source ?? -1);
  return {
    nodes: trace.nodes,
    modules: trace.modules,
    functions: trace.functions,
    sites: trace.sites,
    // Only of code that ran the text is worth its size.
    sources: trace.sources.map((source, id) => (sources.has(id) ? source : { ...source, text: null })),
    processes: identities.slice(0, lastProcess + 1).map((identity, process) => named(trace, identity, process)),
    names: nameTexts,
    skipped: trace.skipped,
    damage: trace.damage,
    fingerprint,
  };
}

/** What a process is for may be told by an event outside of the slice. */
function named(trace: Trace, identity: ProcessIdentity, process: number): ProcessIdentity {
  const purpose = purposeOf(trace, process as ProcessId);
  return purpose === null ? identity : { ...identity, initialCall: purpose };
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
