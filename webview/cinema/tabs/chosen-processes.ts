import type { FilmState } from '../state/film-state.ts';

/** Processes that the filter and the hand leave; null: all. */
export function chosenProcesses({
  found,
  arrangement: { hidden },
  opening,
}: Pick<FilmState, 'found' | 'arrangement' | 'opening'>): Int32Array | null {
  if (hidden.length === 0) return found;
  const without = new Set(hidden);
  const all = found ?? Int32Array.from({ length: opening?.processes ?? 0 }, (_, process) => process);
  return all.filter((process) => !without.has(process));
}
