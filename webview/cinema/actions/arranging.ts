import type { FindProcesses } from '../../../protocol/index.ts';
import type { Actions } from '../app.ts';
import { noFilter, type Filter } from '../state/arrangement.ts';
import { playheadOf, type FilmState } from '../state/film-state.ts';
import type { ArrangeRows } from '../state/rows.ts';
import type { Stage } from './stage.ts';

/** Milliseconds of rest before the processes alive at the playhead are asked for again. */
const aliveRest = 120;

/** Changes the arrangement; keeps `found` and `rows` in step with it. */
export function createArranging(
  { client, store, complain }: Stage,
  task: Actions['task'],
  arrangeRows: ArrangeRows,
): Pick<Actions, 'arrange'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: FindProcesses | null = null;

  const find = async (asked: FindProcesses): Promise<void> => {
    wanted = asked;
    const answered = await task('Filtering processes', (signal, progress) =>
      client.askNewest('find', 'find', asked, { signal, progress }),
    );
    if (wanted !== asked) return;
    if (answered.ok) store.set({ found: answered.value.processes });
    else if (!answered.cancelled) complain(answered.problem);
  };

  const follow = (now: FilmState, before: FilmState): void => {
    if (now.opening === null) return;
    const { filter } = now.arrangement;
    const isNew = filter !== before.arrangement.filter || now.opening !== before.opening;
    const { moment } = playheadOf(now);
    if (isNew) {
      clearTimeout(timer);
      const asked = findOf(filter, moment);
      if (asked !== null) void find(asked);
      else {
        wanted = null;
        if (now.found !== null) store.set({ found: null });
      }
    } else if (filter.alive && moment !== playheadOf(before).moment) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { arrangement } = store.get();
        const asked = findOf(arrangement.filter, playheadOf(store.get()).moment);
        if (asked !== null) void find(asked);
      }, aliveRest);
    }
  };

  store.listen((now, before) => {
    follow(now, before);
    // Names that have come make a new directory of the same columns: rows do not depend on them.
    const isSame =
      now.directory?.parent === before.directory?.parent &&
      now.arrangement === before.arrangement &&
      now.found === before.found;
    if (!isSame && now.directory !== null)
      store.set({ rows: arrangeRows(now.directory, now.arrangement, store.get().found) });
  });

  return { arrange: (change) => store.set({ arrangement: { ...store.get().arrangement, ...change } }) };
}

/** The question that a filter asks; null: it lets all pass. */
export function findOf(filter: Filter, moment: number): FindProcesses | null {
  const text = filter.text.trim();
  const asked = {
    ...(text !== noFilter.text && { text }),
    ...(filter.under !== noFilter.under && { under: filter.under }),
    ...(filter.module !== noFilter.module && { module: filter.module }),
    ...(filter.talksTo !== noFilter.talksTo && { talksTo: filter.talksTo }),
    ...(filter.alive && { aliveAt: moment }),
  };
  return Object.keys(asked).length === 0 ? null : asked;
}
