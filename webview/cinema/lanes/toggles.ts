import type { Arrangement } from '../state/arrangement.ts';
import { noFilter } from '../state/arrangement.ts';
import type { Rows } from '../state/rows.ts';

/** Changes of an arrangement that one row can ask for. */
export const toggled = (list: readonly number[], process: number): readonly number[] =>
  list.includes(process) ? list.filter((one) => one !== process) : [...list, process];

export function pin({ pinned }: Arrangement, process: number): Partial<Arrangement> {
  return { pinned: toggled(pinned, process) };
}

/** A hidden lane is not pinned any more: shown again, it comes back where it was. */
export function hide({ hidden, pinned }: Arrangement, process: number): Partial<Arrangement> {
  return { hidden: toggled(hidden, process), pinned: pinned.filter((one) => one !== process) };
}

export function makeTall({ expanded }: Arrangement, process: number): Partial<Arrangement> {
  return { expanded: toggled(expanded, process) };
}

/** Takes back what was done by hand before, so that whoever has very many children folds by itself again, else does it by hand. */
export function fold({ folded, unfolded }: Arrangement, process: number, isFolded: boolean): Partial<Arrangement> {
  const [undone, done] = isFolded ? (['unfolded', 'folded'] as const) : (['folded', 'unfolded'] as const);
  const lists = { folded, unfolded };
  if (lists[undone].includes(process)) return { [undone]: lists[undone].filter((one) => one !== process) };
  return { [done]: [...new Set([...lists[done], process])] };
}

/** Folds or unfolds the row if it can be; null: it is so already, or cannot be. */
export function foldRow(
  arrangement: Arrangement,
  rows: Rows,
  row: number,
  isFolded: boolean,
): Partial<Arrangement> | null {
  const process = rows.process[row] ?? -1;
  if (process < 0) return isFolded ? null : { showOthers: true };
  if (rows.foldable[row] === 0 || (rows.folded[row] === 1) === isFolded) return null;
  return fold(arrangement, process, isFolded);
}

export const onlyUnder = (process: number): Partial<Arrangement> => ({ filter: { ...noFilter, under: process } });
export const onlyTalksTo = (process: number): Partial<Arrangement> => ({ filter: { ...noFilter, talksTo: process } });
