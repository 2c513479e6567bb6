import {
  causeOf,
  effectOf,
  eventAt,
  handledMessage,
  handlerOf,
  lastEventOf,
  nextEventOf,
  nextStop,
  processAt,
  step,
  type Moment,
  type Trace,
} from '../../trace/index.ts';
import { arrive, type Arrival, type Cursor } from './cursor.ts';

/** Verbs that move one process; `toCause` and `toEffect` may lead into another. */
export type Verb = 'next' | 'stepIn' | 'stepOut' | 'stepBack' | 'stepBackInto' | 'stepBackOut' | 'toCause' | 'toEffect';

/** Events looked through for the message a line belongs to; more would be noticed as a pause. */
const furthestLook = 20_000;

/** Moves as DESIGN.md section 3 says. At an end of the recording the cursor stays and the arrival says which end. */
export function move(trace: Trace, cursor: Cursor, verb: Verb): Arrival {
  switch (verb) {
    case 'toCause':
      return toCause(trace, cursor);
    case 'toEffect':
      return toEffect(trace, cursor);
    case 'next':
    case 'stepIn':
    case 'stepOut':
    case 'stepBack':
    case 'stepBackInto':
    case 'stepBackOut': {
      const { moment, edge } = step(trace, cursor, verb);
      const arrival = arrive({ process: cursor.process, moment }, edge === 'start' ? 'entry' : 'step');
      if (edge === 'none') return arrival;
      return { ...arrival, edge, note: edgeNote(trace, cursor, edge) };
    }
  }
}

function edgeNote(trace: Trace, { process, moment }: Cursor, edge: 'start' | 'end'): string {
  const { label, parent } = processAt(trace, process, moment);
  if (edge === 'end') return `${label} has no later stop.`;
  return parent === -1 ? `${label} has no earlier stop.` : `${label} has no earlier stop; "cause" leads to its spawn.`;
}

/**
 * From an event to what caused it; from a line to the send of the message that its behaviour's callback is handling, else to
 * what the newest message or the spawn before it came from.
 */
function toCause(trace: Trace, cursor: Cursor): Arrival {
  let moment = lastEventOf(trace, cursor.process, cursor.moment);
  const own = moment === -1 ? -1 : causeOf(trace, moment);
  if (own !== -1) return jump(trace, own);
  const handled = handledMessage(trace, cursor.process, cursor.moment);
  if (handled !== -1) return jump(trace, known(causeOf(trace, handled), handled));
  for (let looked = 0; moment !== -1 && looked < furthestLook; looked++) {
    const cause = causeOf(trace, moment);
    if (cause !== -1) return jump(trace, cause);
    if (moment === 0) break;
    moment = lastEventOf(trace, cursor.process, (moment - 1) as Moment);
  }
  return stay(cursor, 'What caused this was not recorded: no message and no spawn leads here.');
}

/**
 * From an event to its effect; from a line to the effect of the first message or spawn before the line is done. A message to an
 * OTP behaviour leads to the first line of the callback that handles it.
 */
function toEffect(trace: Trace, cursor: Cursor): Arrival {
  const own = lastEventOf(trace, cursor.process, cursor.moment);
  if (own !== -1) {
    const effect = effectOf(trace, own);
    if (effect !== -1) return jump(trace, handledFrom(trace, effect));
    const handled = handledFrom(trace, own);
    if (handled !== own) return jump(trace, handled);
  }
  const done = step(trace, cursor, 'next');
  const last = done.edge === 'none' ? done.moment : trace.eventCount - 1;
  let moment = nextEventOf(trace, cursor.process, cursor.moment);
  for (let looked = 0; moment !== -1 && moment <= last && looked < furthestLook; looked++) {
    const effect = effectOf(trace, moment);
    if (effect !== -1) return jump(trace, handledFrom(trace, effect));
    moment = nextEventOf(trace, cursor.process, moment);
  }
  return stay(cursor, 'No effect was recorded: this line sends and spawns nothing that arrived.');
}

/** From the arrival of a message to the first stop of the callback that handles it; any other moment as it is. */
function handledFrom(trace: Trace, moment: Moment): Moment {
  const { kind, process } = eventAt(trace, moment);
  const call = kind === 'arrive' ? handlerOf(trace, moment) : -1;
  return call === -1 ? moment : known(nextStop(trace, process, (call - 1) as Moment), call);
}

function known(cause: Moment | -1, otherwise: Moment): Moment {
  return cause === -1 ? otherwise : cause;
}

function jump(trace: Trace, moment: Moment): Arrival {
  return arrive({ process: eventAt(trace, moment).process, moment }, 'goto');
}

function stay(cursor: Cursor, note: string): Arrival {
  return { ...arrive(cursor, 'goto'), note };
}
