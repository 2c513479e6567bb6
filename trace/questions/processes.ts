import { type Moment, type ProcessId } from '../model.ts';
import { type Trace } from '../trace.ts';
import { callTitle, isMachinery, nameTitle, purposeOf } from './purpose.ts';
import { remembered } from './variables.ts';

/** What is known of a process as of a moment. */
export interface ProcessView {
  readonly process: ProcessId;
  readonly kind: 'process' | 'port' | 'service';
  readonly pid: string;
  readonly node: string;
  /** Names it has at the moment. */
  readonly names: readonly string[];
  /** For people: `Shop.Cart <0.123.0>`. */
  readonly label: string;
  readonly parent: ProcessId | -1;
  /** Its spawn, else its first own event, else the first that names it; 0 for one that only was there. */
  readonly firstMoment: Moment;
  /** Its last own event; `firstMoment` when it has none. */
  readonly lastMoment: Moment;
  readonly exit: { readonly moment: Moment; readonly abnormal: boolean } | null;
  readonly initialCall: string | null;
  /** It ran code that was recorded by lines or calls. */
  readonly hasRecordedCode: boolean;
  /** It ran no recorded code, and is OTP's or Elixir's own, or was there before the recording and nothing tells what for. */
  readonly isMachinery: boolean;
  /** It exchanged messages with a process that runs recorded code. */
  readonly talksToRecordedCode: boolean;
  readonly eventCount: number;
}

/** A process as of a moment; without a moment as of the end of the trace. */
export function processAt(trace: Trace, process: ProcessId, moment?: Moment): ProcessView {
  const { index, identities } = trace.inside;
  const { processes } = index;
  const identity = identities[process];
  const spawn = processes.spawn[process] ?? -1;
  const first = processes.first[process] ?? -1;
  const mentioned = processes.mentioned[process] ?? -1;
  const last = processes.last[process] ?? -1;
  const exit = processes.exit[process] ?? -1;
  const beginning = spawn !== -1 ? spawn : first !== -1 ? first : Math.max(0, mentioned);
  const names = namesAt(trace, process, moment ?? (trace.eventCount as Moment));
  const pid = identity?.pid ?? `process ${process}`;
  const name = names[0];
  const known = name === undefined ? purposeOf(trace, process) : nameTitle(name);
  const hasRecordedCode = (processes.firstSite[process] ?? -1) !== -1;
  return {
    process,
    kind: identity?.kind ?? 'process',
    pid,
    node: identity?.node ?? '',
    names,
    label: known === null ? pid : `${known} ${pid}`,
    parent: (processes.parent[process] ?? -1) as ProcessId | -1,
    firstMoment: beginning as Moment,
    lastMoment: Math.max(beginning, last) as Moment,
    exit: exit === -1 ? null : { moment: exit as Moment, abnormal: processes.abnormal[process] === 1 },
    initialCall: typeof identity?.initialCall === 'string' ? callTitle(trace, identity.initialCall) : null,
    hasRecordedCode,
    isMachinery: !hasRecordedCode && (known === null ? spawn === -1 : isMachinery(known)),
    talksToRecordedCode: (processes.talks[process] ?? -1) !== -1,
    eventCount: Math.max(0, processes.events[process] ?? 0),
  };
}

/**
 * Processes alive at a moment, by number. One whose spawn was not recorded was there before: it counts from the
 * beginning. One that exits at the moment still counts. Costs a look a process.
 */
export function processesAliveAt(trace: Trace, moment: Moment): readonly ProcessId[] {
  const { processes } = trace.inside.index;
  const alive: ProcessId[] = [];
  for (let process = 0; process < trace.processCount; process++) {
    const spawn = processes.spawn[process] ?? -1;
    const exit = processes.exit[process] ?? -1;
    if ((spawn === -1 || spawn <= moment) && (exit === -1 || exit >= moment)) alive.push(process as ProcessId);
  }
  return alive;
}

interface NameChange {
  readonly moment: number;
  readonly name: string;
  readonly registered: boolean;
}

function namesAt(trace: Trace, process: ProcessId, moment: Moment): readonly string[] {
  const changes = remembered(trace, 'names', () => nameChanges(trace));
  const names = new Set(trace.inside.identities[process]?.initialNames ?? []);
  for (const change of changes.get(process) ?? []) {
    if (change.moment > moment) break;
    if (change.registered) names.add(change.name);
    else names.delete(change.name);
  }
  return [...names];
}

function nameChanges(trace: Trace): ReadonlyMap<number, readonly NameChange[]> {
  const { index, nameTexts } = trace.inside;
  const changes = new Map<number, NameChange[]>();
  for (let at = 0; at + 3 < index.names.length; at += 4) {
    const [moment, process, name, which] = index.names.subarray(at, at + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const change = { moment, name: nameTexts[name] ?? '', registered: which === 1 };
    const own = changes.get(process);
    if (own === undefined) changes.set(process, [change]);
    else own.push(change);
  }
  return changes;
}
