import {
  decodeTerm,
  eventAt,
  linksAt,
  processAt,
  processFlag,
  valuesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../../trace/index.ts';
import { type ProcessTree, type TreeNode } from '../../../protocol/index.ts';
import { columnsOf, type Columns } from '../../replay/columns.ts';
import { crashAt, crashText } from '../../replay/describe.ts';
import { crashPathAt } from '../../replay/exits.ts';
import { replacedBy, restartsOf, wasReplaced } from '../../replay/restarts.ts';
import { isSupervisor } from '../../replay/supervisors.ts';
import { processStateAt } from '../../replay/threads.ts';
import { printValue } from '../../values/print.ts';
import { readingOfEvent } from '../../values/reading.ts';
import { type Asking, type Handler } from '../film.ts';
import { labelOf } from '../labels.ts';
import { pace } from '../pace.ts';
import { linkTo } from './places.ts';

const mostNodes = 2_000;
/** Crashes before the moment, newest first, looked at for those that nobody took the place of. */
const mostCrashes = 500;

/** Who spawned whom, as of a moment. */
export const tree: Handler<'tree'> = async ({ trace }, { moment }, asking) => {
  const at = moment as Moment;
  const path = crashPathAt(trace, at);
  const failed = path.map((failure) => eventAt(trace, failure).process);
  const rows = selectRows(trace, at, failed);
  const links = linksOf(trace, at);
  const nodes = await nodesOf(trace, at, rows.order, links, asking);
  return {
    moment,
    nodes,
    leftOut: rows.leftOut,
    links: otherLinks(trace, rows.order, links),
    crashPath: path.map((failure) =>
      linkTo(trace, failure, eventAt(trace, failure).kind === 'exit' ? 'exit' : 'exception'),
    ),
  } satisfies ProcessTree;
};

interface Rows {
  /** Parents before their children, the interesting first. */
  readonly order: readonly ProcessId[];
  readonly leftOut: number;
}

/**
 * The living, those that crashed for good, those the newest crash took along, and whoever they descend from; where these are too
 * many, first those that crashed or run recorded code, then those that talk to such, then the others. Costs a few looks a process.
 */
function selectRows(trace: Trace, moment: Moment, failed: readonly ProcessId[]): Rows {
  const columns = columnsOf(trace);
  const wanted = [
    ...new Set([...failed, ...crashedForGood(trace, columns, moment), ...livingAt(columns, moment)]),
  ] as ProcessId[];
  const failing = new Set(failed);
  const rank = (process: ProcessId) => (failing.has(process) ? 0 : interestOf(columns, process));
  wanted.sort((left, right) => rank(left) - rank(right) || columns.birth[left]! - columns.birth[right]!);
  /** The best rank of a process and its descendants that are shown. */
  const chosen = new Map<ProcessId, number>();
  for (const process of wanted) {
    const own: ProcessId[] = [];
    for (let above = process as ProcessId | -1; above !== -1 && !chosen.has(above); above = parentOf(columns, above)) {
      own.push(above);
    }
    // Its ancestors come with it, or it does not come.
    if (chosen.size + own.length > mostNodes) continue;
    for (const one of own) chosen.set(one, rank(process));
  }
  const leftOut = wanted.reduce(
    (sum, process) => sum + (chosen.has(process) || !isAlive(columns, process, moment) ? 0 : 1),
    0,
  );
  return { order: treeOrder(columns, chosen), leftOut };
}

function parentOf({ parent }: Columns, process: ProcessId): ProcessId | -1 {
  return (parent[process] ?? -1) as ProcessId | -1;
}

function isAlive({ birth, death, flags }: Columns, process: number, moment: Moment): boolean {
  // Who has no recorded spawn was there before.
  const isBorn = (flags[process]! & processFlag.spawnRecorded) === 0 || birth[process]! <= moment;
  return isBorn && (death[process] === -1 || death[process]! > moment);
}

function livingAt(columns: Columns, moment: Moment): readonly number[] {
  const living: number[] = [];
  for (let process = 0; process < columns.count; process++) if (isAlive(columns, process, moment)) living.push(process);
  return living;
}

function crashedForGood(trace: Trace, { count, death, flags }: Columns, moment: Moment): readonly number[] {
  const crashed: number[] = [];
  for (let process = 0; process < count; process++) {
    const isDead = death[process] !== -1 && death[process]! <= moment;
    if (isDead && (flags[process]! & processFlag.crashed) !== 0) crashed.push(process);
  }
  crashed.sort((left, right) => death[right]! - death[left]!);
  return crashed.slice(0, mostCrashes).filter((process) => !wasReplaced(trace, process as ProcessId, moment));
}

/** 1 the most interesting. */
function interestOf({ flags }: Columns, process: number): number {
  if ((flags[process]! & (processFlag.recordedCode | processFlag.crashed)) !== 0) return 1;
  return (flags[process]! & processFlag.talksToRecordedCode) !== 0 ? 2 : 3;
}

function treeOrder(columns: Columns, chosen: ReadonlyMap<ProcessId, number>): readonly ProcessId[] {
  const children = new Map<number, ProcessId[]>();
  for (const process of chosen.keys()) {
    const above = parentOf(columns, process);
    const siblings = children.get(above);
    if (siblings === undefined) children.set(above, [process]);
    else siblings.push(process);
  }
  // The first one is taken from the end.
  const sorted = (processes: readonly ProcessId[]) =>
    processes.toSorted(
      (left, right) => chosen.get(right)! - chosen.get(left)! || columns.birth[right]! - columns.birth[left]!,
    );
  const order: ProcessId[] = [];
  const open = sorted(children.get(-1) ?? []);
  for (let process = open.pop(); process !== undefined; process = open.pop()) {
    order.push(process);
    open.push(...sorted(children.get(process) ?? []));
  }
  return order;
}

async function nodesOf(
  trace: Trace,
  moment: Moment,
  order: readonly ProcessId[],
  links: ReadonlySet<string>,
  asking: Asking,
): Promise<readonly TreeNode[]> {
  const columns = columnsOf(trace);
  const withBehaviours = supervisingByLinks(trace, columns, order, links);
  const pause = pace(asking);
  const nodes: TreeNode[] = [];
  for (const process of order) {
    await pause(nodes.length / order.length, 'Looking at the processes');
    const exit = columns.death[process]!;
    const died = exit !== -1 && exit <= moment ? exit : -1;
    const parent = parentOf(columns, process);
    nodes.push({
      process,
      // What it was called while it lived.
      label: labelOf(trace, process, (died === -1 ? moment : Math.max(0, died - 1)) as Moment),
      parent,
      status: processStateAt(trace, process, moment),
      born: columns.birth[process]!,
      died,
      linked: parent !== -1 && links.has(pairOf(parent, process)),
      supervisor: isSupervisor(trace, process) || withBehaviours.has(process),
      restarts: restartsOf(trace, process),
      replaced: replacedBy(trace, process),
      reason: died === -1 ? null : reasonOf(trace, died as Moment),
    });
  }
  return nodes;
}

/** Parents of linked behaviours of which nothing else tells what they are for. */
function supervisingByLinks(
  trace: Trace,
  columns: Columns,
  order: readonly ProcessId[],
  links: ReadonlySet<string>,
): ReadonlySet<number> {
  const { flags, parent } = columns;
  const found = new Set<number>();
  for (const process of order) {
    const above = parent[process] ?? -1;
    if (above === -1 || (flags[process]! & processFlag.hasState) === 0 || !links.has(pairOf(above, process))) continue;
    const isOther = (flags[above]! & (processFlag.hasState | processFlag.recordedCode)) !== 0;
    if (!isOther && processAt(trace, above as ProcessId).initialCall === null) found.add(above);
  }
  return found;
}

function reasonOf(trace: Trace, exit: Moment): string {
  const crash = crashAt(trace, exit);
  if (crash !== null) return crashText(crash);
  const [bytes] = valuesAt(trace, exit);
  if (bytes === undefined) return 'not recorded';
  return printValue(decodeTerm(bytes), readingOfEvent(trace, eventAt(trace, exit)), { short: true });
}

const pairOf = (one: number, other: number) => `${Math.min(one, other)} ${Math.max(one, other)}`;

function linksOf(trace: Trace, moment: Moment): ReadonlySet<string> {
  const flat = linksAt(trace, moment);
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.add(pairOf(flat[at]!, flat[at + 1]!));
  return pairs;
}

/** Links between nodes beside those of the tree itself. */
function otherLinks(trace: Trace, order: readonly ProcessId[], links: ReadonlySet<string>): Int32Array {
  const { parent } = columnsOf(trace);
  const shown = new Set<number>(order);
  const found: number[] = [];
  for (const pair of links) {
    const [one, other] = pair.split(' ').map(Number) as [number, number];
    if (!shown.has(one) || !shown.has(other)) continue;
    if (parent[one] !== other && parent[other] !== one) found.push(one, other);
  }
  return Int32Array.from(found);
}
