import type { Arrangement } from './arrangement.ts';
import { processFlag, type Directory } from './directory.ts';
import { forestOf, type ProcessForest } from './process-forest.ts';
import { laneHeight, tallLaneHeight, type ArrangeRows, type Rows } from './rows.ts';

/** A parent with more shown children than this folds by itself, all but so many of them. */
export const mostChildren = 50;
export const childrenApart = 20;

const interestingFlags = processFlag.recordedCode | processFlag.crashed;

/** What becomes of each process. */
const fate = { hidden: 0, others: 1, context: 2, shown: 3 } as const;

/**
 * See `ArrangeRows`. Pinned processes are shown whatever the filter says, and leave their place in the tree. Hiding a process hides
 * what is under it, too, where lanes stand as a tree. Linear in the number of processes.
 */
export const arrangeRows: ArrangeRows = (directory, arrangement, found) => {
  const forest = forestOf(directory);
  const isTree = arrangement.grouping === 'tree';
  const valid = (processes: readonly number[]): readonly number[] =>
    processes.filter((process) => process < directory.count);
  const pinned = [...new Set(valid(arrangement.pinned))];
  const { fates, isSkipped } = fatesOf(directory, forest, arrangement, found, pinned);
  const writer = createWriter(directory.count, new Set(arrangement.expanded));
  const isPinned = new Uint8Array(directory.count);
  for (const process of pinned) isPinned[process] = 1;
  const folds = foldsOf(directory, forest, arrangement, fates, isPinned, isTree);
  const inOrder = siblingsInOrder(forest, valid(arrangement.order), isTree);

  for (const process of pinned) writer.add(process, 0, folds.isFolded(process), folds.isFoldable(process));
  const pinnedRows = writer.count();

  if (isTree) {
    // Who is still to be looked at, and how deep: no recursion, however deep the tree is.
    const stack = new Int32Array(directory.count);
    const indents = new Int32Array(directory.count);
    let length = 0;
    const push = (processes: Int32Array, indent: number): void => {
      for (let index = processes.length - 1; index >= 0; index--) {
        stack[length] = processes[index]!;
        indents[length++] = indent;
      }
    };
    push(inOrder(-1), 0);
    while (length > 0) {
      const process = stack[--length]!;
      const indent = indents[length]!;
      const isMoved = isPinned[process] === 1;
      if (isSkipped[process] === 1) {
        push(inOrder(process), indent);
        continue;
      }
      if (fates[process]! < fate.context) continue;
      const isFolded = folds.isFolded(process);
      if (!isMoved) writer.add(process, indent, isFolded, folds.isFoldable(process));
      if (isFolded) {
        const row = writer.rowOf(process);
        const apart = folds.apartFrom(process);
        joinSubtree(forest, process, fates, isPinned, apart, (member) => writer.join(member, row));
        if (apart.size > 0)
          push(
            inOrder(process).filter((child) => apart.has(child)),
            isMoved ? indent : indent + 1,
          );
      } else if (forest.childrenFrom[process + 1]! > forest.childrenFrom[process]!) {
        push(inOrder(process), isMoved ? indent : indent + 1);
      }
    }
  } else {
    for (const process of inOrder(-1)) {
      if (fates[process] === fate.shown && isPinned[process] === 0) writer.add(process, 0, false, false);
    }
  }
  if (fates.includes(fate.others)) {
    const row = writer.add(-1, 0, true, false);
    for (let process = 0; process < directory.count; process++) {
      if (fates[process] === fate.others) writer.join(process, row);
    }
  }
  return writer.rows(pinnedRows);
};

/**
 * Decides for every process whether it is shown, stays as context of what is shown, is one of the others, or is hidden. Skipped is who
 * stands at the top and only leads down to one lane: that lane takes its place.
 */
function fatesOf(
  { count, flags, events }: Directory,
  { parent, preorder }: ProcessForest,
  { hidden, filter, grouping, showOthers }: Arrangement,
  found: Int32Array | null,
  pinned: readonly number[],
): { readonly fates: Uint8Array; readonly isSkipped: Uint8Array } {
  const passes = new Uint8Array(count).fill(found === null ? 1 : 0);
  for (const process of found ?? []) if (process >= 0 && process < count) passes[process] = 1;
  const byHand = new Set(hidden);
  const isTree = grouping === 'tree';
  const isGone = new Uint8Array(count);
  for (const process of preorder) {
    const above = parent[process]!;
    if (byHand.has(process) || (isTree && above >= 0 && isGone[above] === 1)) isGone[process] = 1;
  }
  // Whoever searches for a process by name, family or partner wants to see it, also when it is one of the others.
  const isSearch = filter.text !== '' || filter.under >= 0 || filter.talksTo >= 0;
  // A recording by messages alone has no code to go by: there, whoever did anything is shown.
  const hasCode = flags.some((one) => (one & processFlag.recordedCode) !== 0);
  const fates = new Uint8Array(count);
  for (let process = 0; process < count; process++) {
    if (isGone[process] === 1 || passes[process] === 0) continue;
    const isInteresting = (flags[process]! & interestingFlags) !== 0 || (!hasCode && events[process]! > 0);
    fates[process] = showOthers || isSearch || isInteresting ? fate.shown : fate.others;
  }
  for (const process of pinned) fates[process] = fate.shown;
  const isSkipped = new Uint8Array(count);
  if (isTree) {
    // Who is above a lane stays as its context; a pinned lane stands elsewhere and needs none.
    const needsContext = fates.map((one) => (one === fate.shown ? 1 : 0));
    for (const process of pinned) needsContext[process] = 0;
    const leads = new Int32Array(count);
    for (let index = preorder.length - 1; index >= 0; index--) {
      const above = parent[preorder[index]!]!;
      if (needsContext[preorder[index]!] === 0 || above < 0) continue;
      needsContext[above] = 1;
      leads[above]!++;
    }
    for (const process of preorder) {
      if (needsContext[process] === 0 || fates[process] === fate.shown) continue;
      const above = parent[process]!;
      const isTop = above < 0 || isSkipped[above] === 1;
      const isOnlyWay = leads[process] === 1 && (flags[process]! & interestingFlags) === 0 && !showOthers;
      if (isTop && isOnlyWay) isSkipped[process] = 1;
      else fates[process] = fate.context;
    }
  }
  return { fates, isSkipped };
}

function foldsOf(
  directory: Directory,
  { parent, children, childrenFrom }: ProcessForest,
  arrangement: Arrangement,
  fates: Uint8Array,
  isPinned: Uint8Array,
  isTree: boolean,
): Folds {
  const folded = new Set(arrangement.folded);
  const unfolded = new Set(arrangement.unfolded);
  const shownChildren = new Int32Array(fates.length);
  for (let process = 0; process < fates.length; process++) {
    const above = parent[process]!;
    if (isTree && above >= 0 && fates[process]! >= fate.context && isPinned[process] === 0) shownChildren[above]!++;
  }
  const foldsByItself = (process: number): boolean =>
    shownChildren[process]! > mostChildren && !folded.has(process) && !unfolded.has(process);
  return {
    isFoldable: (process) => shownChildren[process]! > 0,
    isFolded: (process) => (shownChildren[process]! > 0 && folded.has(process)) || foldsByItself(process),
    apartFrom: (process) => {
      if (!foldsByItself(process)) return nobody;
      const shown = children
        .subarray(childrenFrom[process], childrenFrom[process + 1])
        .filter((child) => fates[child]! >= fate.context && isPinned[child] === 0);
      return foremost(directory, shown);
    },
  };
}

interface Folds {
  readonly isFolded: (process: number) => boolean;
  readonly isFoldable: (process: number) => boolean;
  /** Children that keep lanes of their own although their parent is folded: the foremost of very many. */
  readonly apartFrom: (process: number) => ReadonlySet<number>;
}

const nobody: ReadonlySet<number> = new Set();

/** Of very many, those a person looks for: half of them the longest-lived, such as the servers of many short workers, half the busiest. */
function foremost({ events, birth, death, last }: Directory, processes: Int32Array): ReadonlySet<number> {
  // Whoever has no exit lives until the trace ends.
  const end = last.reduce((latest, one) => Math.max(latest, one), 0);
  const life = (one: number): number => (death[one]! < 0 ? end : death[one]!) - birth[one]!;
  const chosen = new Set(processes.toSorted((left, right) => life(right) - life(left)).subarray(0, childrenApart / 2));
  for (const one of processes.toSorted((left, right) => events[right]! - events[left]!)) {
    if (chosen.size >= childrenApart) break;
    chosen.add(one);
  }
  return chosen;
}

/** Children of a process (-1: the roots; in a flat list everyone), the dragged ones first. */
function siblingsInOrder(
  forest: ProcessForest,
  order: readonly number[],
  isTree: boolean,
): (parent: number) => Int32Array {
  const dragged = new Map<number, Set<number>>();
  for (const process of order) {
    const parent = isTree ? forest.parent[process]! : -1;
    const list = dragged.get(parent);
    if (list === undefined) dragged.set(parent, new Set([process]));
    else list.add(process);
  }
  const all = isTree ? forest.roots : forest.bySpawn;
  return (parent) => {
    const siblings =
      parent < 0 ? all : forest.children.subarray(forest.childrenFrom[parent], forest.childrenFrom[parent + 1]);
    const first = dragged.get(parent);
    if (first === undefined) return siblings;
    return Int32Array.from([...first, ...siblings.filter((process) => !first.has(process))]);
  };
}

/** Calls back for every shown descendant that has no row of its own; `apart` and what is under them have. */
function joinSubtree(
  { children, childrenFrom }: ProcessForest,
  root: number,
  fates: Uint8Array,
  isPinned: Uint8Array,
  apart: ReadonlySet<number>,
  join: (member: number) => void,
): void {
  const stack = [root];
  for (let process = stack.pop(); process !== undefined; process = stack.pop()) {
    for (let index = childrenFrom[process]!; index < childrenFrom[process + 1]!; index++) {
      const child = children[index]!;
      if (apart.has(child)) continue;
      if (fates[child]! >= fate.context && isPinned[child] === 0) join(child);
      stack.push(child);
    }
  }
}

interface Writer {
  /** Adds a row; -1 as process: the row of others. */
  add(process: number, indent: number, isFolded: boolean, isFoldable: boolean): number;
  /** Makes a process a member of a row. */
  join(process: number, row: number): void;
  rowOf(process: number): number;
  count(): number;
  rows(pinned: number): Rows;
}

function createWriter(processes: number, expanded: ReadonlySet<number>): Writer {
  const process: number[] = [];
  const indents: number[] = [];
  const folded: number[] = [];
  const foldable: number[] = [];
  const members: number[] = [];
  const top: number[] = [0];
  const ofProcess = new Int32Array(processes).fill(-1);
  let shown = 0;
  return {
    add: (one, indent, isFolded, isFoldable) => {
      const row = process.push(one) - 1;
      indents.push(Math.min(indent, 255));
      folded.push(isFolded ? 1 : 0);
      foldable.push(isFoldable ? 1 : 0);
      members.push(one < 0 ? 0 : 1);
      top.push(top[row]! + (expanded.has(one) ? tallLaneHeight : laneHeight));
      if (one >= 0) {
        ofProcess[one] = row;
        shown++;
      }
      return row;
    },
    join: (one, row) => {
      ofProcess[one] = row;
      members[row]!++;
      shown++;
    },
    rowOf: (one) => ofProcess[one]!,
    count: () => process.length,
    rows: (pinned) => ({
      count: process.length,
      pinned,
      process: Int32Array.from(process),
      indent: Uint8Array.from(indents),
      folded: Uint8Array.from(folded),
      foldable: Uint8Array.from(foldable),
      members: Int32Array.from(members),
      top: Float64Array.from(top),
      ofProcess,
      hidden: processes - shown,
    }),
  };
}
