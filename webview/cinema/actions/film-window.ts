import type { Axis, FilmWindow } from '../../../protocol/index.ts';
import type { Actions } from '../app.ts';
import { onAxis, playheadOf, type FilmState, type Place } from '../state/film-state.ts';
import type { Glide } from './glide.ts';
import { scrolledTo } from './scroll.ts';
import type { Stage } from './stage.ts';
import { around, axisEnd, including, kept, panned, whole, zoomed } from './window.ts';

type Names = 'show' | 'zoom' | 'pan' | 'fit' | 'fitSelection' | 'reveal' | 'setAxis';

/** What moves the window. */
export function createWindowActions(
  { client, store, complain }: Stage,
  { to: glide, end: aimed }: Pick<Glide, 'to' | 'end'>,
): Pick<Actions, Names> {
  const end = (axis = store.get().window.axis): number => {
    const { opening } = store.get();
    return opening === null ? 1 : axisEnd(axis, opening);
  };
  const show = (window: FilmWindow): void => store.set({ window: kept(window, end(window.axis)) });
  const reveal = (place: Place): void => {
    const state = store.get();
    const window = aimed();
    const next = including(window, onAxis(window, place), end());
    if (next !== window) glide(next);
    store.set({ scroll: scrolledTo(state, place.process) });
  };

  const fitSelection = async (): Promise<void> => {
    const state = store.get();
    const stretch =
      state.selection === null ? lifeOf(state, playheadOf(state).process) : await stretchOf(state.selection);
    if (stretch === null) return;
    const { axis } = store.get().window;
    const places = stretch.map((place) => onAxis({ axis }, place));
    glide(around(axis, Math.min(...places), Math.max(...places), end(axis)));
    if (state.selection !== null) store.set({ scroll: scrolledTo(store.get(), state.selection.process) });
  };

  /** The event, its causes and effects; where it has none, its neighbours in its process. */
  const stretchOf = async (place: Place): Promise<readonly Instant[] | null> => {
    const { moment, process } = place;
    const answered = await client.askNewest('fit', 'event', { moment, process });
    if (!answered.ok) {
      if (!answered.cancelled) complain(answered.problem);
      return null;
    }
    const linked = [...answered.value.causes, ...answered.value.effects];
    if (linked.length > 0) return [place, ...linked];
    const processes = Int32Array.of(process);
    const sides = await Promise.all(
      [true, false].map((forward) => client.ask('neighbour', { moment, forward, kinds: 0, processes })),
    );
    return [place, ...sides.flatMap((side) => (side.ok && side.value !== null ? [side.value] : []))];
  };

  /** The windows of the last switch of the axis: whoever looks and switches back is where they were. */
  let switched: { readonly from: FilmWindow; readonly to: FilmWindow } | null = null;
  const setAxis = async (axis: Axis): Promise<void> => {
    const { window } = store.get();
    if (window.axis === axis) return;
    if (switched?.to === window && switched.from.axis === axis) return show(switched.from);
    const whereNow = end();
    if (window.from <= 0 && window.to >= whereNow) return show(whole(axis, end(axis)));
    const edges = await Promise.all(
      [window.from, window.to].map((at) => client.ask('nearest', { axis: window.axis, at })),
    );
    // Something else moved the window meanwhile: the switch starts from there.
    if (store.get().window.axis === axis) return;
    const [from, to] = edges.map((edge) => (edge.ok && edge.value !== null ? onAxis({ axis }, edge.value) : null));
    if (from === null || to === null || from === undefined || to === undefined) return show(whole(axis, end(axis)));
    show({ axis, from, to: Math.max(to, from + 1) });
    switched = { from: window, to: store.get().window };
  };

  return {
    show,
    reveal,
    zoom: (factor, where) => {
      const state = store.get();
      const { window } = state;
      const at = where ?? onAxis(window, playheadOf(state));
      const anchor = where !== undefined || (at >= window.from && at <= window.to) ? at : (window.from + window.to) / 2;
      store.set({ window: zoomed(window, factor, anchor, end()) });
    },
    pan: (part) => store.set({ window: panned(store.get().window, part, end()) }),
    fit: () => glide(whole(store.get().window.axis, end())),
    fitSelection: () => void fitSelection(),
    setAxis: (axis) => void setAxis(axis),
  };
}

type Instant = Pick<Place, 'moment' | 'time'>;

/** From a process's birth to its death or last event. */
function lifeOf({ directory, opening }: FilmState, process: number): readonly Instant[] | null {
  if (directory === null || opening === null || process < 0 || process >= directory.count) return null;
  const birth = { moment: directory.birth[process]!, time: directory.birthTime[process]! };
  const death = directory.death[process]!;
  if (death >= 0) return [birth, { moment: death, time: directory.deathTime[process]! }];
  return [birth, { moment: opening.events, time: opening.duration }];
}
