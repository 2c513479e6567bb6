import {
  momentAtTime,
  type Moment,
  type ProcessId,
  type Result,
  type Trace,
  type TraceNanoseconds,
} from '../../trace/index.ts';
import { type SeekArguments } from '../../protocol/index.ts';
import { type Cursor } from './cursor.ts';
import { cursorAt } from './start.ts';

/** The cursor that a seek means. Times and fractions beyond the ends mean the ends; a moment must exist. */
export function seek(trace: Trace, { moment, time, fraction, process }: SeekArguments): Result<Cursor, string> {
  const given = [moment, time, fraction].filter((target) => target !== undefined);
  if (given.length !== 1) return { ok: false, error: 'A seek needs exactly one of moment, time and fraction.' };
  const found = cursorAt(trace, moment ?? momentOf(trace, time ?? (fraction ?? 0) * trace.duration));
  if (!found.ok || process === undefined) return found;
  if (!Number.isInteger(process) || process < 0 || process >= trace.processCount) {
    return { ok: false, error: `There is no process ${process}: the recording has ${trace.processCount}.` };
  }
  return { ok: true, value: { process: process as ProcessId, moment: found.value.moment } };
}

function momentOf(trace: Trace, time: number): Moment {
  const inside = Math.min(Math.max(0, time), trace.duration);
  return Math.max(0, momentAtTime(trace, inside as TraceNanoseconds)) as Moment;
}
