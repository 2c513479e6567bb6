import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { noFilter } from '../state/arrangement.ts';
import type { FilmState } from '../state/film-state.ts';
import { drawing, group, name, redraw, signs, toggleButton, toolButton } from './controls.ts';
import { createReadout } from './readout.ts';
import { createSpeedSelect } from './speed-select.ts';
import { createTabList } from './tab-list.ts';
import { toEnd, toggleAxis, toStart } from './travel-ends.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  /** Opens the box for where to go. */
  readonly editPlace: () => void;
}

/** @param share the menu of what can be exported @param help opens the list of keys */
export function createToolbar(app: App, share: HTMLElement, help: () => void): Toolbar {
  const readout = createReadout(app);
  const zoom = zooming(app);
  const arrows = following(app);
  // Where there is little room these go first: keys and the mouse do the same.
  zoom.classList.add('toolbar-third');
  arrows.classList.add('toolbar-second');
  const made = element(
    'header',
    'toolbar',
    createTabList(app),
    transport(app),
    readout.element,
    playing(app),
    zoom,
    arrows,
    panes(app, share, help),
  );
  made.setAttribute('aria-label', 'Film');
  return { element: made, editPlace: readout.edit };
}

/** Keeps a part of the toolbar in step with what it shows of the state. */
function follow<Value>({ store }: App, of: (state: FilmState) => Value, put: (value: Value) => void): void {
  let shown = of(store.get());
  put(shown);
  store.listen((now) => {
    const value = of(now);
    if (Object.is(value, shown)) return;
    shown = value;
    put(value);
  });
}

function transport(app: App): HTMLElement {
  const { actions, store } = app;
  const play = (direction: 1 | -1) => (): void => {
    const { running, direction: now } = store.get().play;
    actions.play({ running: !(running && now === direction), direction });
  };
  const backwardSign = drawing(signs.playBackward);
  const forwardSign = drawing(signs.play);
  const backward = toolButton({ sign: backwardSign, label: 'Play backward', keys: 'Shift+Space', action: play(-1) });
  const forward = toolButton({ sign: forwardSign, label: 'Play', keys: 'Space', action: play(1) });
  follow(
    app,
    ({ play: { running, direction } }) => (running ? direction : 0),
    (now) => {
      redraw(backwardSign, now === -1 ? signs.pause : signs.playBackward);
      redraw(forwardSign, now === 1 ? signs.pause : signs.play);
      name(backward, now === -1 ? 'Pause' : 'Play backward', 'Shift+Space');
      name(forward, now === 1 ? 'Pause' : 'Play', 'Space');
    },
  );
  const start = toolButton({
    sign: drawing(signs.toStart),
    label: 'To the start',
    keys: 'Home',
    action: () => void toStart(app),
  });
  const end = toolButton({
    sign: drawing(signs.toEnd),
    label: 'To the end',
    keys: 'End',
    action: () => void toEnd(app),
  });
  for (const one of [start, end]) one.classList.add('toolbar-fourth');
  const step = (isForward: boolean) =>
    toolButton({
      sign: drawing(isForward ? signs.forward : signs.back),
      label: isForward ? 'Next event' : 'Previous event',
      keys: isForward ? 'ArrowRight' : 'ArrowLeft',
      action: () => void actions.nextEvent(isForward),
    });
  return group('Playback', start, step(false), backward, forward, step(true), end);
}

function playing(app: App): HTMLElement {
  const { actions, store } = app;
  const byEvents = toggleButton({
    sign: 'debug-line-by-line',
    label: 'Play event by event, not by the clock',
    action: () => actions.play({ by: store.get().play.by === 'time' ? 'events' : 'time' }),
  });
  follow(app, ({ play }) => play.by === 'events', byEvents.set);
  return group('Speed', createSpeedSelect(app), byEvents.element);
}

function zooming(app: App): HTMLElement {
  const { actions } = app;
  const axis = toggleButton({
    sign: 'list-ordered',
    label: 'Axis by order: every event as wide as any other',
    keys: 'o',
    action: () => toggleAxis(app),
  });
  follow(app, ({ window }) => window.axis === 'order', axis.set);
  return group(
    'Zoom',
    axis.element,
    toolButton({ sign: 'zoom-out', label: 'Zoom out', keys: 's', action: () => actions.zoom(1 / 1.5) }),
    toolButton({ sign: 'zoom-in', label: 'Zoom in', keys: 'w', action: () => actions.zoom(1.5) }),
    toolButton({ sign: 'screen-full', label: 'Show the whole trace', keys: 'f', action: () => actions.fit() }),
    toolButton({
      sign: 'screen-normal',
      label: 'Show the selection with its causes and effects',
      keys: 'Shift+f',
      action: () => actions.fitSelection(),
    }),
  );
}

function following(app: App): HTMLElement {
  const { actions, store } = app;
  const cone = (direction: 'causes' | 'effects', sign: string, keys: string) => {
    const one = toggleButton({
      sign: drawing(sign),
      label: direction === 'causes' ? 'Light all causes' : 'Light all effects',
      keys,
      action: () => actions.lightCone(store.get().cone?.direction === direction ? null : direction),
    });
    follow(app, (state) => state.cone?.direction === direction, one.set);
    return one.element;
  };
  return group(
    'Causes and effects',
    toolButton({
      sign: drawing(signs.toCause),
      label: 'Along the arrow to the cause',
      keys: '[',
      action: () => void actions.followArrow('cause'),
    }),
    toolButton({
      sign: drawing(signs.toEffect),
      label: 'Along the arrow to the effect',
      keys: ']',
      action: () => void actions.followArrow('effect'),
    }),
    cone('causes', signs.causes, 'c'),
    cone('effects', signs.effects, 'e'),
  );
}

function panes(app: App, share: HTMLElement, help: () => void): HTMLElement {
  const { store, host } = app;
  const pane = (key: 'chooserOpen' | 'sourceOpen' | 'inspectorOpen', sign: string, label: string, keys: string) => {
    const one = toggleButton({ sign, label, keys, action: () => store.set({ [key]: !store.get()[key] }) });
    follow(app, (state) => state[key], one.set);
    return one.element;
  };
  const chooser = pane('chooserOpen', 'filter', 'Choose what is shown', '/');
  const badge = element('span', 'toolbar-badge');
  badge.setAttribute('aria-hidden', 'true');
  follow(app, chosen, (count) => {
    badge.hidden = count === 0;
    badge.textContent = String(count);
    name(
      chooser,
      count === 0 ? 'Choose what is shown' : `Choose what is shown: ${count} of its conditions hide something`,
      '/',
    );
  });
  const holder = element('span', 'toolbar-holder', chooser, badge);
  const replay = toolButton({
    sign: 'debug-alt',
    label: 'Debug this recording from here',
    action: () => host.replay?.(),
  });
  follow(
    app,
    ({ opening }) => host.replay === null || opening === null || opening.attached,
    (isHidden) => (replay.hidden = isHidden),
  );
  const made = group(
    'Page',
    replay,
    holder,
    ...(host.kind === 'vscode' ? [] : [pane('sourceOpen', 'code', 'Source beside the film', 'u')]),
    pane('inspectorOpen', 'layout-sidebar-right', 'Inspector', 'i'),
    share,
    toolButton({ sign: 'question', label: 'Keys', keys: '?', action: help }),
  );
  made.classList.add('toolbar-end');
  return made;
}

/** How many conditions of the arrangement hide something. */
function chosen({ arrangement: { filter, hidden } }: FilmState): number {
  const conditions = [
    filter.text.trim() !== noFilter.text,
    filter.under !== noFilter.under,
    filter.module !== noFilter.module,
    filter.talksTo !== noFilter.talksTo,
    filter.alive,
    hidden.length > 0,
  ];
  return conditions.filter(Boolean).length;
}
