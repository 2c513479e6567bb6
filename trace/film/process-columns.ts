import { crashList } from './crashes.ts';
import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';
import { parentsOf } from './family.ts';
import { processFlag, type ProcessColumns } from './shapes.ts';

const usualLimit = 100_000;

/** What is known of every process without reading a value, of at most `limit` of them. Made once. */
export function processColumns(trace: Trace, limit = usualLimit): ProcessColumns {
  const known = remembered(trace, 'processColumns', () => new Map<number, ProcessColumns>());
  let columns = known.get(limit);
  if (columns === undefined) known.set(limit, (columns = makeColumns(trace, limit)));
  return columns;
}

function makeColumns(trace: Trace, limit: number): ProcessColumns {
  const { index, identities } = trace.inside;
  const table = index.processes;
  const count = Math.min(trace.processCount, limit);
  const parents = parentsOf(trace);
  const crashed = crashList(trace).crashed;
  const birth = new Int32Array(count);
  const death = new Int32Array(count);
  const last = new Int32Array(count);
  const events = new Int32Array(count);
  const flags = new Uint16Array(count);
  const node = new Uint16Array(count);
  const nodes: string[] = [];
  const numbers = new Map<string, number>();
  for (let process = 0; process < count; process++) {
    const spawn = table.spawn[process] ?? -1;
    const first = table.first[process] ?? -1;
    const identity = identities[process];
    birth[process] = spawn !== -1 ? spawn : first !== -1 ? first : Math.max(0, table.mentioned[process] ?? -1);
    death[process] = table.exit[process] ?? -1;
    last[process] = table.last[process] ?? -1;
    events[process] = first === -1 ? 0 : table.events[process]!;
    flags[process] =
      (crashed[process] === 1 ? processFlag.crashed : 0) |
      ((table.firstSite[process] ?? -1) === -1 ? 0 : processFlag.recordedCode) |
      ((table.talks[process] ?? -1) === -1 ? 0 : processFlag.talksToRecordedCode) |
      (identity?.kind === 'port' ? processFlag.port : 0) |
      (identity?.kind === 'service' ? processFlag.service : 0) |
      (spawn === -1 ? 0 : processFlag.spawnRecorded) |
      ((table.firstState[process] ?? -1) === -1 ? 0 : processFlag.hasState);
    const name = identity?.node ?? '';
    let number = numbers.get(name);
    if (number === undefined) {
      number = Math.min(nodes.length, 0xffff);
      numbers.set(name, number);
      if (nodes.length <= 0xffff) nodes.push(name);
    }
    node[process] = number;
  }
  for (const parent of parents) if (parent >= 0 && parent < count) flags[parent]! |= processFlag.hasChildren;
  return {
    count,
    leftOut: trace.processCount - count,
    parent: parents.slice(0, count),
    birth,
    birthTime: grownTo(index.bornAt, count),
    death,
    deathTime: Float64Array.from(death, (moment, process) => (moment === -1 ? -1 : index.exitAt[process]!)),
    last,
    events,
    flags,
    node,
    nodes,
  };
}

/** Processes that no event names are behind those that the index counted. */
function grownTo(times: Float64Array, count: number): Float64Array {
  const found = new Float64Array(count);
  found.set(times.subarray(0, count));
  return found;
}
