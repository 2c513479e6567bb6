import { counted } from '../parts/time-text.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Rows } from '../state/rows.ts';

/** What a row is called: `Shop.Cart <0.158.0>`, `63 others`. */
export function rowName({ directory }: Pick<FilmState, 'directory'>, rows: Rows, row: number): string {
  const process = rows.process[row]!;
  if (process < 0) return counted(rows.members[row]!, 'other');
  return directory?.labels.text(process) ?? `process ${process}`;
}
