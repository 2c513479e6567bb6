import type { Directory } from './directory.ts';

/**
 * Who spawned whom, as a forest in columns. Children stand together in the order of their spawns; `preorder` has parents before
 * their children, so that walking it backwards sums over subtrees.
 */
export interface ProcessForest {
  /** Parent of each process; -1 for a root. Differs from the directory's where that names no one or goes in circles. */
  readonly parent: Int32Array;
  /** Children of `p`: `children[childrenFrom[p]]` up to `children[childrenFrom[p + 1]]`. */
  readonly children: Int32Array;
  readonly childrenFrom: Int32Array;
  readonly roots: Int32Array;
  readonly preorder: Int32Array;
  /** All processes in the order of their births. */
  readonly bySpawn: Int32Array;
}

const made = new WeakMap<Int32Array, ProcessForest>();

/** The forest of a directory, made once for it: linear in its processes, and no recursion however deep they are nested. */
export function forestOf(directory: Pick<Directory, 'count' | 'parent' | 'birth'>): ProcessForest {
  const known = made.get(directory.parent);
  if (known !== undefined) return known;
  const forest = makeForest(directory);
  made.set(directory.parent, forest);
  return forest;
}

function makeForest({ count, parent: given, birth }: Pick<Directory, 'count' | 'parent' | 'birth'>): ProcessForest {
  const parent = new Int32Array(count);
  for (let process = 0; process < count; process++) {
    const other = given[process]!;
    parent[process] = other >= 0 && other < count && other !== process ? other : -1;
  }
  const bySpawn = inOrderOfBirth(count, birth);
  for (;;) {
    const forest = link(count, parent, bySpawn);
    if (forest.preorder.length === count) return forest;
    // Only damage makes a circle: whoever no root reaches becomes one, the first spawned of them, until all are reached.
    const reached = new Uint8Array(count);
    for (const process of forest.preorder) reached[process] = 1;
    breakCircles(parent, bySpawn, reached);
  }
}

function link(count: number, parent: Int32Array, bySpawn: Int32Array): ProcessForest {
  const childrenFrom = new Int32Array(count + 1);
  let rootCount = 0;
  for (let process = 0; process < count; process++) {
    if (parent[process]! < 0) rootCount++;
    else childrenFrom[parent[process]! + 1]!++;
  }
  for (let process = 0; process < count; process++) childrenFrom[process + 1]! += childrenFrom[process]!;
  const next = childrenFrom.slice(0, count);
  const children = new Int32Array(count - rootCount);
  const roots = new Int32Array(rootCount);
  let root = 0;
  for (const process of bySpawn) {
    const above = parent[process]!;
    if (above < 0) roots[root++] = process;
    else children[next[above]!++] = process;
  }
  const preorder = new Int32Array(count);
  const stack = new Int32Array(count);
  let depth = 0;
  let length = 0;
  for (let index = roots.length - 1; index >= 0; index--) stack[depth++] = roots[index]!;
  while (depth > 0) {
    const process = stack[--depth]!;
    preorder[length++] = process;
    for (let index = childrenFrom[process + 1]! - 1; index >= childrenFrom[process]!; index--) {
      stack[depth++] = children[index]!;
    }
  }
  return { parent, children, childrenFrom, roots, preorder: preorder.subarray(0, length), bySpawn };
}

/** Makes one root of each circle: follows parents from every process that was not reached and cuts where it comes back. */
function breakCircles(parent: Int32Array, bySpawn: Int32Array, reached: Uint8Array): void {
  const round = new Int32Array(parent.length);
  let number = 0;
  for (const first of bySpawn) {
    if (reached[first] === 1 || round[first] !== 0) continue;
    number++;
    let process = first;
    while (round[process] === 0 && reached[process] === 0) {
      round[process] = number;
      process = parent[process]!;
    }
    if (round[process] === number) parent[process] = -1;
  }
}

/** Processes are numbered as they appear, which is nearly always the order of their births: sorted only where it is not. */
function inOrderOfBirth(count: number, birth: Int32Array): Int32Array {
  const order = Int32Array.from({ length: count }, (_, process) => process);
  for (let process = 1; process < count; process++) {
    if (birth[process]! < birth[process - 1]!) {
      return order.sort((left, right) => birth[left]! - birth[right]! || left - right);
    }
  }
  return order;
}
