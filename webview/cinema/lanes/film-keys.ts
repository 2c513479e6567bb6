import { onAxis, playheadOf, type Place } from '../state/film-state.ts';
import { nearestOfRow } from './nearest.ts';
import type { Film } from './view.ts';

/** Keys while the lanes have the focus, beside those of the page: for the help. Keys as shell/keys.ts writes them. */
export const lanesKeys: readonly {
  readonly group: 'Lanes';
  readonly keys: readonly string[];
  readonly what: string;
}[] = [
  { group: 'Lanes', keys: ['ArrowLeft'], what: 'Previous event of the lane' },
  { group: 'Lanes', keys: ['ArrowRight'], what: 'Next event of the lane' },
  { group: 'Lanes', keys: ['ArrowUp'], what: 'Lane above' },
  { group: 'Lanes', keys: ['ArrowDown'], what: 'Lane below' },
  { group: 'Lanes', keys: ['Enter'], what: 'Go to the selected event' },
  { group: 'Lanes', keys: ['ArrowLeft', 'ArrowRight'], what: 'In the names: fold and unfold' },
  { group: 'Lanes', keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], what: 'In the names: move the lane' },
  { group: 'Lanes', keys: ['p'], what: 'In the names: pin' },
  { group: 'Lanes', keys: ['h'], what: 'In the names: hide' },
  { group: 'Lanes', keys: ['t'], what: 'In the names: tall' },
];

/** The keys of the focused film: they read (select) events; Enter goes there. */
export function createFilmKeys(film: Film): void {
  const { app, element } = film;
  const { store, actions, client } = app;

  const select = (place: Place): void => {
    actions.select(place);
    actions.reveal(place);
  };
  const now = (): Place => store.get().selection ?? playheadOf(store.get());

  const along = async (forward: boolean): Promise<void> => {
    const { moment, process } = now();
    const { kinds } = store.get().arrangement;
    const processes = Int32Array.of(process);
    const answered = await client.askNewest('lane-keys', 'neighbour', { moment, forward, kinds, processes });
    if (!answered.ok) return answered.cancelled ? undefined : actions.complain(answered.problem);
    if (answered.value === null) {
      return actions.complain(`This is the ${forward ? 'last' : 'first'} event of the process that is shown.`);
    }
    select(answered.value);
  };

  const across = async (step: 1 | -1): Promise<void> => {
    const { rows, window } = store.get();
    const from = now();
    const at = onAxis(window, from);
    const first = rows.ofProcess[from.process] ?? -1;
    for (let row = first + step; row >= 0 && row < rows.count; row += step) {
      const found = await nearestOfRow(app, 'lane-keys', window, rows, row, at);
      if (found === null) continue;
      // The place goes along so that going back comes back.
      return select(found);
    }
  };

  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        void along(event.key === 'ArrowRight');
        break;
      case 'ArrowUp':
      case 'ArrowDown':
        void across(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Enter':
        void actions.goTo(now().moment, now().process);
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}
