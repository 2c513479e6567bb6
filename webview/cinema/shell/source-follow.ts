import type { EventView, PlaceView } from '../../../protocol/index.ts';
import type { Answer } from '../client.ts';
import type { App } from '../app.ts';
import { playheadOf, type FilmState, type Place } from '../state/film-state.ts';

export type Source = Answer<'source'>;

/** What the source pane shows: the event that is read, its place, and the source of that place. */
export interface SourcePlace {
  readonly event: EventView;
  readonly place: PlaceView;
  readonly source: Source;
}

/** The event whose source is shown: the playhead's while it moves, else the selected one, else the cursor's. */
export const readPlace = (state: FilmState): Place =>
  state.preview ?? (state.selection === null ? playheadOf(state) : state.selection);

/** Where an event happened: its own place, else that of the innermost frame that has one. */
export const placeOfEvent = ({ place, stack }: Pick<EventView, 'place' | 'stack'>): PlaceView | null =>
  place ?? stack.find((frame) => frame.place !== null && !frame.left)?.place ?? null;

/** Follows the film while the pane is open. @param show null: nothing was recorded at this event that has a source */
export function followSource(
  { client, store, actions }: App,
  show: (place: SourcePlace | null) => void,
): { readonly sourceOf: (source: number) => Promise<Source | null>; readonly update: () => void } {
  const known = new Map<number, Source>();

  const sourceOf = async (source: number): Promise<Source | null> => {
    const found = known.get(source);
    if (found !== undefined) return found;
    const answered = await client.ask('source', { source });
    if (!answered.ok) {
      actions.complain(answered.problem);
      return null;
    }
    known.set(source, answered.value);
    return answered.value;
  };

  let last: Place | null = null;
  const update = (): void => {
    const state = store.get();
    if (!state.sourceOpen || state.connection.kind !== 'open') return;
    const place = readPlace(state);
    if (place.moment === last?.moment && place.process === last.process) return;
    last = place;
    void look(place);
  };
  const look = async (place: Place): Promise<void> => {
    const { moment, process } = place;
    const answered = await client.askNewest('source', 'event', { moment, process });
    if (last !== place) return;
    if (!answered.ok) {
      last = null;
      if (!answered.cancelled) actions.complain(answered.problem);
      return;
    }
    const found = placeOfEvent(answered.value);
    if (found === null) return show(null);
    const source = await sourceOf(found.source);
    if (last === place && source !== null) show({ event: answered.value, place: found, source });
  };

  store.listen((now, before) => {
    // Another trace has other sources.
    if (now.opening?.fingerprint !== before.opening?.fingerprint) {
      known.clear();
      last = null;
    }
    update();
  });
  return { sourceOf, update };
}
