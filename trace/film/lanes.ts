import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';
import { childrenOf, parentsOf } from './family.ts';

/** Which process belongs to which lane of a picture. */
export interface Lanes {
  readonly processes: Int32Array;
  readonly folded: Uint8Array;
  /** By process; -1: it has no lane. */
  readonly laneOf: Int32Array;
  /** By lane: how many processes belong to it. */
  readonly sizes: Int32Array;
  /**
   * By folded lane: lanes of descendants of its process that have no other folded lane between. What is below its process less
   * what belongs to these is what belongs to it.
   */
  readonly within: ReadonlyMap<number, readonly number[]>;
}

/** Lanes asked for lately: while a film is panned they stay what they are. */
const kept = 4;
const mostLanes = 0xffff;

/** @throws RangeError for more lanes than can be numbered. */
export function lanesOf(trace: Trace, processes: Int32Array, folded: Uint8Array): Lanes {
  if (processes.length > mostLanes) throw new RangeError(`A picture has at most ${mostLanes} lanes.`);
  const known = remembered(trace, 'lanes', (): Lanes[] => []);
  const found = known.find((lanes) => isEqual(lanes.processes, processes) && isEqual(lanes.folded, folded));
  if (found !== undefined) return found;
  const lanes = arrange(trace, processes.slice(), folded.slice());
  known.unshift(lanes);
  if (known.length > kept) known.pop();
  return lanes;
}

function isEqual(left: Int32Array | Uint8Array, right: Int32Array | Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

function arrange(trace: Trace, processes: Int32Array, folded: Uint8Array): Lanes {
  const count = trace.processCount;
  const laneOf = new Int32Array(count).fill(-1);
  // Of two lanes of one process the upper has its events.
  for (let lane = processes.length - 1; lane >= 0; lane--) {
    const process = processes[lane]!;
    if (process >= 0 && process < count) laneOf[process] = lane;
  }
  const within = new Map<number, number[]>();
  const sizes = new Int32Array(processes.length);
  const isFolded = (lane: number) => folded[lane] === 1;
  if (folded.includes(1)) {
    const parents = parentsOf(trace);
    /** The nearest folded lane at or above each process. */
    const roof = new Int32Array(count).fill(-1);
    for (const process of familyOrder(trace)) {
      const own = laneOf[process]!;
      const parent = parents[process]!;
      const above = parent === -1 ? -1 : roof[parent]!;
      roof[process] = own !== -1 && isFolded(own) ? own : above;
      if (own === -1) laneOf[process] = above;
      else if (above !== -1) {
        const known = within.get(above);
        if (known === undefined) within.set(above, [own]);
        else known.push(own);
      }
    }
  }
  for (const lane of laneOf) if (lane !== -1) sizes[lane]!++;
  return { processes, folded, laneOf, sizes, within };
}

/** All processes, parents before their children. */
function familyOrder(trace: Trace): Int32Array {
  return remembered(trace, 'familyOrder', () => {
    const parents = parentsOf(trace);
    const { starts, children } = childrenOf(trace);
    const order = new Int32Array(trace.processCount);
    let length = 0;
    parents.forEach((parent, process) => {
      if (parent === -1) order[length++] = process;
    });
    for (let at = 0; at < length; at++) {
      const process = order[at]!;
      for (let index = starts[process]!; index < starts[process + 1]!; index++) order[length++] = children[index]!;
    }
    return order;
  });
}
