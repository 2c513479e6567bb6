import type { EventView, MomentLink, Position } from '../../../protocol/index.ts';
import type { Actions } from '../app.ts';
import { playheadOf, type FilmState, type Place } from '../state/film-state.ts';
import { shownProcesses } from './shown.ts';
import type { Stage } from './stage.ts';

/** Going to places: each ends in one `seek`, which is one stop of the debugger. */
export interface Travel extends Pick<
  Actions,
  'select' | 'goTo' | 'goToReceived' | 'preview' | 'nextEvent' | 'followArrow'
> {
  /** The cursor was moved by someone else, such as a step in the debugger. */
  readonly arrived: (position: Position) => void;
}

export function createTravel({ client, store, complain }: Stage, reveal: (place: Place) => void): Travel {
  let seeking = 0;

  const stand = (place: Place): void => {
    store.set({ cursor: place, selection: place, preview: null });
    reveal(place);
  };

  /** Whoever goes somewhere has taken the film into their own hand. */
  const stopPlaying = (): void => {
    const { play } = store.get();
    if (play.running) store.set({ play: { ...play, running: false } });
  };

  const goTo: Travel['goTo'] = async (moment, process) => {
    const number = ++seeking;
    stopPlaying();
    const known = knownPlace(store.get(), moment, process);
    // At once on screen; the answer puts right what was only assumed.
    if (known !== null) stand(known);
    const given = process === undefined || process < 0 ? { moment } : { moment, process };
    const answered = await client.askNewest('seek', 'seek', given);
    if (number !== seeking) return;
    seeking = 0;
    if (answered.ok) stand(placeOf(answered.value));
    else {
      store.set({ preview: null });
      if (!answered.cancelled) complain(answered.problem);
    }
  };

  const goToReceived: Travel['goToReceived'] = async (moment, process) => {
    const answered = await client.askNewest('travel', 'event', { moment, process });
    if (!answered.ok && answered.cancelled) return;
    // Where nothing more is known of the event, its own moment is as near as one comes.
    const handler = answered.ok ? answered.value.effects.find(({ kind }) => kind === 'handler') : undefined;
    await goTo(handler?.moment ?? moment, handler?.process ?? process);
  };

  const nextEvent: Travel['nextEvent'] = async (forward) => {
    const state = store.get();
    const processes = shownProcesses(state);
    const answered = await client.askNewest('travel', 'neighbour', {
      moment: (state.selection ?? playheadOf(state)).moment,
      forward,
      kinds: state.arrangement.kinds,
      ...(processes !== null && { processes }),
    });
    if (!answered.ok) return answered.cancelled ? undefined : complain(answered.problem);
    const place = answered.value;
    if (place === null)
      return complain(forward ? 'This is the last event that is shown.' : 'This is the first event that is shown.');
    store.set({ selection: place });
    await goTo(place.moment, place.process);
  };

  const followArrow: Travel['followArrow'] = async (direction) => {
    const state = store.get();
    const { moment, process } = state.selection ?? playheadOf(state);
    const answered = await client.askNewest('travel', 'event', { moment, process });
    if (!answered.ok) return answered.cancelled ? undefined : complain(answered.problem);
    const link = mainLink(answered.value, direction);
    if (link === null) return complain(`No ${direction} of this event was recorded in another place.`);
    store.set({ selection: { moment: link.moment, time: link.time, process: link.process } });
    await goTo(link.moment, link.process);
  };

  return {
    select: (place) => store.set({ selection: place }),
    goTo,
    goToReceived,
    preview: (place) => {
      stopPlaying();
      store.set({ preview: place });
    },
    nextEvent,
    followArrow,
    arrived: (position) => {
      // Our own seek is answered by itself; older news must not pull the cursor back.
      if (seeking !== 0) return;
      const { cursor } = store.get();
      const place = placeOf(position);
      if (place.moment === cursor.moment && place.process === cursor.process) return;
      stopPlaying();
      stand(place);
    },
  };
}

export function placeOf({ moment, time, process }: Position): Place {
  return { moment, time, process };
}

/** The place of a moment where its time is known already: it was selected, previewed or stood at. */
function knownPlace({ selection, preview, cursor }: FilmState, moment: number, process?: number): Place | null {
  const found = [selection, preview, cursor].find((place) => place?.moment === moment);
  if (found === undefined || found === null) return null;
  return { moment, time: found.time, process: process === undefined || process < 0 ? found.process : process };
}

/** The arrow to follow where there are several: to the callback that handles a message, else a message before anything else. */
export function mainLink(
  event: Pick<EventView, 'causes' | 'effects'>,
  direction: 'cause' | 'effect',
): MomentLink | null {
  const links = direction === 'cause' ? event.causes : event.effects;
  const find = (wanted: MomentLink['kind']): MomentLink | undefined => links.find(({ kind }) => kind === wanted);
  return find('handler') ?? find('message') ?? links[0] ?? null;
}
