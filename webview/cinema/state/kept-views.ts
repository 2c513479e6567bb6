import type { NamedView } from '../../../protocol/index.ts';
import type { FilmState } from './film-state.ts';

/** What of the page is kept with the workspace: the arrangement, and the views too where the trace cannot take them. */
export function keptState({
  arrangement,
  views,
  opening,
}: Pick<FilmState, 'arrangement' | 'views' | 'opening'>): unknown {
  return opening?.canSave === false ? { ...arrangement, views } : arrangement;
}

/** The views that were kept with the workspace; null where none were. What is no view is left out. */
export function readViews(kept: unknown): readonly NamedView[] | null {
  if (typeof kept !== 'object' || kept === null || !('views' in kept) || !Array.isArray(kept.views)) return null;
  return kept.views.filter(
    (view: unknown): view is NamedView =>
      typeof view === 'object' && view !== null && 'name' in view && typeof view.name === 'string' && 'state' in view,
  );
}
