import {
  eventAt,
  lastEventOf,
  nextEventOf,
  processAt,
  processesAliveAt,
  stackAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { type Cursor } from './cursor.ts';

/** How far back the messages of the focused process count as recent. */
const recentEvents = 24;

export interface NearestProcesses {
  /** The focused process first, then by nearness, at most as many as asked for. */
  readonly processes: readonly ProcessId[];
  /** Alive but left out. */
  readonly hidden: number;
}

/**
 * The processes worth showing as threads: the focus, those the user has been in, those it exchanged messages with lately, its
 * family, those with recorded code, those that talk to it, the rest, what belongs to OTP and Elixir. Within a rank in order of appearance, so that the list keeps still.
 */
export function nearestProcesses(
  trace: Trace,
  cursor: Cursor,
  visited: ReadonlySet<ProcessId>,
  maximum: number,
): NearestProcesses {
  const alive = processesAliveAt(trace, cursor.moment);
  const partners = partnersOf(trace, cursor);
  const kinship = kinshipIn(trace);
  const { parent } = kinship(cursor.process);
  const rankOf = (process: ProcessId): number => {
    if (process === cursor.process) return 0;
    if (visited.has(process)) return 1;
    if (partners.has(process)) return 2;
    const own = kinship(process);
    const isFamily = process === parent || own.parent === cursor.process || (parent !== -1 && own.parent === parent);
    return isFamily ? 3 : own.rank;
  };
  const ranks: ProcessId[][] = [[], [], [], [], [], [], [], []];
  for (const process of alive) ranks[rankOf(process)]!.push(process);
  // A process that has just exited is still the one looked at.
  if (ranks[0]!.length === 0) ranks[0]!.push(cursor.process);
  const all = ranks.flat();
  return { processes: all.slice(0, maximum), hidden: Math.max(0, all.length - maximum) };
}

/** What does not change of a process: who spawned it, and how interesting it is when it is not near. */
interface Kinship {
  readonly parent: ProcessId | -1;
  readonly rank: 4 | 5 | 6 | 7;
}

const kinships = new WeakMap<Trace, Map<ProcessId, Kinship>>();

/** Each process is looked at once: with ten thousand alive, asking again at every stop would be felt. */
function kinshipIn(trace: Trace): (process: ProcessId) => Kinship {
  const known = kinships.get(trace) ?? new Map<ProcessId, Kinship>();
  kinships.set(trace, known);
  return (process) => {
    let kinship = known.get(process);
    if (kinship === undefined) {
      const { parent, hasRecordedCode, isMachinery, talksToRecordedCode } = processAt(trace, process);
      kinship = { parent, rank: hasRecordedCode ? 4 : isMachinery ? 7 : talksToRecordedCode ? 5 : 6 };
      known.set(process, kinship);
    }
    return kinship;
  };
}

function partnersOf(trace: Trace, cursor: Cursor): ReadonlySet<ProcessId> {
  const partners = new Set<ProcessId>();
  let moment = lastEventOf(trace, cursor.process, cursor.moment);
  for (let looked = 0; moment !== -1 && moment > 0 && looked < recentEvents; looked++) {
    const event = eventAt(trace, moment);
    if ((event.kind === 'send' || event.kind === 'arrive') && event.subject !== -1) {
      partners.add(event.subject as ProcessId);
    }
    moment = lastEventOf(trace, cursor.process, (moment - 1) as Moment);
  }
  return partners;
}

export type ProcessState = 'not started' | 'exited' | 'crashed' | 'waiting' | 'running';

/** What a process is doing at a moment, as far as the recording tells: waiting when nothing but a message wakes it. */
export function processStateAt(trace: Trace, process: ProcessId, moment: Moment): ProcessState {
  const { exit, firstMoment, parent } = processAt(trace, process, moment);
  // Who has no recorded spawn was there from the beginning, only silent.
  if (firstMoment > moment && parent !== -1) return 'not started';
  if (exit !== null && exit.moment <= moment) return exit.abnormal ? 'crashed' : 'exited';
  const next = nextEventOf(trace, process, moment);
  if (next === -1) return stackAt(trace, process, moment, 0, 1).total === 0 ? 'waiting' : 'running';
  const { kind } = eventAt(trace, next);
  return kind === 'arrive' || kind === 'receive' ? 'waiting' : 'running';
}

/** `Shop.Cart <0.123.0> (waiting)`. */
export function threadName(trace: Trace, process: ProcessId, moment: Moment): string {
  const state = processStateAt(trace, process, moment);
  const { label } = processAt(trace, process, moment);
  return state === 'running' ? label : `${label} (${state})`;
}
