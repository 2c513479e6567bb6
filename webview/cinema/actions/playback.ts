import type { FilmWindow } from '../../../protocol/index.ts';
import type { Actions } from '../app.ts';
import { onAxis, playheadOf, type Place, type Play } from '../state/film-state.ts';
import { advanced, dueEvents, isAtEnd, speedFor } from './play-clock.ts';
import { shownProcesses } from './shown.ts';
import type { Stage } from './stage.ts';
import { axisEnd, paged } from './window.ts';

/** Milliseconds between questions for where the playhead is: what the inspector follows. */
const askEvery = 100;

/** What playback needs besides the stage. */
export interface PlaybackParts {
  readonly goTo: Actions['goTo'];
  readonly glide: (window: FilmWindow) => void;
  /** The window of now, or the one being moved to. */
  readonly aimed: () => FilmWindow;
  readonly reducedMotion: () => boolean;
  /** Runs something with the next picture, as `requestAnimationFrame` does. */
  readonly nextFrame: (run: (now: number) => void) => void;
}

/**
 * Plays the film: moves `preview` while it runs, and the cursor once when it rests, so that a debugger stops once. The playhead's
 * time moves with every picture; its moment, which has to be asked for, at most ten times a second.
 */
export function createPlayback({ client, store, complain }: Stage, parts: PlaybackParts): Pick<Actions, 'play'> {
  /** Which run of the film the frames belong to: those of an older one do nothing. */
  let run = 0;
  let last = 0;
  let owed = 0;
  let askedAt = -Infinity;
  let isAsking = false;
  /** The clock of the film, nanoseconds; the preview's time stands still between questions where less motion is wanted. */
  let time = 0;

  const playing = (): Play => store.get().play;
  const duration = (): number => store.get().opening?.duration ?? 0;

  /** Stops, and puts the cursor where the playhead is. */
  const rest = async (): Promise<void> => {
    run++;
    const { play, preview } = store.get();
    if (play.running) store.set({ play: { ...play, running: false } });
    if (preview === null) return;
    if (play.by === 'events') return parts.goTo(preview.moment, preview.process);
    // The clock is ahead of the newest answer.
    const answered = await client.ask('nearest', { axis: 'time', at: time });
    // Someone has gone elsewhere meanwhile.
    if (store.get().preview !== preview || playing().running) return;
    const place = answered.ok && answered.value !== null ? answered.value : preview;
    store.set({ preview: place });
    await parts.goTo(place.moment, place.process);
  };

  const put = (place: Place): void => {
    const { opening } = store.get();
    store.set({ preview: place });
    const window = parts.aimed();
    if (opening === null) return;
    const next = paged(window, onAxis(window, place), playing().direction, axisEnd(window.axis, opening));
    if (next !== window) parts.glide(next);
  };

  const byTime = (elapsed: number, now: number): void => {
    const before = playheadOf(store.get());
    time = advanced(time, elapsed, playing(), duration());
    if (!parts.reducedMotion() && store.get().window.axis === 'time') put({ ...before, time });
    if (isAtEnd(time, playing().direction, duration())) return void rest();
    if (isAsking || now - askedAt < askEvery) return;
    askedAt = now;
    isAsking = true;
    void client.ask('nearest', { axis: 'time', at: time }).then((answered) => {
      isAsking = false;
      if (!playing().running) return;
      if (!answered.ok) return failed(answered.problem);
      if (answered.value !== null)
        put(store.get().window.axis === 'time' ? { ...answered.value, time } : answered.value);
    });
  };

  const byEvents = (elapsed: number): void => {
    const state = store.get();
    const next = dueEvents(owed, elapsed, state.play.speed);
    owed = next.owed;
    if (next.due === 0 || isAsking) {
      // A slow answer must not be followed by a leap.
      if (isAsking) owed = Math.min(next.due + next.owed, 1);
      return;
    }
    isAsking = true;
    const { direction } = state.play;
    const from = playheadOf(state).moment + direction * (next.due - 1);
    const processes = shownProcesses(state);
    void client
      .ask('neighbour', {
        // Where several are due at once, events that are not shown count too: one question a picture is enough.
        moment: Math.min(Math.max(from, 0), (state.opening?.events ?? 1) - 1),
        forward: direction > 0,
        kinds: state.arrangement.kinds,
        ...(processes !== null && { processes }),
      })
      .then((answered) => {
        isAsking = false;
        if (!playing().running) return;
        if (!answered.ok) return failed(answered.problem);
        if (answered.value === null) return void rest();
        put(answered.value);
      });
  };

  const failed = (problem: string): void => {
    complain(problem);
    void rest();
  };

  const tick = (own: number, now: number): void => {
    if (own !== run || !playing().running) return;
    const elapsed = now - last;
    last = now;
    parts.nextFrame((next) => tick(own, next));
    if (playing().by === 'time') byTime(elapsed, now);
    else byEvents(elapsed);
  };

  const start = (): void => {
    const state = store.get();
    const { direction, by } = state.play;
    const end = by === 'time' ? duration() : (state.opening?.events ?? 1) - 1;
    const head = playheadOf(state);
    const at = by === 'time' ? head.time : head.moment;
    time = head.time;
    owed = 0;
    askedAt = -Infinity;
    isAsking = false;
    // Played to its end: again from the other one.
    if (isAtEnd(at, direction, end)) {
      time = direction > 0 ? 0 : duration();
      const moment = direction > 0 ? 0 : Math.max(0, (state.opening?.events ?? 1) - 1);
      put({ moment, time, process: head.process });
    } else put(head);
    const own = ++run;
    parts.nextFrame((now) => {
      last = now;
      tick(own, now);
    });
  };

  return {
    play: (change) => {
      const { play, opening } = store.get();
      if (opening === null) return;
      const merged = { ...play, ...change };
      const next = { ...merged, speed: change.speed ?? speedFor(merged.by, merged.speed) };
      store.set({ play: next });
      if (next.running && (!play.running || next.by !== play.by)) start();
      else if (!next.running && play.running) void rest();
    },
  };
}
