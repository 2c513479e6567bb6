import { button, element } from '../../element.ts';
import type { App } from '../app.ts';
import { firstArrangement } from '../state/arrangement.ts';
import type { FilmState } from '../state/film-state.ts';
import './choose.css';
import { filterControls } from './filter.ts';
import { laneList } from './lists.ts';
import { kindControls, laneControls } from './picture.ts';
import { isAsAtFirst, summary } from './summary.ts';
import { viewControls } from './views.ts';

/** The column beside the picture in which one chooses what it shows: processes, events, arrows, and views under names. */
export function createChooser(app: App): HTMLElement {
  const { store, actions } = app;
  const controls = [
    filterControls(app),
    laneControls(app),
    kindControls(app),
    laneList(app, 'pinned'),
    laneList(app, 'hidden'),
    viewControls(app),
  ];
  const counts = element('span', 'choose-summary');
  counts.setAttribute('role', 'status');
  const reset = button('link-button', 'Reset', () => actions.arrange(firstArrangement));
  reset.title = 'Shows everything again as at first: no filter, nothing hidden, pinned or moved';
  const made = element(
    'section',
    'choose',
    element('header', 'choose-head', counts, reset),
    element('div', 'choose-body', ...controls.map((control) => control.element)),
  );
  made.setAttribute('aria-label', 'Choose what is shown');

  const update = (now: FilmState): void => {
    for (const control of controls) control.update(now);
    counts.textContent = now.directory === null ? '' : summary(now.rows, now.directory.count);
    reset.hidden = isAsAtFirst(now.arrangement);
  };
  const isSame = (now: FilmState, before: FilmState): boolean =>
    now.arrangement === before.arrangement &&
    now.rows === before.rows &&
    now.directory === before.directory &&
    now.opening === before.opening &&
    now.views === before.views &&
    now.selection === before.selection &&
    now.cursor === before.cursor &&
    now.chooserOpen === before.chooserOpen;
  store.listen((now, before) => {
    if (now.chooserOpen && !isSame(now, before)) update(now);
  });
  if (store.get().chooserOpen) update(store.get());
  return made;
}
