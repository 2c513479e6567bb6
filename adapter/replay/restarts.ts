import {
  decodeTerm,
  eventKinds,
  neighbourEvent,
  printTerm,
  processAt,
  valuesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { columnsOf } from './columns.ts';

/** Siblings that ended last before a start, looked at for the one that was replaced. */
const mostEnded = 50;
/** Messages to a supervisor before a start, looked at for the one that made it start a child. */
const mostHeard = 8;
const arrivals = 1 << eventKinds.indexOf('arrive');
/** Starts after an end, looked at for the one that replaced it. */
const mostStarts = 20;
const longestChain = 1_000;

interface Siblings {
  /** Children of each process by birth. */
  readonly born: ReadonlyMap<number, readonly number[]>;
  /** Those that ended, by death. */
  readonly ended: ReadonlyMap<number, readonly number[]>;
  /** What was found out: who a process replaced, -1 for no one. */
  readonly replaced: Map<number, number>;
}

const known = new WeakMap<Trace, Siblings>();

function siblingsIn(trace: Trace): Siblings {
  let siblings = known.get(trace);
  if (siblings === undefined) {
    const { parent, birth, death } = columnsOf(trace);
    siblings = {
      born: grouped(parent, birth, () => true),
      ended: grouped(parent, death, (process) => death[process] !== -1),
      replaced: new Map(),
    };
    known.set(trace, siblings);
  }
  return siblings;
}

function grouped(parent: Int32Array, by: Int32Array, isWanted: (process: number) => boolean) {
  const groups = new Map<number, number[]>();
  const order = Array.from(parent.keys()).sort((left, right) => by[left]! - by[right]!);
  for (const process of order) {
    const above = parent[process]!;
    if (above === -1 || !isWanted(process)) continue;
    const group = groups.get(above);
    if (group === undefined) groups.set(above, [process]);
    else group.push(process);
  }
  return groups;
}

/**
 * The process that one was started in place of, -1 if none: a sibling of the same name or purpose that had ended, and whose end (or that
 * of another sibling) was the last that its parent had heard of before it started this one. Who is started on request replaces no one.
 */
export function replacedBy(trace: Trace, process: ProcessId): ProcessId | -1 {
  const { replaced } = siblingsIn(trace);
  let found = replaced.get(process);
  if (found === undefined) replaced.set(process, (found = findReplaced(trace, process)));
  return found as ProcessId | -1;
}

function findReplaced(trace: Trace, process: ProcessId): ProcessId | -1 {
  const { parent, birth, death } = columnsOf(trace);
  const above = parent[process] ?? -1;
  if (above === -1) return -1;
  const ended = siblingsIn(trace).ended.get(above) ?? [];
  const before = ended
    .slice(
      0,
      firstIndex(ended, (other) => death[other]! > birth[process]!),
    )
    .slice(-mostEnded);
  if (before.length === 0) return -1;
  const purpose = purposeAt(trace, process);
  const alike = before.filter((other) => purposeAt(trace, other as ProcessId) === purpose);
  if (purpose === null || alike.length === 0) return -1;
  const heard = heardBefore(trace, above as ProcessId, birth[process]! as Moment);
  if (heard === 'request') return -1;
  const named = alike.find((other) => processAt(trace, other as ProcessId).pid === heard?.ended);
  return (named ?? alike.at(-1)!) as ProcessId;
}

/** What tells a process from its siblings: the name it is registered under, else what it is for. */
function purposeAt(trace: Trace, process: ProcessId): string | null {
  const { birth, death } = columnsOf(trace);
  const end = death[process] === -1 ? trace.eventCount - 1 : death[process]!;
  // In the middle of its life: a name is given soon and given up just before the end.
  const { label, pid } = processAt(trace, process, ((birth[process]! + end) >> 1) as Moment);
  return label === pid ? null : label.slice(0, -pid.length - 1);
}

/** Whose end (a pid), or that something was asked of it. */
type Heard = { readonly ended: string } | 'request';

/** What a process heard of last before a moment that may have made it start a child; null if that is not known. */
function heardBefore(trace: Trace, process: ProcessId, moment: Moment): Heard | null {
  const only = Int32Array.of(process);
  let at: Moment | -1 = moment;
  for (let looked = 0; looked < mostHeard; looked++) {
    at = neighbourEvent(trace, at, false, arrivals, only);
    // What else comes in (answers to its own calls, say) made it start nothing.
    const heard = at === -1 ? null : endIn(trace, at);
    if (at === -1 || heard !== null) return heard;
  }
  return null;
}

function endIn(trace: Trace, arrival: Moment): Heard | null {
  const [bytes] = valuesAt(trace, arrival);
  const message = bytes === undefined ? undefined : decodeTerm(bytes);
  const tag = message?.kind === 'tuple' ? message.child(0) : undefined;
  if (message?.kind !== 'tuple' || tag?.kind !== 'atom') return null;
  if (tag.name === '$gen_call') return 'request';
  const who = tag.name === 'EXIT' ? message.child(1) : tag.name === 'DOWN' ? message.child(3) : undefined;
  return who?.kind === 'pid' ? { ended: printTerm(who, 'erlang') } : null;
}

/** How many were started and ended before it in the same place. */
export function restartsOf(trace: Trace, process: ProcessId): number {
  let restarts = 0;
  for (let at = replacedBy(trace, process); at !== -1 && restarts < longestChain; at = replacedBy(trace, at))
    restarts++;
  return restarts;
}

/** Whether another process was started in the place of one that ended, at or before a moment. */
export function wasReplaced(trace: Trace, process: ProcessId, moment: Moment): boolean {
  const { parent, birth, death } = columnsOf(trace);
  const born = siblingsIn(trace).born.get(parent[process] ?? -1) ?? [];
  const first = firstIndex(born, (other) => birth[other]! > death[process]!);
  return born
    .slice(first, first + mostStarts)
    .some((other) => birth[other]! <= moment && replacedBy(trace, other as ProcessId) === process);
}

/** Index of the first element that fulfils a condition all later ones fulfil, too. */
function firstIndex(list: readonly number[], isBehind: (process: number) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
