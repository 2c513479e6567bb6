import type { Actions } from '../app.ts';
import { playheadOf } from '../state/film-state.ts';
import type { Stage } from './stage.ts';

/** Lights causes or effects; the light follows the selection until it is put out. */
export function createCone({ client, store, complain }: Stage, task: Actions['task']): Pick<Actions, 'lightCone'> {
  let lit: 'causes' | 'effects' | null = null;
  let litMoment = -1;
  let stop: AbortController | null = null;

  const light = async (direction: 'causes' | 'effects', moment: number): Promise<void> => {
    stop?.abort();
    const own = new AbortController();
    stop = own;
    litMoment = moment;
    const answered = await task(
      direction === 'causes' ? 'Finding all causes' : 'Finding all effects',
      (signal, progress) =>
        client.ask('cone', { moment, direction }, { signal: AbortSignal.any([signal, own.signal]), progress }),
    );
    if (stop !== own || lit !== direction) return;
    stop = null;
    if (answered.ok) store.set({ cone: answered.value });
    else {
      lit = null;
      store.set({ cone: null });
      if (!answered.cancelled) complain(answered.problem);
    }
  };

  store.listen((now) => {
    if (lit === null || now.play.running) return;
    const { moment } = now.selection ?? playheadOf(now);
    if (moment !== litMoment) void light(lit, moment);
  });

  return {
    lightCone: (direction) => {
      if (direction === lit) return;
      lit = direction;
      if (direction === null) {
        stop?.abort();
        stop = null;
        litMoment = -1;
        store.set({ cone: null });
        return;
      }
      const state = store.get();
      void light(direction, (state.selection ?? playheadOf(state)).moment);
    },
  };
}
