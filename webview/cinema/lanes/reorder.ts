import type { Arrangement } from '../state/arrangement.ts';
import type { Directory } from '../state/directory.ts';
import { forestOf } from '../state/process-forest.ts';
import type { Rows } from '../state/rows.ts';

/**
 * Rows among which a row can be moved: pinned ones among pinned ones, children among the children of the same parent, in their
 * order on screen. Empty for the row of others.
 */
export function siblingRows(
  directory: Directory,
  rows: Rows,
  grouping: Arrangement['grouping'],
  row: number,
): readonly number[] {
  const process = rows.process[row] ?? -1;
  if (process < 0) return [];
  const { parent } = forestOf(directory);
  const isPinned = row < rows.pinned;
  const siblings: number[] = [];
  for (let other = isPinned ? 0 : rows.pinned; other < (isPinned ? rows.pinned : rows.count); other++) {
    const one = rows.process[other]!;
    if (one < 0) continue;
    if (isPinned || grouping === 'flat' || parent[one] === parent[process]) siblings.push(other);
  }
  return siblings;
}

/**
 * The arrangement after a row was moved to a place among its siblings (0: before all of them). Of siblings only those up to the last
 * one that left its place are kept in `order`: the others follow by themselves.
 */
export function moved(
  directory: Directory,
  rows: Rows,
  arrangement: Arrangement,
  row: number,
  to: number,
): Partial<Arrangement> {
  const siblings = siblingRows(directory, rows, arrangement.grouping, row);
  const from = siblings.indexOf(row);
  const place = Math.min(Math.max(to, 0), siblings.length - 1);
  if (from < 0 || from === place) return {};
  const processes = siblings.map((one) => rows.process[one]!);
  const [process] = processes.splice(from, 1);
  processes.splice(place, 0, process!);
  if (row < rows.pinned) return { pinned: processes };
  const dragged = new Set(arrangement.order);
  let length = Math.max(from, place) + 1;
  while (length < processes.length && dragged.has(processes[length]!)) length++;
  const family = new Set(processes);
  return { order: [...arrangement.order.filter((one) => !family.has(one)), ...processes.slice(0, length)] };
}
