import {
  causeOf,
  effectOf,
  eventAt,
  handledMessage,
  type Moment,
  type Trace,
  type TraceEvent,
} from '../../../trace/index.ts';
import { type MomentLink } from '../../../protocol/index.ts';
import { exitBehind, exitsFrom } from '../../replay/exits.ts';
import { handlerAt } from '../../replay/handlers.ts';
import { linkTo } from './places.ts';

/** At most this many effects of one exit are listed. */
const mostEffects = 50;

type Kind = MomentLink['kind'];

/** What an event follows from directly: the other end of its message, its spawn, the exit or exception behind an exit. */
export function causesOf(trace: Trace, event: TraceEvent): readonly MomentLink[] {
  const { moment, kind, process } = event;
  const found = new Map<Moment, Kind>();
  const cause = causeOf(trace, moment);
  if (cause !== -1) found.set(cause, kindOf(trace, cause));
  const behind = kind === 'exit' || kind === 'exception' ? exitBehind(trace, moment) : -1;
  if (behind !== -1 && !found.has(behind)) found.set(behind, 'exit');
  // A callback's code runs because of a message that its behaviour took in code of its own.
  if (kind === 'call' || kind === 'line' || (kind === 'exception' && found.size === 0)) {
    const handled = handledMessage(trace, process, moment);
    const sent = handled === -1 ? -1 : causeOf(trace, handled);
    if (handled !== -1) found.set(sent === -1 ? handled : sent, 'message');
  }
  return linksTo(trace, found);
}

/** What an event led to directly: the other end of its message and the callback that handled it, a child's beginning, exits. */
export function effectsOf(trace: Trace, event: TraceEvent): readonly MomentLink[] {
  const { moment, kind } = event;
  const found = new Map<Moment, Kind>();
  const effect = effectOf(trace, moment);
  if (effect !== -1) found.set(effect, kind === 'spawn' ? 'spawn' : kindOf(trace, effect));
  const arrived = event.message?.arrive ?? -1;
  if (kind === 'send' || kind === 'arrive') {
    const handler = handlerAt(trace, arrived);
    if (handler !== -1) found.set(handler, 'handler');
  }
  if (kind === 'exit') for (const exit of exitsFrom(trace, moment).slice(0, mostEffects)) found.set(exit, 'exit');
  return linksTo(trace, found);
}

function kindOf(trace: Trace, moment: Moment): Kind {
  const { kind } = eventAt(trace, moment);
  if (kind === 'spawn' || kind === 'exit' || kind === 'exception') return kind;
  return 'message';
}

function linksTo(trace: Trace, found: ReadonlyMap<Moment, Kind>): readonly MomentLink[] {
  return [...found].map(([moment, kind]) => linkTo(trace, moment, kind));
}
