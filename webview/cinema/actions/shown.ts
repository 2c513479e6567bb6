import type { FilmState } from '../state/film-state.ts';
import type { Rows } from '../state/rows.ts';

const ofRows = new WeakMap<Rows, Int32Array | null>();

/**
 * Processes whose events can be stepped to: those of a lane or of a folded lane, not those that only the row of others stands for.
 * Null: all, or none are shown and stepping is as good as over all.
 */
export function shownProcesses({ rows }: Pick<FilmState, 'rows'>): Int32Array | null {
  const known = ofRows.get(rows);
  if (known !== undefined) return known;
  const shown: number[] = [];
  for (let process = 0; process < rows.ofProcess.length; process++) {
    const row = rows.ofProcess[process]!;
    if (row >= 0 && rows.process[row]! >= 0) shown.push(process);
  }
  const isAll = shown.length === 0 || shown.length === rows.ofProcess.length;
  const processes = isAll ? null : Int32Array.from(shown);
  ofRows.set(rows, processes);
  return processes;
}
