import {
  crashes,
  eventAt,
  previousIn,
  processAt,
  type Moment,
  type ProcessId,
  type Result,
  type Trace,
} from '../../trace/index.ts';
import { messageAt } from './causes.ts';
import { type Cursor } from './cursor.ts';
import { failureBehind } from './exits.ts';

/** The send of the message that the process is handling or took last; the error says why there is none to go to. */
export function sendBehind(trace: Trace, { process, moment }: Cursor): Result<Moment, string> {
  const { label } = processAt(trace, process, moment);
  const message = messageAt(trace, process, moment);
  if (message === null) return missing(`${label} handles no message at this moment, and has taken none before.`);
  if (message.send !== -1) return { ok: true, value: message.send };
  return missing('The send of this message was not recorded: it came from code or a node outside of the recording.');
}

/** The spawn of the process, in its parent. */
export function spawnOf(trace: Trace, { process, moment }: Cursor): Result<Moment, string> {
  const { label, firstMoment } = processAt(trace, process, moment);
  const event = trace.eventCount === 0 ? null : eventAt(trace, firstMoment);
  if (event?.kind === 'spawn' && event.subject === process) return { ok: true, value: firstMoment };
  return missing(`The spawn of ${label} was not recorded: it was there before the recording began.`);
}

/** The failure behind the crash of the process: its own, or that of the process that took it along. */
export function crashBehind(trace: Trace, { process, moment }: Cursor): Result<Moment, string> {
  const crash = crashOf(trace, process);
  if (crash !== -1) return { ok: true, value: failureBehind(trace, crash) };
  const { label, exit } = processAt(trace, process, moment);
  const how = exit === null ? 'was alive when the recording ended' : 'ended without a crash';
  return missing(`${label} did not crash: it ${how}.`);
}

/** The newest crash of a process in the recording; also of one that was killed. */
function crashOf(trace: Trace, process: ProcessId): Moment | -1 {
  const { exit } = processAt(trace, process);
  if (exit?.abnormal === true) return exit.moment;
  return previousIn(trace, [crashes(trace)], trace.eventCount as Moment, process);
}

function missing(error: string): Result<never, string> {
  return { ok: false, error };
}
