import type { Host } from '../host/index.ts';
import type { FilmState } from '../state/film-state.ts';
import { keptState } from '../state/kept-views.ts';
import type { Store } from '../state/store.ts';
import { debounced } from './debounce.ts';
import { sessionOf } from './session.ts';

/** Keeps the arrangement with the workspace and the view with the page, a moment after they change and before the page is hidden. */
export function keepState(host: Host, store: Store<FilmState>): void {
  const arrangement = debounced(400, () => {
    const now = store.get();
    if (now.opening !== null) host.keep(now.opening.fingerprint, keptState(now));
  });
  const session = debounced(250, () => {
    const now = sessionOf(store.get());
    if (now !== null) host.keepSession(now);
  });
  store.listen((now, before) => {
    // What was just read needs not be written again.
    if (now.opening === null || now.opening.fingerprint !== before.opening?.fingerprint) return;
    if (now.arrangement !== before.arrangement || now.views !== before.views) arrangement.later();
    session.later();
  });
  const hurry = (): void => {
    arrangement.now();
    session.now();
  };
  document.addEventListener('visibilitychange', hurry);
  window.addEventListener('pagehide', hurry);
}
