import { type Moment } from '../model.ts';
import { causeOf } from '../questions/causes.ts';
import { remembered } from '../questions/variables.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { type Scale } from './axis.ts';
import { type Lanes } from './lanes.ts';
import { rowsOf } from './rows.ts';
import { arrowFlag, type Arrows } from './shapes.ts';
import { type Traffic, type TrafficAsked } from './traffic.ts';

const arrowKind = { message: 0, spawn: 1, exit: 2 } as const;

/** Messages one by one, spawns, and exits that led to exits. */
export function arrowsOf(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  single: Traffic['single'],
  asked: TrafficAsked,
): Arrows {
  const rows = rowsOf({
    kind: 'u8',
    from: 'i32',
    to: 'i32',
    fromAt: 'f64',
    toAt: 'f64',
    fromProcess: 'i32',
    toProcess: 'i32',
    flags: 'u8',
  });
  const add = (kind: number, from: number, to: number, fromProcess: number, toProcess: number, flags: number) => {
    const begin = from === -1 ? to : from;
    const end = to === -1 ? from : to;
    const fromAt = scale.near(begin);
    const toAt = scale.near(end);
    const row = rows.add();
    const into = rows.columns;
    into.kind[row] = kind;
    into.from[row] = from;
    into.to[row] = to;
    into.fromAt[row] = fromAt;
    into.toAt[row] = toAt;
    into.fromProcess[row] = fromProcess;
    into.toProcess[row] = toProcess;
    into.flags[row] = flags;
  };
  const { takes } = trace.inside.index.processes;
  for (let row = 0; row < single.send.length; row++) {
    const [arrive, receive, receiver] = [single.arrive[row]!, single.receive[row]!, single.receiver[row]!];
    // Who never takes messages in recorded code takes them unseen: nothing is known to be left lying.
    const lies = arrive !== -1 && receive === -1 && (takes[receiver] ?? -1) !== -1;
    const flags = arrive === -1 ? arrowFlag.notReceived : lies ? arrowFlag.notTaken : 0;
    const to = receive === -1 ? arrive : receive;
    add(arrowKind.message, single.send[row]!, to, single.sender[row]!, receiver, flags);
  }
  for (const { cause, effect, from, to } of chosen(spawnsIn(trace, scale, lanes), asked)) {
    add(arrowKind.spawn, cause, effect, from, to, 0);
  }
  for (const { cause, effect, from, to } of chosen(exitsIn(trace, scale, lanes), asked)) {
    if (causeOf(trace, effect as Moment) === cause) add(arrowKind.exit, cause, effect, from, to, 0);
  }
  return rows.finish();
}

interface Link {
  readonly cause: number;
  readonly effect: number;
  readonly from: number;
  readonly to: number;
}

/** All of them if they are few enough, else those of the one process. */
function chosen(links: readonly Link[], { arrowsOf: process, mostArrows }: TrafficAsked): readonly Link[] {
  if (links.length <= mostArrows) return links;
  return links.filter(({ from, to }) => from === process || to === process).slice(0, mostArrows);
}

/** Spawns of which an end is in a drawn lane, from the spawn to the child's first event. */
function spawnsIn(trace: Trace, scale: Scale, { laneOf }: Lanes): readonly Link[] {
  const { spawn, first, parent } = trace.inside.index.processes;
  const found: Link[] = [];
  for (let process = 0; process < spawn.length; process++) {
    const cause = spawn[process]!;
    if (cause === -1 || cause >= scale.end) continue;
    // A child may have been heard of before its spawn; an arrow goes forward.
    const effect = first[process]! > cause ? first[process]! : -1;
    if (Math.max(cause, effect) < scale.start) continue;
    const from = parent[process]!;
    if (laneOf[from] === -1 && laneOf[process] === -1) continue;
    found.push({ cause, effect, from, to: process });
  }
  return found;
}

/** Exits that may have followed from another process's exit; the reasons will tell. */
function exitsIn(trace: Trace, scale: Scale, { laneOf }: Lanes): readonly Link[] {
  const { exit, exitCause } = trace.inside.index.processes;
  const owners = exitOwners(trace);
  const found: Link[] = [];
  for (let process = 0; process < exit.length; process++) {
    const effect = exit[process]!;
    const cause = exitCause[process]!;
    if (effect === -1 || cause === -1 || cause >= scale.end || effect < scale.start) continue;
    const at = lowerBound(owners.moments, cause);
    // Else what it died of is an exception of its own.
    if (owners.moments[at] !== cause) continue;
    const from = owners.processes[at]!;
    if (from === process || (laneOf[from] === -1 && laneOf[process] === -1)) continue;
    found.push({ cause, effect, from, to: process });
  }
  return found;
}

/** Exits in the order of the trace, with their processes. */
function exitOwners(trace: Trace): { readonly moments: Int32Array; readonly processes: Int32Array } {
  return remembered(trace, 'exitOwners', () => {
    const { exit } = trace.inside.index.processes;
    const processes = Int32Array.from(exit.keys())
      .filter((process) => exit[process] !== -1)
      .sort((left, right) => exit[left]! - exit[right]!);
    return { moments: processes.map((process) => exit[process]!), processes };
  });
}
