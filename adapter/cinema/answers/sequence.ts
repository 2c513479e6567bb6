import {
  decodeTerm,
  eventAt,
  eventKinds,
  neighbourEvent,
  timeAt,
  valuesAt,
  type EventKind,
  type Moment,
  type ProcessId,
  type Trace,
  type TraceEvent,
} from '../../../trace/index.ts';
import { type SequenceStep } from '../../../protocol/index.ts';
import { columnsOf } from '../../replay/columns.ts';
import { crashAt, crashText } from '../../replay/describe.ts';
import { printMessage } from '../../values/message.ts';
import { readingOfEvent } from '../../values/reading.ts';
import { type Handler } from '../film.ts';
import { labelOf } from '../labels.ts';
import { pace } from '../pace.ts';

const mostSteps = 10_000;
const textLength = 100;
/** Milliseconds after which steps beyond the limit are no longer counted: `leftOut` is then how many there are at least. */
const longestCount = 1_000;

const mask = (...kinds: readonly EventKind[]) =>
  kinds.reduce((bits, kind) => bits | (1 << eventKinds.indexOf(kind)), 0);
const wanted = mask('send', 'arrive', 'spawn', 'exit', 'exception');

/** What some processes told each other, in the order of the sending, with their spawns and ends. */
export const sequence: Handler<'sequence'> = async ({ trace }, asked, asking) => {
  const { processes, from, to } = asked;
  const limit = Math.min(mostSteps, Math.max(1, Math.trunc(asked.limit)));
  const among = new Set<number>(processes);
  const pause = pace(asking);
  const begun = performance.now();
  const steps: SequenceStep[] = [];
  let leftOut = 0;
  const next = walk(trace, processes, from);
  for (let moment = next(); moment !== -1 && moment <= to; moment = next()) {
    await pause((moment - from) / Math.max(1, to - from), 'Reading messages');
    const isFull = steps.length === limit;
    if (isFull && performance.now() - begun > longestCount) break;
    const step = stepOf(trace, eventAt(trace, moment), among);
    if (step === null) continue;
    if (isFull) leftOut++;
    else steps.push({ ...step, text: cutText(textOf(trace, moment)) });
  }
  return { steps, labels: [...processes].map((process) => labelOf(trace, process as ProcessId)), leftOut };
};

/** More than these are not gone through one by one. */
const fewProcesses = 200;

/** The events of the processes that may be steps, in order from a moment on; -1 behind the last. */
function walk(trace: Trace, processes: Int32Array, from: number): () => Moment | -1 {
  const after = (moment: number, only: Int32Array) => neighbourEvent(trace, moment, true, wanted, only);
  if (processes.length > fewProcesses) {
    let last = from - 1;
    return () => {
      const moment = last === -2 ? -1 : after(last, processes);
      last = moment === -1 ? -2 : moment;
      return moment;
    };
  }
  // The next one of each: only who had its turn is asked again.
  const own = Array.from(new Set(processes), (process) => Int32Array.of(process));
  const heads = own.map((only) => after(from - 1, only));
  return () => {
    let best = -1;
    heads.forEach((moment, index) => {
      if (moment !== -1 && (best === -1 || moment < heads[best]!)) best = index;
    });
    if (best === -1) return -1;
    const moment = heads[best]!;
    heads[best] = after(moment, own[best]!);
    return moment;
  };
}

type Step = Omit<SequenceStep, 'text'>;

/** Null for an event that is no step: its other end is not among the processes, or another event tells it. */
function stepOf(trace: Trace, event: TraceEvent, among: ReadonlySet<number>): Step | null {
  const { kind, moment, time, process, subject, detail, message } = event;
  const step = (what: SequenceStep['kind'], from: number, to: number, received: number): Step | null => {
    if (!among.has(from) || !among.has(to)) return null;
    const receivedTime = received === -1 ? -1 : timeAt(trace, received as Moment);
    return { kind: what, moment, time, received, receivedTime, from, to };
  };
  switch (kind) {
    case 'send': {
      const arrived = message?.arrive ?? -1;
      // Sent to an alias, the receiver is known from the arrival alone.
      const receiver = arrived === -1 ? subject : eventAt(trace, arrived).process;
      return step('message', process, receiver, message === undefined ? -1 : takenOf(message));
    }
    case 'arrive':
      return message?.send === -1 ? step('message', subject, process, takenOf(message)) : null;
    case 'spawn':
      return step('spawn', process, subject, firstOf(trace, subject, moment));
    case 'exit':
      return step(detail === 1 ? 'crash' : 'exit', process, process, -1);
    case 'exception':
      // What a behaviour goes down with; its exit tells it where that was recorded.
      return detail === 2 && columnsOf(trace).death[process] === -1 ? step('crash', process, process, -1) : null;
    default:
      return null;
  }
}

function takenOf({ arrive, receive }: NonNullable<TraceEvent['message']>): number {
  return receive === -1 ? arrive : receive;
}

/** A child's first own event; -1 if it has none. */
function firstOf(trace: Trace, child: number, spawn: Moment): number {
  if (!((columnsOf(trace).events[child] ?? 0) > 0)) return -1;
  return neighbourEvent(trace, spawn, true, 0, Int32Array.of(child));
}

function textOf(trace: Trace, moment: Moment): string {
  const event = eventAt(trace, moment);
  const crash = crashAt(trace, moment);
  if (crash !== null) return crashText(crash);
  if (event.kind === 'spawn') return labelOf(trace, event.subject as ProcessId).name;
  const [bytes] = valuesAt(trace, moment);
  if (bytes === undefined) return 'not recorded';
  return printMessage(decodeTerm(bytes), readingOfEvent(trace, event), { maximumCharacters: textLength });
}

function cutText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= textLength + 10 ? line : `${line.slice(0, textLength)}…`;
}
