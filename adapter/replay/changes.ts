import {
  eventAt,
  isStop,
  lastEventOf,
  previousStop,
  stackAt,
  stateAt,
  variablesAt,
  type BindingView,
  type FrameId,
  type FrameView,
  type Moment,
  type StateView,
  type Trace,
} from '../../trace/index.ts';
import { type Cursor } from './cursor.ts';

/** A variable that got a value, and the one it had before; null where it had none. */
export interface Rebound {
  readonly now: BindingView;
  readonly before: BindingView | null;
}

/** What a process did between its stop before and the moment. */
export interface Changes {
  readonly since: Moment;
  /** The function that was entered on the way to the present line; null where it is the one that ran before. */
  readonly entered: FrameView | null;
  /** Variables of the innermost frame that got a value, in the order of their binding. */
  readonly variables: readonly Rebound[];
  readonly state: { readonly before: StateView | null; readonly now: StateView } | null;
  /** What it sent, spawned, got and so on; lines and bindings left out. */
  readonly events: readonly Moment[];
}

/** Events looked at and told. */
const furthestLook = 500;
const mostEvents = 20;

const untold: ReadonlySet<string> = new Set(['line', 'bind', 'value', 'try', 'state', 'call', 'return', 'span']);

/**
 * What has changed for a process since it stopped before. It follows from the moment alone, not from where the replay came from. Null
 * at the first stop of a process.
 */
export function changesAt(trace: Trace, { process, moment }: Cursor): Changes | null {
  const last = lastEventOf(trace, process, moment);
  if (last === -1) return null;
  // A process that others are looked at from rests after its newest stop.
  const since = isStop(trace, last) ? previousStop(trace, process, last) : previousStop(trace, process, next(last));
  if (since === -1) return null;
  const [frame] = stackAt(trace, process, moment, 0, 1).frames;
  const now = stateAt(trace, process, moment);
  return {
    since,
    entered: frame !== undefined && frame.callMoment > since ? frame : null,
    variables: frame === undefined ? [] : reboundIn(trace, frame.frame, since, moment),
    state: now !== null && now.moment > since ? { before: stateAt(trace, process, since), now } : null,
    events: eventsBetween(trace, { process, moment: last }, since),
  };
}

function next(moment: Moment): Moment {
  return (moment + 1) as Moment;
}

function reboundIn(trace: Trace, frame: FrameId, since: Moment, moment: Moment): readonly Rebound[] {
  const bound = variablesAt(trace, frame, moment).filter((binding) => binding.moment > since);
  if (bound.length === 0) return [];
  const old = new Map(variablesAt(trace, frame, since).map((binding) => [binding.name, binding]));
  return bound.reverse().map((now) => ({ now, before: old.get(now.name) ?? null }));
}

function eventsBetween(trace: Trace, { process, moment }: Cursor, since: Moment): readonly Moment[] {
  const found: Moment[] = [];
  let at: Moment | -1 = moment;
  for (let looked = 0; at > since && looked < furthestLook && found.length < mostEvents; looked++) {
    if (!untold.has(eventAt(trace, at as Moment).kind)) found.push(at as Moment);
    at = lastEventOf(trace, process, (at - 1) as Moment);
  }
  return found.reverse();
}
