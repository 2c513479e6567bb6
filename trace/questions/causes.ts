import { eventKinds, type Moment, type PayloadReference, type ProcessId } from '../model.ts';
import { fact, kindMask, mailbox, messagesPerPage, track } from '../build/shapes.ts';
import { decodeTerm } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { eventAt, valuesAt } from './events.ts';
import { searchBackward } from './search.ts';
import { type ValueReference } from './values.ts';

/**
 * What led to an event: the send of a message that arrived or was taken (its arrival where the send was not recorded), the spawn
 * of a process whose first event it is, what a process died of. -1: nothing recorded. Program order is not a cause here.
 */
export function causeOf(trace: Trace, moment: Moment): Moment | -1 {
  const event = eventAt(trace, moment);
  const { processes } = trace.inside.index;
  if (event.kind === 'receive' && event.message !== undefined) {
    return event.message.send !== -1 ? event.message.send : event.message.arrive;
  }
  if (event.kind === 'arrive' && event.message !== undefined && event.message.send !== -1) return event.message.send;
  if (event.kind === 'exit') {
    const cause = exitCause(trace, event.process);
    if (cause !== -1) return cause;
  }
  if (processes.first[event.process] === moment) return (processes.spawn[event.process] ?? -1) as Moment | -1;
  return -1;
}

/** What an event led to: the taking of a sent message (its arrival while it was not taken), a child's first event, another's exit. */
export function effectOf(trace: Trace, moment: Moment): Moment | -1 {
  const event = eventAt(trace, moment);
  const { processes } = trace.inside.index;
  if (event.kind === 'send' && event.message !== undefined) {
    return event.message.receive !== -1 ? event.message.receive : event.message.arrive;
  }
  if (event.kind === 'arrive' && event.message !== undefined) return event.message.receive;
  if (event.kind === 'spawn' && event.subject !== -1) return (processes.first[event.subject] ?? -1) as Moment | -1;
  if (event.kind === 'exit') {
    let first = -1;
    for (let process = 0; process < trace.inside.index.processCount; process++) {
      if (processes.exitCause[process] !== moment) continue;
      const exit = processes.exit[process]!;
      if (exit > moment && (first === -1 || exit < first) && exitCause(trace, process as ProcessId) === moment)
        first = exit;
    }
    return first as Moment | -1;
  }
  if (event.kind === 'exception' && processes.exitCause[event.process] === moment) {
    return (processes.exit[event.process] ?? -1) as Moment | -1;
  }
  return -1;
}

/** The candidate the index noted, if the reasons agree: a process that traps exits outlives its links. */
function exitCause(trace: Trace, process: ProcessId): Moment | -1 {
  const { processes } = trace.inside.index;
  const cause = processes.exitCause[process] ?? -1;
  const exit = processes.exit[process] ?? -1;
  if (cause === -1 || exit === -1) return -1;
  if ((trace.inside.tracks.get(cause, track.process) as ProcessId) === process) return cause as Moment;
  const [own] = valuesAt(trace, exit as Moment);
  const [other] = valuesAt(trace, cause as Moment);
  if (own === undefined || other === undefined) return -1;
  return Buffer.compare(own, other) === 0 ? (cause as Moment) : -1;
}

/**
 * Messages that have arrived and were not taken yet, as the moments of their arrival, oldest first. Empty for a process that
 * never takes a message in recorded code (a GenServer's loop is OTP's own): what it has taken is not known; see
 * `isMailboxKnown`.
 */
export function mailboxAt(trace: Trace, process: ProcessId, moment: Moment): readonly Moment[] {
  if (!isMailboxKnown(trace, process)) return [];
  const { mailboxes, index } = trace.inside;
  const { mailboxStarts: starts, mailboxLatest } = index.messages;
  const start = starts[process] ?? 0;
  const end = starts[process + 1] ?? start;
  const waiting: Moment[] = [];
  for (let row = start; row < end;) {
    const page = Math.floor(row / messagesPerPage);
    const pageEnd = Math.min(end, (page + 1) * messagesPerPage);
    if (mailboxes.get(row, mailbox.arrive) > moment) break;
    // Everything in this page was gone before: a long-lived process has many such pages.
    if (mailboxLatest[page]! <= moment) {
      row = pageEnd;
      continue;
    }
    const arrived = mailboxes.column(page, mailbox.arrive);
    const taken = mailboxes.column(page, mailbox.receive);
    for (; row < pageEnd; row++) {
      const at = row - page * messagesPerPage;
      if (arrived[at]! > moment) return waiting;
      if (taken[at] === -1 || taken[at]! > moment) waiting.push(arrived[at] as Moment);
    }
  }
  return waiting;
}

/** Whether the process takes messages in recorded code, so that its mailbox can be told. */
export function isMailboxKnown(trace: Trace, process: ProcessId): boolean {
  return (trace.inside.index.processes.takes[process] ?? -1) !== -1;
}

export interface StateView {
  readonly moment: Moment;
  /** The behaviour's module, as the BEAM has it. */
  readonly module: string;
  readonly value: ValueReference;
}

const stateCode = eventKinds.indexOf('state');
const exceptionCode = eventKinds.indexOf('exception');

/** The state of an OTP behaviour as of a moment: the newest one recorded, also the one it went down with. */
export function stateAt(trace: Trace, process: ProcessId, moment: Moment): StateView | null {
  const { tracks, facts, content } = trace.inside;
  // Both are outside of all frames; exceptions of recorded code are not.
  const wanted = { stops: false, depth: 0, kinds: [stateCode, exceptionCode] };
  let at = searchBackward(trace, process, moment + 1, wanted);
  // Exceptions in between that are not the behaviour's end.
  while (at !== -1 && (tracks.get(at, track.flags) & kindMask) === exceptionCode && facts.get(at, fact.detail) !== 2) {
    at = searchBackward(trace, process, at, wanted);
  }
  if (at === -1) return null;
  const isState = (tracks.get(at, track.flags) & kindMask) === stateCode;
  const values = content.values(facts.get(at, fact.payload) as PayloadReference);
  return {
    moment: at as Moment,
    module: atomIn(values[0]),
    value: { moment: at as Moment, value: isState ? 1 : 2, path: [] },
  };
}

function atomIn(bytes: Uint8Array | undefined): string {
  const term = bytes === undefined ? undefined : decodeTerm(bytes);
  return term?.kind === 'atom' ? term.name : '';
}
