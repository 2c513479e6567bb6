import { type FrameId, type Moment, type ProcessId } from '../model.ts';
import { decodeTerm, encodedBytes, type Term } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { eventAt, lastEventOf, nextEventOf, valuesAt } from './events.ts';
import { frameAt, functionOfSite, walkStack, type FrameFacts, type FunctionView } from './frames.ts';
import { readValue } from './values.ts';
import { argumentsOf } from './variables.ts';

/** Events of the process looked through for the message; a callback begins soon after its message came, unless many wait. */
const furthestLook = 20_000;

/** Events after an arrival looked through for its callback; behind a longer mailbox the arrival itself is shown. */
const furthestAhead = 4_000;

type Matcher = (message: Term) => boolean;

/** The frame of a callback, and whether a message is one that leads to it. */
interface Callback {
  readonly frame: FrameFacts;
  readonly wanted: Matcher;
}

/**
 * The arrival of the message that a callback of an OTP behaviour is handling at a moment, or -1 when the process is not in such a
 * callback or the message was not recorded. A behaviour's loop takes its messages in code that is not recorded; the callback's arguments
 * say which message it was: a call by its `from`, which is never used twice, others by being equal and the oldest of those not handled.
 */
export function handledMessage(trace: Trace, process: ProcessId, moment: Moment): Moment | -1 {
  const callback = callbackAt(trace, process, moment);
  return callback === null ? -1 : arrivalBefore(trace, process, callback);
}

/** The oldest arrival before a callback, among those not handled, that is the message behind it. */
function arrivalBefore(trace: Trace, process: ProcessId, { frame, wanted }: Callback): Moment | -1 {
  let found: Moment | -1 = -1;
  let at: Moment | -1 = lastEventOf(trace, process, frame.callMoment);
  for (let looked = 0; at !== -1 && looked < furthestLook; looked++) {
    const event = eventAt(trace, at);
    // Back at the end of the callback before: what came earlier and equals was handled by then, or waits behind what was found.
    if (event.kind === 'state' && found !== -1) break;
    if (event.kind === 'arrive') {
      const [message] = valuesAt(trace, at);
      if (message !== undefined && wanted(decodeTerm(message))) found = at;
    }
    at = at === 0 ? -1 : lastEventOf(trace, process, (at - 1) as Moment);
  }
  return found;
}

/** The callback at the bottom of the stack at a moment, and what the message behind it looks like; null outside of callbacks. */
function callbackAt(trace: Trace, process: ProcessId, moment: Moment): Callback | null {
  let bottom: FrameId | -1 = -1;
  walkStack(trace, process, moment, (_, { frame }) => {
    bottom = frame;
    return true;
  });
  const frame = frameAt(trace, bottom as FrameId);
  if (frame === null) return null;
  const called = functionOfSite(trace, frame.site);
  if (!mayBeCallback(called)) return null;
  const values = argumentsOf(trace, frame.frame, moment).map(({ value }) =>
    value === null ? null : readValue(trace, value),
  );
  const wanted = messageOf(
    called,
    values.map((bytes) => (bytes === null ? undefined : decodeTerm(bytes))),
  );
  return wanted === null ? null : { frame, wanted };
}

/** Callbacks looked at for the one that handles a message: each costs a look at its arguments. */
const furthestCallback = 500;

/** The call of the callback that handles a message that arrived, or -1: not handled, or not in recorded code. */
export function handlerOf(trace: Trace, arrival: Moment): Moment | -1 {
  const { process } = eventAt(trace, arrival);
  const [bytes] = valuesAt(trace, arrival);
  if (bytes === undefined) return -1;
  const message = decodeTerm(bytes);
  let callbacks = 0;
  for (
    let at = nextEventOf(trace, process, arrival), looked = 0;
    at !== -1 && looked < furthestAhead && callbacks < furthestCallback;
    at = nextEventOf(trace, process, at), looked++
  ) {
    const { kind, frame } = eventAt(trace, at);
    if (kind !== 'call' || frame === -1 || frameAt(trace, frame)?.depth !== 1) continue;
    callbacks++;
    // Only of a callback that such a message leads to is it asked which of them it was.
    const callback = callbackAt(trace, process, at);
    if (callback?.wanted(message) !== true) continue;
    if (arrivalBefore(trace, process, callback) === arrival) return at;
  }
  return -1;
}

/** Told by the name alone, before any value is read: a state of gen_statem may have any name. */
function mayBeCallback({ name, arity }: FunctionView): boolean {
  return arity === 3 || (arity === 2 && /^handle_(cast|info|event)$/.test(name)) || name === 'handle_event';
}

/** What the message behind a callback looks like; null for a function that is no callback. */
function messageOf({ name, arity }: FunctionView, given: readonly (Term | undefined)[]): Matcher | null {
  const [first, second] = given;
  if (first === undefined) return null;
  switch (`${name}/${arity}`) {
    case 'handle_call/3':
      return second === undefined ? null : callFrom(second);
    case 'handle_cast/2':
      return wrapped('$gen_cast', first);
    case 'handle_info/2':
      return (message) => same(message, first);
    case 'handle_event/2':
      return wrapped('notify', first);
  }
  // A state of gen_statem, as a function of its own or by handle_event/4: the type of the event comes first.
  if (second === undefined || (arity !== 3 && name !== 'handle_event')) return null;
  if (first.kind === 'tuple' && first.size === 2 && isAtom(first.child(0), 'call'))
    return callFrom(first.child(1) ?? first);
  if (isAtom(first, 'cast')) return wrapped('$gen_cast', second);
  if (isAtom(first, 'info')) return (message) => same(message, second);
  return null;
}

function callFrom(from: Term): Matcher {
  return (message) =>
    message.kind === 'tuple' &&
    message.size === 3 &&
    isAtom(message.child(0), '$gen_call') &&
    same(message.child(1), from);
}

function wrapped(tag: string, content: Term): Matcher {
  return (message) =>
    message.kind === 'tuple' && message.size === 2 && isAtom(message.child(0), tag) && same(message.child(1), content);
}

function isAtom(term: Term | undefined, name: string): boolean {
  return term?.kind === 'atom' && term.name === name;
}

function same(one: Term | undefined, other: Term | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const bytes = encodedBytes(one);
  const others = encodedBytes(other);
  return bytes !== undefined && others !== undefined && Buffer.compare(bytes, others) === 0;
}
