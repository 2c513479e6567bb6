import { counted, printCount } from '../parts/time-text.ts';
import { firstArrangement, noFilter, type Arrangement, type Filter } from '../state/arrangement.ts';
import { processFlag, type Directory } from '../state/directory.ts';
import type { Rows } from '../state/rows.ts';

/** Processes that lanes stand for, and those that the row of others stands for. */
export function shownProcesses(rows: Rows): { readonly shown: number; readonly others: number } {
  let shown = 0;
  let others = 0;
  for (let row = 0; row < rows.count; row++) {
    if (rows.process[row] === -1) others += rows.members[row]!;
    else shown += rows.members[row]!;
  }
  return { shown, others };
}

/** `9 of 91 processes, 82 as others`. */
export function summary(rows: Rows, total: number): string {
  const { shown, others } = shownProcesses(rows);
  const parts = [
    shown === total
      ? counted(total, 'process', 'processes')
      : `${printCount(shown)} of ${counted(total, 'process', 'processes')}`,
    others > 0 ? `${printCount(others)} as others` : '',
    rows.hidden > 0 ? `${printCount(rows.hidden)} hidden` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Whether anything is filtered, hidden, pinned or otherwise not as at first. */
export function isAsAtFirst(arrangement: Arrangement): boolean {
  return JSON.stringify(arrangement) === JSON.stringify(firstArrangement);
}

export function isFiltering(filter: Filter): boolean {
  return (Object.keys(noFilter) as (keyof Filter)[]).some((key) => filter[key] !== noFilter[key]);
}

/** Processes with children, those with most of them, at most `most`. Costs one pass over all processes. */
export function parentsOf(directory: Directory, most: number): readonly number[] {
  const children = new Map<number, number>();
  for (let process = 0; process < directory.count; process++) {
    if ((directory.flags[process]! & processFlag.hasChildren) !== 0) children.set(process, 0);
  }
  for (const parent of directory.parent) {
    const count = children.get(parent);
    if (count !== undefined) children.set(parent, count + 1);
  }
  return [...children]
    .sort(([one, ones], [other, others]) => others - ones || one - other)
    .slice(0, most)
    .map(([process]) => process);
}
