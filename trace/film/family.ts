import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';

/**
 * Parents as a forest: who was spawned by someone that was itself spawned later has none here, so that no trace, however
 * wrong, leads in a circle.
 */
export function parentsOf(trace: Trace): Int32Array {
  return remembered(trace, 'parents', () => {
    const { parent, spawn } = trace.inside.index.processes;
    return Int32Array.from({ length: trace.processCount }, (_, process) => {
      const above = parent[process] ?? -1;
      return above !== -1 && above !== process && (spawn[above] ?? -1) < spawn[process]! ? above : -1;
    });
  });
}

/** Children of every process, as one list: those of process `p` from `starts[p]` to `starts[p + 1]`. */
export interface Children {
  readonly starts: Int32Array;
  readonly children: Int32Array;
}

export function childrenOf(trace: Trace): Children {
  return remembered(trace, 'children', () => {
    const parents = parentsOf(trace);
    const starts = new Int32Array(trace.processCount + 1);
    for (const parent of parents) if (parent !== -1) starts[parent + 1]!++;
    for (let process = 0; process < trace.processCount; process++) starts[process + 1]! += starts[process]!;
    const free = starts.slice();
    const children = new Int32Array(starts[trace.processCount]!);
    parents.forEach((parent, process) => {
      if (parent !== -1) children[free[parent]!++] = process;
    });
    return { starts, children };
  });
}

/** A process and all its descendants. Costs a look each, however deep the family. */
export function descendantsOf(trace: Trace, process: number): Int32Array {
  const { starts, children } = childrenOf(trace);
  const found = [process];
  for (let at = 0; at < found.length; at++) {
    const one = found[at]!;
    for (let index = starts[one] ?? 0; index < (starts[one + 1] ?? 0); index++) found.push(children[index]!);
  }
  return Int32Array.from(found);
}
