import {
  crashes,
  eventAt,
  callsOf,
  nextIn,
  nextStop,
  processAt,
  stopLines,
  stopsOnLine,
  type Moment,
  type ProcessId,
  type Result,
  type SourceId,
  type Trace,
} from '../../trace/index.ts';
import { type StartAt } from '../../protocol/index.ts';
import { type Cursor } from './cursor.ts';
import { functionsNamed } from './functions.ts';

const beforeAll = -1 as Moment;

/**
 * The first line of recorded code, so that a replay begins in someone's program and not in what started it; where no
 * code was recorded, the first stop of any process, else the first event. Costs one search per recorded line.
 */
export function startOf(trace: Trace): Cursor {
  return (
    firstLine(trace) ??
    firstStop(trace, true) ??
    firstStop(trace, false) ?? { process: 0 as ProcessId, moment: 0 as Moment }
  );
}

function firstLine(trace: Trace): Cursor | null {
  const lines = trace.sources.flatMap((_, id) => {
    const source = id as SourceId;
    return stopLines(trace, source).map(({ line }) => stopsOnLine(trace, source, line));
  });
  const moment = nextIn(trace, lines, beforeAll);
  return moment === -1 ? null : { process: eventAt(trace, moment).process, moment };
}

function firstStop(trace: Trace, recordedOnly: boolean): Cursor | null {
  let best: Cursor | null = null;
  for (let number = 0; number < trace.processCount; number++) {
    const process = number as ProcessId;
    const { firstMoment, hasRecordedCode } = processAt(trace, process);
    // Processes are numbered by first appearance: whoever comes later cannot stop earlier.
    if (best !== null && firstMoment > best.moment) break;
    if (recordedOnly && !hasRecordedCode) continue;
    const moment = nextStop(trace, process, beforeAll);
    if (moment !== -1 && (best === null || moment < best.moment)) best = { process, moment };
  }
  return best;
}

/** Where a launch begins. The error says what was asked for and is not there. */
export function startAt(trace: Trace, at: StartAt): Result<Cursor, string> {
  if (at === 'start') return { ok: true, value: startOf(trace) };
  if (at === 'end') return cursorAt(trace, trace.eventCount - 1);
  if (at === 'firstException') {
    const moment = nextIn(trace, [crashes(trace)], beforeAll);
    return moment === -1 ? { ok: false, error: 'Nothing crashed in this recording.' } : cursorAt(trace, moment);
  }
  if ('moment' in at) return cursorAt(trace, at.moment);
  return firstLineOf(trace, at.function);
}

function firstLineOf(trace: Trace, name: string): Result<Cursor, string> {
  const functions = functionsNamed(trace, name);
  if (functions.length === 0) return { ok: false, error: `${name} is not a recorded function.` };
  const call = nextIn(
    trace,
    functions.map((id) => callsOf(trace, id)),
    beforeAll,
  );
  if (call === -1) return { ok: false, error: `${name} was not called in this recording.` };
  const { process } = eventAt(trace, call);
  const moment = nextStop(trace, process, (call - 1) as Moment);
  return { ok: true, value: { process, moment: moment === -1 ? call : moment } };
}

/** Any moment; the focus is the process whose event it is. */
export function cursorAt(trace: Trace, moment: number): Result<Cursor, string> {
  if (!Number.isInteger(moment) || moment < 0 || moment >= trace.eventCount) {
    return {
      ok: false,
      error: `Moment ${moment} is outside of the recording: it has moments 0 to ${trace.eventCount - 1}.`,
    };
  }
  return { ok: true, value: { process: eventAt(trace, moment as Moment).process, moment: moment as Moment } };
}
