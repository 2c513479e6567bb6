import {
  causeOf,
  eventAt,
  handledMessage,
  lastEventOf,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { type Cursor } from './cursor.ts';
import { exitBehind } from './exits.ts';

/** Events looked through for the message a line belongs to; more would be noticed as a pause. */
const furthestLook = 20_000;

/**
 * What led to where a process stands, -1 if that was not recorded. From an event to what caused it; from a line to the send of the
 * message that its behaviour's callback is handling, else to what the newest message or the spawn before it came from.
 */
export function causeBehind(trace: Trace, { process, moment }: Cursor): Moment | -1 {
  let at = lastEventOf(trace, process, moment);
  if (at === -1) return -1;
  const own = causeOf(trace, at);
  if (own !== -1) return own;
  const { kind } = eventAt(trace, at);
  const behind = kind === 'exit' || kind === 'exception' ? exitBehind(trace, at) : -1;
  if (behind !== -1) return behind;
  const handled = handledMessage(trace, process, moment);
  if (handled !== -1) return otherwise(causeOf(trace, handled), handled);
  for (let looked = 0; at !== -1 && looked < furthestLook; looked++) {
    const cause = causeOf(trace, at);
    if (cause !== -1) return cause;
    at = before(trace, process, at);
  }
  return -1;
}

/** The message that a process is about: its ends, -1 where they were not recorded. */
export interface MessageAt {
  readonly send: Moment | -1;
  readonly arrive: Moment | -1;
  readonly receive: Moment | -1;
}

/**
 * The message that a process has to do with at a moment: the one that just arrived or was taken, the one that its callback is handling,
 * else the one that it took last. Null where none is known.
 */
export function messageAt(trace: Trace, process: ProcessId, moment: Moment): MessageAt | null {
  let at = lastEventOf(trace, process, moment);
  if (at === -1) return null;
  const { kind, message } = eventAt(trace, at);
  if (message !== undefined && (kind === 'receive' || (kind === 'arrive' && at === moment))) return message;
  const handled = handledMessage(trace, process, moment);
  if (handled !== -1) return eventAt(trace, handled).message ?? { send: -1, arrive: handled, receive: -1 };
  for (let looked = 0; at !== -1 && looked < furthestLook; looked++) {
    const event = eventAt(trace, at);
    if (event.kind === 'receive') return event.message ?? { send: -1, arrive: -1, receive: at };
    at = before(trace, process, at);
  }
  return null;
}

function before(trace: Trace, process: ProcessId, moment: Moment): Moment | -1 {
  return moment === 0 ? -1 : lastEventOf(trace, process, (moment - 1) as Moment);
}

/** A moment, or another one where it was not recorded. */
export function otherwise(moment: Moment | -1, fallback: Moment): Moment {
  return moment === -1 ? fallback : moment;
}
