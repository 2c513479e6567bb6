import {
  causeOf,
  crashes,
  decodeTerm,
  encodedBytes,
  eventAt,
  valuesAt,
  type Moment,
  type Term,
  type Trace,
} from '../../trace/index.ts';
import { columnsOf } from './columns.ts';
import { firstAfter } from './sorted.ts';

/** Exits looked at for those that another one caused: that happens soon. */
const mostLooked = 1_000;
/** Exits before a failed call, looked at for that of the one that was called: it was the last thing to happen. */
const mostCalled = 100;

/** A chain of exits is not longer. */
const longestChain = 1_000;

const known = new WeakMap<Trace, Int32Array>();

/** Every exit of the trace, ascending. */
function exitsOf(trace: Trace): Int32Array {
  let exits = known.get(trace);
  if (exits === undefined) {
    const { death, count } = columnsOf(trace);
    exits = death
      .subarray(0, count)
      .filter((moment) => moment !== -1)
      .sort();
    known.set(trace, exits);
  }
  return exits;
}

/**
 * The exit of another process that an exit, or the exception before it, followed from: that of a linked process with the same reason,
 * or of one that was being called when it went down. -1: it failed by itself, as far as was recorded.
 */
export function exitBehind(trace: Trace, failure: Moment): Moment | -1 {
  const { kind } = eventAt(trace, failure);
  if (kind === 'exit') {
    const cause = causeOf(trace, failure);
    if (cause !== -1) {
      const before = eventAt(trace, cause);
      if (before.kind === 'exit') return cause;
      if (before.kind === 'exception') return calledExit(trace, cause);
    }
  }
  return kind === 'exit' || kind === 'exception' ? calledExit(trace, failure) : -1;
}

/**
 * A call fails with `{Reason, {Module, Function, Arguments}}` when the one that was called goes down with that reason (`GenServer.call`,
 * `gen:call`). Reasons that are mere atoms say too little to tell who it was.
 */
function calledExit(trace: Trace, failure: Moment): Moment | -1 {
  const { kind, detail } = eventAt(trace, failure);
  if (kind === 'exit' && detail === 0) return -1;
  const reason = termAt(trace, failure, kind === 'exception' ? 1 : 0);
  if (reason?.kind !== 'tuple' || reason.size !== 2) return -1;
  const [inner, called] = [reason.child(0), reason.child(1)];
  if (inner === undefined || inner.kind === 'atom' || !isCall(called)) return -1;
  const wanted = encodedBytes(inner);
  const exits = exitsOf(trace);
  let looked = 0;
  for (let at = firstAfter(exits, failure - 1) - 1; at >= 0 && looked < mostCalled && wanted !== undefined; at--) {
    looked++;
    const moment = exits[at]! as Moment;
    if (eventAt(trace, moment).detail === 0) continue;
    const other = termAt(trace, moment, 0);
    const bytes = other === undefined ? undefined : encodedBytes(other);
    if (bytes !== undefined && Buffer.compare(bytes, wanted) === 0) return moment;
  }
  return -1;
}

function isCall(term: Term | undefined): boolean {
  return (
    term?.kind === 'tuple' &&
    term.size === 3 &&
    term.child(0)?.kind === 'atom' &&
    term.child(1)?.kind === 'atom' &&
    term.child(2)?.kind === 'list'
  );
}

function termAt(trace: Trace, moment: Moment, value: number): Term | undefined {
  const bytes = valuesAt(trace, moment)[value];
  return bytes === undefined ? undefined : decodeTerm(bytes);
}

/** The exits that an exit led to directly, in order. Looks at those that come soon after it. */
export function exitsFrom(trace: Trace, exit: Moment): readonly Moment[] {
  return exitsAfter(trace, exit, trace.eventCount).filter((moment) => exitBehind(trace, moment) === exit);
}

function exitsAfter(trace: Trace, exit: number, end: number): readonly Moment[] {
  const exits = exitsOf(trace);
  const start = firstAfter(exits, exit);
  const found: Moment[] = [];
  for (let at = start; at < exits.length && exits[at]! <= end && found.length < mostLooked; at++) {
    found.push(exits[at]! as Moment);
  }
  return found;
}

/**
 * The newest crash at or before a moment, from its origin: the failure of the process that failed by itself, then the exits that
 * followed from it up to that moment, in order. Empty when nothing crashed. A failure is the exception that tells why, where one was
 * recorded, else the exit.
 */
export function crashPathAt(trace: Trace, moment: Moment): readonly Moment[] {
  const { moments } = crashes(trace);
  const newest = moments[firstAfter(moments, moment) - 1];
  if (newest === undefined) return [];
  const origin = originOf(trace, newest as Moment);
  const led = new Set<Moment>([exitOf(trace, origin)]);
  for (const exit of exitsAfter(trace, origin, moment)) {
    const behind = exitBehind(trace, exit);
    if (behind !== -1 && led.has(behind)) led.add(exit);
  }
  const failures = new Map<number, Moment>();
  for (const exit of [...led, newest as Moment]) {
    const failure = failureOf(trace, exit);
    if (failure <= moment) failures.set(eventAt(trace, exit).process, failure);
  }
  return [...failures.values()].sort((left, right) => left - right);
}

/** The failure that a crash goes back to: that of the process that failed by itself, as far as was recorded. */
export function failureBehind(trace: Trace, crash: Moment): Moment {
  return failureOf(trace, exitOf(trace, originOf(trace, crash)));
}

function originOf(trace: Trace, crash: Moment): Moment {
  let origin = crash;
  for (let length = 0; length < longestChain; length++) {
    const before = exitBehind(trace, exitOf(trace, origin));
    const other = before === -1 ? exitBehind(trace, origin) : before;
    if (other === -1 || other >= origin) break;
    origin = other;
  }
  return origin;
}

/** The exit of the process of an event; the event itself where there is none. */
function exitOf(trace: Trace, moment: Moment): Moment {
  const exit = columnsOf(trace).death[eventAt(trace, moment).process] ?? -1;
  return exit === -1 ? moment : (exit as Moment);
}

/** The exception that an exit follows from, else the exit. */
function failureOf(trace: Trace, exit: Moment): Moment {
  const cause = eventAt(trace, exit).kind === 'exit' ? causeOf(trace, exit) : -1;
  return cause !== -1 && eventAt(trace, cause).kind === 'exception' ? cause : exit;
}
