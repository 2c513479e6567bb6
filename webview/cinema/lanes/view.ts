import { element } from '../../element.ts';
import type { App, View } from '../app.ts';
import { moduleColours } from '../parts/module-colour.ts';
import { createSurface, svgRenderer } from '../render/index.ts';
import { createSplitter } from '../shell/splitter.ts';
import type { FilmState } from '../state/film-state.ts';
import { recordFrame } from '../state/frame-times.ts';
import { askedFor, lanesFor } from './asked.ts';
import { createCrashTexts } from './crash-texts.ts';
import { newArrowLines } from './draw-arrows.ts';
import { listenToFilm } from './film-input.ts';
import { createFilmKeys } from './film-keys.ts';
import type { Hit } from './hit.ts';
import './lanes.css';
import { farthestScroll, layoutOf, rulerHeight } from './layout.ts';
import { createNames } from './names.ts';
import { createPen } from './pen.ts';
import { createPictures } from './pictures.ts';
import { createScrollbar } from './scrollbar.ts';
import { drawScene, type Drawn, type Scene } from './scene.ts';
import { scaleOf } from './scale.ts';
import { createTooltip } from './tooltip.ts';

/** What the mouse does to the picture; not kept anywhere. */
export interface Pointing {
  readonly hover: Hit | null;
  readonly pointed: number | null;
  readonly scrubbed: number | null;
  readonly chosen: Scene['chosen'];
}

/** What input needs of the view. */
export interface Film {
  readonly app: App;
  readonly element: HTMLElement;
  /** The scene as drawn last; null before. */
  readonly scene: () => Scene | null;
  readonly drawn: Drawn;
  readonly point: (change: Partial<Pointing>) => void;
}

/** Fields that the lanes are drawn from: a change of any other draws nothing. */
const drawnFrom = [
  'opening',
  'directory',
  'cursor',
  'preview',
  'selection',
  'window',
  'scroll',
  'arrangement',
  'rows',
  'cone',
  'connection',
  'sizes',
] as const satisfies readonly (keyof FilmState)[];

/**
 * Milliseconds of patience with the first picture of a trace: to draw empty lanes meanwhile would only keep what makes the picture from
 * working, where both share a machine.
 */
const patience = 400;

/** Processes as lanes over time, with their names beside them. One canvas holds all lanes, so arrows also cross to pinned ones. */
export function createLanesView(app: App): View {
  const { store, theme, client, actions } = app;
  const film = element('div', 'lanes-film');
  film.tabIndex = 0;
  film.setAttribute('role', 'application');
  film.setAttribute('aria-label', 'Lanes of processes over time');
  const surface = createSurface(film);
  const names = createNames(app, { redraw: soon });
  const scrollbar = createScrollbar((scroll) => store.set({ scroll }));
  const view = element('div', 'lanes-view');
  const putWidth = (): void => view.style.setProperty('--lanes-names-width', `${store.get().sizes.names}px`);
  putWidth();
  const splitter = createSplitter({
    label: 'Width of the names',
    between: 'columns',
    grows: 1,
    smallest: 80,
    largest: () => view.clientWidth * 0.6,
    size: () => store.get().sizes.names,
    set: (width) => store.set({ sizes: { ...store.get().sizes, names: width } }),
  });
  view.append(names.element, splitter, film, scrollbar.element);

  const pen = createPen();
  const drawn: Drawn = { arrows: newArrowLines(), chips: { boxes: [] } };
  const pictures = createPictures(client, soon, (problem) => actions.complain(problem));
  const crashTexts = createCrashTexts(client, soon);
  const tooltip = createTooltip(app, film);
  let pointing: Pointing = { hover: null, pointed: null, scrubbed: null, chosen: null };
  let scene: Scene | null = null;
  let colourOf = moduleColours([]);
  let isShown = false;
  let frame = 0;
  /** Until when nothing is drawn without a picture; 0 once there has been one. */
  let patientUntil = performance.now() + patience;

  const sceneOf = (state: FilmState, width: number, height: number, left: number, hasNames: boolean): Scene => {
    const layout = layoutOf(state.rows, width, height, state.scroll, left);
    const scale = scaleOf(state.window, left, width - left);
    const { process } = state.selection ?? { process: -1 };
    const asked = askedFor(state.window.axis, scale, lanesFor(layout), state.arrangement, process);
    return {
      state,
      palette: theme.palette(),
      layout,
      scale,
      prepared: pictures.of(asked, scale),
      colourOf,
      crashText: crashTexts.of,
      names: hasNames,
      ...pointing,
    };
  };

  const draw = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    const state = store.get();
    if (!isShown || state.opening === null || surface.width === 0 || surface.height === 0) return;
    const start = performance.now();
    scene = sceneOf(state, surface.width, surface.height, 0, false);
    if (scene.prepared !== null) patientUntil = 0;
    else if (start < patientUntil && pictures.isAsking()) {
      askNames(scene);
      setTimeout(soon, patientUntil - start);
      return;
    }
    drawScene(surface.renderer, pen, scene, drawn);
    recordFrame(performance.now() - start);
    names.draw(scene);
    scrollbar.put(scene.layout.scroll, state.rows.top[state.rows.count]!, surface.height - rulerHeight);
    tooltip.follow(scene, pointing.hover);
    crashTexts.ask();
  };
  function soon(): void {
    if (frame === 0 && isShown) frame = requestAnimationFrame(draw);
  }
  const resized = (): void => {
    if (!isShown) return;
    const lanesHeight = Math.max(0, surface.height - rulerHeight);
    store.set({ lanesHeight });
    // A canvas whose size changed is empty: drawn in the same frame, nobody sees that.
    draw();
  };
  surface.onResize(resized);
  theme.listen(soon);

  store.listen((now, before) => {
    if (now.opening?.fingerprint !== before.opening?.fingerprint) {
      pictures.clear();
      patientUntil = performance.now() + patience;
      crashTexts.clear();
      colourOf = moduleColours(now.opening?.modules ?? []);
    }
    if (now.connection !== before.connection) pictures.retry();
    if (now.sizes.names !== before.sizes.names) putWidth();
    if (!isShown) return;
    const farthest = farthestScroll(now.rows, surface.height);
    if (now.rows !== before.rows && now.scroll > farthest) store.set({ scroll: farthest });
  });
  store.settled((now, before) => {
    if (isShown && drawnFrom.some((field) => now[field] !== before[field])) draw();
  });
  colourOf = moduleColours(store.get().opening?.modules ?? []);

  const point = (change: Partial<Pointing>): void => {
    pointing = { ...pointing, ...change };
    soon();
  };
  const own: Film = { app, element: film, scene: () => scene, drawn, point };
  listenToFilm(own, names.element);
  createFilmKeys(own);

  return {
    name: 'lanes',
    title: 'Lanes',
    element: view,
    show: () => {
      isShown = true;
      resized();
      soon();
    },
    hide: () => {
      isShown = false;
      tooltip.hide();
    },
    picture: () => {
      const left = names.element.clientWidth;
      const width = left + surface.width;
      const palette = theme.palette();
      const renderer = svgRenderer(palette, `Lanes of ${store.get().opening?.name ?? 'a trace'}`);
      const kept = pointing;
      pointing = { hover: null, pointed: null, scrubbed: null, chosen: null };
      const exported = sceneOf(store.get(), width, surface.height, left, true);
      pointing = kept;
      renderer.resize(width, surface.height, 1);
      drawScene(renderer, createPen(), exported, { arrows: newArrowLines(), chips: { boxes: [] } });
      return Promise.resolve({ svg: renderer.svg(), width, height: surface.height });
    },
  };
}

/** Asks for the names of the rows on screen, so that they come with the picture. */
function askNames({ state, layout: { stuck, first, end } }: Scene): void {
  for (let row = 0; row < end; row++) {
    if (row < stuck || row >= first) state.directory?.labels.of(state.rows.process[row]!);
  }
}
