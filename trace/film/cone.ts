import { eventsPerPage, fact, kindMask, message, track } from '../build/shapes.ts';
import { eventKinds, type Moment } from '../model.ts';
import { causeOf } from '../questions/causes.ts';
import { type Trace } from '../trace.ts';

export interface ConeOptions {
  /** Part done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** How long a look may keep the thread, milliseconds. */
const longestTurn = 6;

const arriveCode = eventKinds.indexOf('arrive');
const receiveCode = eventKinds.indexOf('receive');
const exitCode = eventKinds.indexOf('exit');
const messageKinds = (1 << arriveCode) | (1 << receiveCode);

/**
 * Everything that happened before an event, or after it because of it, as a bound for each process: of causes the last moment of the
 * process that is one, of effects the first; -1: none. What leads from one event to the next: the order of a process, send to
 * arrival, spawn to first event, exit to exit (as `causeOf` tells it). One pass over the trace from the event on; null when cancelled.
 */
export async function coneOf(
  trace: Trace,
  moment: number,
  direction: 'causes' | 'effects',
  options: ConeOptions = {},
): Promise<Int32Array | null> {
  const bound = new Int32Array(trace.processCount).fill(-1);
  if (!Number.isInteger(moment) || moment < 0 || moment >= trace.eventCount) return bound;
  const pages = trace.inside.index.pageKinds.length;
  const firstPage = Math.floor(moment / eventsPerPage);
  const step = direction === 'causes' ? -1 : 1;
  const length = direction === 'causes' ? firstPage + 1 : pages - firstPage;
  const goThrough = direction === 'causes' ? causesIn : effectsIn;
  bound[trace.inside.tracks.get(moment, track.process)] = moment;
  let turn = performance.now();
  for (let done = 0; done < length; done++) {
    goThrough(trace, firstPage + done * step, moment, bound);
    if (performance.now() - turn < longestTurn) continue;
    options.progress?.(done / length);
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted === true) return null;
    turn = performance.now();
  }
  options.progress?.(1);
  return options.signal?.aborted === true ? null : bound;
}

/** Events of a page from the last to the first: when one is a cause, so is what led to it, which comes earlier. */
function causesIn(trace: Trace, page: number, moment: number, bound: Int32Array): void {
  const { tracks, facts, messages, index } = trace.inside;
  const { first, spawn } = index.processes;
  const flags = tracks.column(page, track.flags);
  const processes = tracks.column(page, track.process);
  const numbers = (index.pageKinds[page]! & messageKinds) === 0 ? null : facts.column(page, fact.message);
  const start = page * eventsPerPage;
  const raise = (cause: number, effect: number) => {
    // A trace that is wrong may tell of a spawn after the child's first event: nothing follows from what came later.
    if (cause === -1 || cause >= effect) return;
    const process = tracks.get(cause, track.process);
    if (bound[process]! < cause) bound[process] = cause;
  };
  for (let row = Math.min(flags.length - 1, moment - start); row >= 0; row--) {
    const process = processes[row]!;
    if (bound[process]! < start + row) continue;
    const kind = flags[row]! & kindMask;
    if (kind === arriveCode || kind === receiveCode) {
      const number = numbers![row]!;
      if (number !== -1) {
        const sent = messages.get(number, message.send);
        if (sent !== -1) {
          const sender = messages.get(number, message.sender);
          if (bound[sender]! < sent) bound[sender] = sent;
        }
      }
    } else if (kind === exitCode) raise(causeOf(trace, (start + row) as Moment), start + row);
    if (first[process] === start + row) raise(spawn[process]!, start + row);
  }
}

/** Events of a page from the first to the last: one is an effect when what led to it is, which came earlier. */
function effectsIn(trace: Trace, page: number, moment: number, bound: Int32Array): void {
  const { tracks, facts, messages, index } = trace.inside;
  const { first, spawn } = index.processes;
  const flags = tracks.column(page, track.flags);
  const processes = tracks.column(page, track.process);
  const numbers = (index.pageKinds[page]! & messageKinds) === 0 ? null : facts.column(page, fact.message);
  const start = page * eventsPerPage;
  const isEffect = (cause: number, effect: number) => {
    if (cause === -1 || cause >= effect) return false;
    const since = bound[tracks.get(cause, track.process)]!;
    return since !== -1 && since <= cause;
  };
  for (let row = Math.max(0, moment + 1 - start); row < flags.length; row++) {
    const process = processes[row]!;
    if (bound[process] !== -1) continue;
    const kind = flags[row]! & kindMask;
    let reached = false;
    if (kind === arriveCode || kind === receiveCode) {
      const number = numbers![row]!;
      if (number !== -1) {
        const sent = messages.get(number, message.send);
        const since = sent === -1 ? -1 : bound[messages.get(number, message.sender)]!;
        reached = since !== -1 && since <= sent;
      }
    } else if (kind === exitCode) reached = isEffect(causeOf(trace, (start + row) as Moment), start + row);
    if (!reached && first[process] === start + row) reached = isEffect(spawn[process]!, start + row);
    if (reached) bound[process] = start + row;
  }
}
