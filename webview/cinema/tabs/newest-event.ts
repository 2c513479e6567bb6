import type { App } from '../app.ts';
import { playheadOf, type Place } from '../state/film-state.ts';

/** The newest event of a process as of the playhead; its first one where it has none yet; null where nothing of it was recorded. */
export async function newestEventOf(
  { client, store }: Pick<App, 'client' | 'store'>,
  process: number,
): Promise<Place | null> {
  const { moment } = playheadOf(store.get());
  const answered = await client.askNewest('newest-event', 'nearest', { axis: 'order', at: moment, process });
  if (!answered.ok || answered.value === null) return null;
  const nearest = answered.value;
  if (nearest.moment <= moment) return nearest;
  // The nearest lies behind the playhead, so the one before that is the newest by now.
  const before = await client.askNewest('newest-event', 'neighbour', {
    moment: nearest.moment,
    forward: false,
    kinds: 0,
    processes: Int32Array.of(process),
  });
  return before.ok && before.value !== null ? before.value : nearest;
}
