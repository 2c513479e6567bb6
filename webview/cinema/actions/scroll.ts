import type { FilmState } from '../state/film-state.ts';

/** Where to scroll so that a process's lane is on screen, moved as little as needed; as it is where that lane is not shown. */
export function scrolledTo(
  { rows, scroll, lanesHeight }: Pick<FilmState, 'rows' | 'scroll' | 'lanesHeight'>,
  process: number,
): number {
  const row = rows.ofProcess[process] ?? -1;
  if (row < rows.pinned || lanesHeight <= 0) return scroll;
  const pinnedHeight = rows.top[rows.pinned]!;
  const height = lanesHeight - pinnedHeight;
  const top = rows.top[row]! - pinnedHeight;
  const bottom = rows.top[row + 1]! - pinnedHeight;
  if (top < scroll) return Math.max(0, top);
  // A lane taller than the room begins at its top.
  if (bottom > scroll + height) return Math.max(0, Math.min(top, bottom - height));
  return scroll;
}
