import type { EventView } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import type { FilmState, Place } from '../state/film-state.ts';
import { inspectorBody, type OpenedParts } from './body.ts';
import { inspectorHead } from './head.ts';
import './inspector.css';
import { spoken } from './texts.ts';

/** While the playhead moves by itself or under a hand, milliseconds between two events that are read. */
const lightPause = 100;

/** Shows the selected event in full, else the one at the playhead; while that moves, what it passes. */
export function createInspector(app: App): HTMLElement {
  const { store, client, actions } = app;
  const opened: OpenedParts = new Map();
  const head = inspectorHead(app);
  const body = element('div', 'inspector-body');
  const announced = element('div', 'inspector-announced');
  announced.setAttribute('aria-live', 'polite');
  const made = element('section', 'inspector', announced, head.element, body);
  made.setAttribute('aria-label', 'Inspector');
  made.hidden = true;

  let asked = '';
  let asking = 0;
  let askedAt = -lightPause;
  let timer = 0;

  const show = (view: EventView, isLight: boolean): void => {
    const hadFocus = body.contains(document.activeElement);
    const { scrollTop } = body;
    head.show(view);
    body.replaceChildren(...inspectorBody(app, view, opened, !isLight));
    body.scrollTop = scrollTop;
    if (hadFocus) head.element.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    // A film that plays is not read aloud.
    if (!isLight) announced.textContent = spoken(view);
    made.hidden = false;
  };

  const ask = async (): Promise<void> => {
    const state = store.get();
    const place = readPlace(state);
    if (place === null) return;
    const isLight = state.preview !== null;
    const key = keyOf(place, isLight);
    if (key === asked) return;
    asked = key;
    asking++;
    askedAt = performance.now();
    const { moment, process } = place;
    const answered = await client.askNewest('inspector', 'event', { moment, process });
    asking--;
    if (answered.ok) show(answered.value, isLight);
    else if (!answered.cancelled) {
      asked = '';
      actions.complain(answered.problem);
    }
    if (keyNow() !== asked && answered.ok) follow();
  };
  const keyNow = (): string => {
    const state = store.get();
    const place = readPlace(state);
    return place === null ? '' : keyOf(place, state.preview !== null);
  };
  const follow = (): void => {
    clearTimeout(timer);
    const wait = store.get().preview === null ? 0 : askedAt + lightPause - performance.now();
    if (wait <= 0) {
      // What plays faster than it can be read is read as it can be; a place that was chosen is read at once.
      if (asking === 0 || store.get().preview === null) void ask();
    } else timer = window.setTimeout(follow, wait);
  };

  store.listen((now, before) => {
    if (now.opening !== before.opening) asked = '';
    const changed =
      now.selection !== before.selection ||
      now.cursor !== before.cursor ||
      now.preview !== before.preview ||
      now.inspectorOpen !== before.inspectorOpen ||
      now.opening !== before.opening;
    if (changed) follow();
  });
  follow();
  return made;
}

/** Which event is read; null: none, or the inspector is shut. */
function readPlace({ opening, inspectorOpen, preview, selection, cursor }: FilmState): Place | null {
  if (opening === null || opening.events === 0 || !inspectorOpen) return null;
  return preview ?? selection ?? cursor;
}

function keyOf({ moment, process }: Place, isLight: boolean): string {
  return `${moment} ${process} ${isLight ? 'light' : 'full'}`;
}
