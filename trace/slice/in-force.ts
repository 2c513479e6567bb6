import { fact, frame as column, link } from '../build/shapes.ts';
import { neighbourEvent } from '../film/neighbour.ts';
import { eventKinds, type Moment, type ProcessId } from '../model.ts';
import { causeOf, mailboxAt, stateAt } from '../questions/causes.ts';
import { eventAt, lastEventOf } from '../questions/events.ts';
import { walkStack } from '../questions/frames.ts';
import { handledMessage } from '../questions/handled.ts';
import { processesAliveAt } from '../questions/processes.ts';
import { type Trace } from '../trace.ts';

const maskOf = (...kinds: readonly (typeof eventKinds)[number][]) =>
  kinds.reduce((mask, kind) => mask | (1 << eventKinds.indexOf(kind)), 0);

const gapMask = maskOf('gap');
const tryMask = maskOf('try');

/** Events of a process looked through for a call that was entered before the recording. */
const furthestLook = 1000;

/** Adds moments before the one a stretch begins at. */
export type Need = (moment: number) => void;

/** What tells of the whole trace who lived and how they were called: spawns, exits with their causes, names and links. */
export function needProcesses(trace: Trace, from: number, need: Need): void {
  const { spawn, exit, exitCause } = trace.inside.index.processes;
  const { names } = trace.inside.index;
  for (let process = 0; process < trace.inside.index.processCount; process++) {
    need(spawn[process] ?? -1);
    need(exit[process] ?? -1);
    need(exitCause[process] ?? -1);
  }
  for (let at = 0; at < names.length; at += 4) need(names[at]!);
  for (const moment of linksBefore(trace, from)) need(moment);
}

/** The newest link event of every pair that is linked. */
function linksBefore(trace: Trace, from: number): Iterable<number> {
  const { links } = trace.inside;
  const pairs = new Map<string, number>();
  for (let row = 0; row < links.rows; row++) {
    const moment = links.get(row, link.moment);
    if (moment >= from) break;
    const ends = [links.get(row, link.process), links.get(row, link.other)].sort((one, other) => one - other).join();
    if (links.get(row, link.linked) === 1) pairs.set(ends, moment);
    else pairs.delete(ends);
  }
  return pairs.values();
}

/** Processes whose stack, state and mailbox are asked for: those alive when the stretch begins. */
export function living(trace: Trace, from: number): readonly ProcessId[] {
  return from === 0 ? [] : processesAliveAt(trace, (from - 1) as Moment);
}

/** What a process is in the middle of: its open calls with what they know, its state, what waits in its mailbox. */
export function needOfProcess(trace: Trace, process: ProcessId, from: number, need: Need): void {
  const before = (from - 1) as Moment;
  need(stateAt(trace, process, before)?.moment ?? -1);
  for (const arrival of mailboxAt(trace, process, before)) needMessage(trace, arrival, need);
  let outermost = from;
  walkStack(trace, process, before, (_, { frame, lastMoment }) => {
    const call = trace.inside.frames.get(frame, column.call);
    outermost = Math.min(outermost, call);
    need(call);
    needBindings(trace, lastMoment, need);
    return true;
  });
  needUnseenCall(trace, process, (outermost - 1) as Moment, need);
  if (outermost === from) return;
  const gap = neighbourEvent(trace, before, false, gapMask, Int32Array.of(process));
  if (gap > outermost) need(gap);
  const handled = handledMessage(trace, process, before);
  if (handled !== -1) needMessage(trace, handled, need);
}

/**
 * A call that was entered before the recording has no frame but is known by its events: the newest one tells that the process is
 * still in it. Below a frame of depth 1 there is none.
 */
function needUnseenCall(trace: Trace, process: ProcessId, before: Moment, need: Need): void {
  let at = before < 0 ? -1 : lastEventOf(trace, process, before);
  for (let looked = 0; at !== -1 && looked < furthestLook; looked++) {
    const { depth, frame, site } = eventAt(trace, at);
    if (depth === 0 || (depth === 1 && frame !== -1)) return;
    if (frame === -1 && site !== 0) return need(at);
    at = at === 0 ? -1 : lastEventOf(trace, process, (at - 1) as Moment);
  }
}

/** The events at which a frame's visible variables were bound, the newest one first. */
function needBindings(trace: Trace, last: number, need: Need): void {
  for (let at = last; at !== -1;) {
    need(at);
    const back = trace.inside.facts.get(at, fact.previous);
    at = back === 0 ? -1 : at - back;
  }
}

/** What an event of the stretch goes back to: the sends and arrivals of its message, its cause, the `try` that caught. */
export function needOfEvent(trace: Trace, moment: Moment, from: number, need: Need): void {
  const { kind, frame, detail, process } = eventAt(trace, moment);
  if (kind === 'arrive' || kind === 'receive') needMessage(trace, moment, need);
  if (kind === 'exit') need(causeOf(trace, moment));
  if (kind !== 'exception' || detail !== 1 || frame === -1) return;
  const call = trace.inside.frames.get(frame, column.call);
  if (call >= from) return;
  const only = Int32Array.of(process);
  let at = neighbourEvent(trace, from, false, tryMask, only);
  while (at > call && trace.inside.facts.get(at, fact.frame) !== frame) {
    at = neighbourEvent(trace, at, false, tryMask, only);
  }
  if (at > call) need(at);
}

/** The other moments of a message. */
export function needMessage(trace: Trace, moment: Moment, need: Need): void {
  const { message } = eventAt(trace, moment);
  need(moment);
  need(message?.send ?? -1);
  need(message?.arrive ?? -1);
}
