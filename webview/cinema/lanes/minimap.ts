import type { Axis, FilmWindow, Overview } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { axisEnd } from '../actions/window.ts';
import { printCount, printTime } from '../parts/time-text.ts';
import { createSurface } from '../render/index.ts';
import type { FilmState } from '../state/film-state.ts';
import { drawMinimap } from './minimap-scene.ts';
import { listenToMinimap } from './minimap-input.ts';
import { createPen } from './pen.ts';
import { scaleOf, xOf, type Scale } from './scale.ts';

/** Columns asked for: whole blocks, so that dragging a splitter asks seldom. */
const block = 256;

/** The whole trace, always, and what of it the window shows. */
export function createMinimap(app: App): HTMLElement {
  const { store, client, theme, actions } = app;
  const made = element('div', 'minimap');
  made.setAttribute('role', 'group');
  made.setAttribute('aria-label', 'The whole trace');
  const surface = createSurface(made);
  const handle = element(
    'div',
    'minimap-window',
    element('div', 'minimap-edge minimap-edge-from'),
    element('div', 'minimap-edge minimap-edge-to'),
  );
  handle.tabIndex = 0;
  handle.setAttribute('role', 'slider');
  handle.setAttribute('aria-label', 'What is shown of the trace');
  handle.setAttribute('aria-orientation', 'horizontal');
  made.append(handle);

  const pen = createPen();
  let overview: { readonly key: string; readonly axis: Axis; readonly content: Overview } | null = null;
  let asking = '';
  let frame = 0;

  const scale = (): Scale => {
    const { opening, window } = store.get();
    const end = opening === null ? 1 : axisEnd(window.axis, opening);
    return scaleOf({ from: 0, to: end }, 0, surface.width);
  };

  const ask = async (state: FilmState): Promise<void> => {
    if (state.opening === null || surface.width === 0) return;
    const { axis } = state.window;
    const columns = Math.ceil(surface.width / block) * block;
    const key = `${state.opening.fingerprint} ${axis} ${columns}`;
    if (overview?.key === key || asking === key) return;
    asking = key;
    const answered = await client.askNewest('minimap', 'overview', { axis, columns });
    if (asking === key) asking = '';
    if (answered.ok) overview = { key, axis, content: answered.value };
    else if (!answered.cancelled) actions.complain(answered.problem);
    soon();
  };

  const draw = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (surface.width === 0) return;
    const state = store.get();
    const now = scale();
    drawMinimap(surface.renderer, pen, {
      state,
      palette: theme.palette(),
      overview: overview?.axis === state.window.axis ? overview.content : null,
      scale: now,
      width: surface.width,
      height: surface.height,
    });
    putHandle(handle, state.window, now);
    void ask(state);
  };
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  surface.onResize(draw);
  theme.listen(soon);
  store.settled((now, before) => {
    const fields = ['opening', 'window', 'cursor', 'preview', 'connection'] as const;
    if (fields.some((field) => now[field] !== before[field])) draw();
  });
  listenToMinimap(app, made, handle, scale);
  soon();
  return made;
}

/** Puts the frame around what the window shows, and says it. */
function putHandle(handle: HTMLElement, { axis, from, to }: FilmWindow, scale: Scale): void {
  const left = Math.max(0, xOf(scale, from));
  const right = Math.min(scale.width, xOf(scale, to));
  handle.style.transform = `translateX(${Math.min(left, scale.width - 6)}px)`;
  handle.style.width = `${Math.max(6, right - left)}px`;
  const percent = (at: number): number => Math.round((100 * at) / Math.max(1, scale.to));
  handle.setAttribute('aria-valuemin', '0');
  handle.setAttribute('aria-valuemax', '100');
  handle.setAttribute('aria-valuenow', String(Math.min(100, Math.max(0, percent((from + to) / 2)))));
  const text = (at: number): string =>
    axis === 'time' ? printTime(Math.max(0, at)) : printCount(Math.max(0, Math.round(at)));
  handle.setAttribute(
    'aria-valuetext',
    `${axis === 'time' ? '' : 'moments '}${text(from)} to ${text(Math.min(to, scale.to))}`,
  );
}
