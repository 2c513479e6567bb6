import {
  effectOf,
  eventAt,
  handlerOf,
  lastEventOf,
  nextEventOf,
  nextStop,
  processAt,
  step,
  stepBy,
  type Granularity,
  type Moment,
  type Result,
  type Trace,
} from '../../trace/index.ts';
import { type ReverseVerb } from '../../protocol/index.ts';
import { causeBehind, otherwise } from './causes.ts';
import { arrive, type Arrival, type Cursor } from './cursor.ts';
import { crashBehind, sendBehind, spawnOf } from './run-back.ts';

/** Verbs that move one process; the causal ones may lead into another. */
export type Verb = 'next' | 'stepIn' | 'stepOut' | 'stepBack' | ReverseVerb;

/** Events looked through for what a line leads to; more would be noticed as a pause. */
const furthestLook = 20_000;

/** Moves as DESIGN.md section 3 says; steps rest at no site that is `skipped` (1 by site number). At an end of the recording the cursor stays and the arrival says which end. */
export function move(
  trace: Trace,
  cursor: Cursor,
  verb: Verb,
  skipped: Uint8Array | null = null,
  granularity: Granularity = 'statement',
): Arrival {
  switch (verb) {
    case 'toCause':
      return toCause(trace, cursor);
    case 'toEffect':
      return toEffect(trace, cursor);
    case 'toSend':
      return runBack(trace, cursor, sendBehind(trace, cursor));
    case 'toSpawn':
      return runBack(trace, cursor, spawnOf(trace, cursor));
    case 'toCrash':
      return runBack(trace, cursor, crashBehind(trace, cursor));
    case 'next':
    case 'stepIn':
    case 'stepOut':
    case 'stepBack':
    case 'stepBackInto':
    case 'stepBackOut': {
      const { moment, edge } = stepBy(trace, cursor, verb, granularity, skipped);
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

function toCause(trace: Trace, cursor: Cursor): Arrival {
  const cause = causeBehind(trace, cursor);
  if (cause !== -1) return jump(trace, cause);
  return stay(cursor, 'What caused this was not recorded: no message and no spawn leads here.');
}

function runBack(trace: Trace, cursor: Cursor, to: Result<Moment, string>): Arrival {
  return to.ok ? jump(trace, to.value) : stay(cursor, to.error);
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
  return call === -1 ? moment : otherwise(nextStop(trace, process, (call - 1) as Moment), call);
}

function jump(trace: Trace, moment: Moment): Arrival {
  return arrive({ process: eventAt(trace, moment).process, moment }, 'goto');
}

function stay(cursor: Cursor, note: string): Arrival {
  return { ...arrive(cursor, 'goto'), note };
}
