import { kindCode } from '../state/arrangement.ts';
import type { Place } from '../state/film-state.ts';
import { arrowKind, barFlag } from './flags.ts';
import { hitAt, type Hit } from './hit.ts';
import { farthestScroll, rulerHeight } from './layout.ts';
import { nearestOfRow } from './nearest.ts';
import { atX, perPixel } from './scale.ts';
import { fold } from './toggles.ts';
import type { Film } from './view.ts';
import { listenToWheel } from './wheel.ts';

/** The mouse has moved this far before a press is a drag. */
const dragStart = 4;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the mouse and fingers do on the film; the wheel also over the names. */
export function listenToFilm(film: Film, names: HTMLElement): void {
  const { app, element } = film;
  const { store, actions } = app;
  listenToWheel(film, names);

  const pointOf = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = ({ x, y }: Point): Hit | null => {
    const scene = film.scene();
    return scene === null || y < rulerHeight ? null : hitAt(scene, film.drawn, x, y);
  };
  const place = ({ x }: Point): number => {
    const scene = film.scene();
    return scene === null ? 0 : atX(scene.scale, x);
  };

  const fingers = new Map<number, Point>();
  element.addEventListener('pointermove', (event) => {
    if (event.buttons !== 0) return;
    const point = pointOf(event);
    const hover = under(point);
    film.point({ hover, pointed: place(point) });
    element.classList.toggle('lanes-film-over', hover !== null && hover.kind !== 'lane');
    element.classList.toggle('lanes-film-ruler', point.y < rulerHeight);
  });
  element.addEventListener('pointerleave', () => film.point({ hover: null, pointed: null }));

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || film.scene() === null) return;
    element.focus({ preventScroll: true });
    const start = pointOf(event);
    fingers.set(event.pointerId, start);
    element.setPointerCapture(event.pointerId);
    if (fingers.size === 2) return;
    if (event.shiftKey) choose(film, event.pointerId, start, pointOf);
    else if (start.y < rulerHeight) scrub(film, event.pointerId, start, pointOf);
    else drag(film, event.pointerId, start, pointOf, fingers, (end) => void click(film, under(end)));
  });
  const lift = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  element.addEventListener('pointerup', lift);
  element.addEventListener('pointercancel', lift);

  element.addEventListener('dblclick', (event) => {
    const point = pointOf(event);
    const hit = under(point);
    const { rows } = store.get();
    if (hit === null) return;
    if (hit.kind === 'bar' && hit.picture !== null) {
      const { from, to } = hit.picture.bars;
      const [start, end] = [from[hit.index]!, to[hit.index]!];
      const room = Math.max((end - start) * 0.08, 1);
      actions.show({ axis: store.get().window.axis, from: start - room, to: end + room });
    } else if (hit.kind === 'lane' && rows.folded[hit.row] === 1 && hit.process >= 0) {
      actions.arrange(fold(store.get().arrangement, hit.process, false));
    }
  });
}

/** Listens to one pointer from its press on until it is let go. */
function follow(
  element: HTMLElement,
  pointer: number,
  move: (event: PointerEvent) => void,
  end: (event: PointerEvent | null) => void,
): void {
  const stop = new AbortController();
  const { signal } = stop;
  const isIt = (event: PointerEvent): boolean => event.pointerId === pointer;
  element.addEventListener('pointermove', (event) => isIt(event) && move(event), { signal });
  const finish = (event: PointerEvent, result: PointerEvent | null): void => {
    if (!isIt(event)) return;
    stop.abort();
    end(result);
  };
  element.addEventListener('pointerup', (event) => finish(event, event), { signal });
  element.addEventListener('pointercancel', (event) => finish(event, null), { signal });
}

/** Moves the film under the mouse, or with two fingers zooms it; a press without a move is a click. */
function drag(
  { app, element, scene, point }: Film,
  pointer: number,
  start: Point,
  pointOf: (event: MouseEvent) => Point,
  fingers: Map<number, Point>,
  click: (end: Point) => void,
): void {
  const { store, actions } = app;
  const { window, scroll } = store.get();
  const { height } = scene()!.layout;
  const pixel = perPixel(scene()!.scale);
  let isDrag = false;
  let isPinch = false;
  const spread = (): number | null => {
    const [one, other] = [...fingers.values()];
    return one === undefined || other === undefined ? null : Math.max(20, Math.hypot(one.x - other.x, one.y - other.y));
  };
  let before: number | null = null;
  follow(
    element,
    pointer,
    (event) => {
      const now = pointOf(event);
      fingers.set(pointer, now);
      const wide = spread();
      if (wide !== null) {
        isPinch = true;
        const [one, other] = [...fingers.values()];
        if (before !== null) actions.zoom(wide / before, atX(scene()!.scale, (one!.x + other!.x) / 2));
        before = wide;
        return;
      }
      if (isPinch || (!isDrag && Math.hypot(now.x - start.x, now.y - start.y) < dragStart)) return;
      if (!isDrag) element.classList.add('lanes-film-dragged');
      isDrag = true;
      point({ hover: null, pointed: null });
      const shift = (start.x - now.x) * pixel;
      actions.show({ axis: window.axis, from: window.from + shift, to: window.to + shift });
      const farthest = farthestScroll(store.get().rows, height);
      store.set({ scroll: Math.min(farthest, Math.max(0, scroll + start.y - now.y)) });
    },
    (event) => {
      element.classList.remove('lanes-film-dragged');
      if (event !== null && !isDrag && !isPinch) click(pointOf(event));
    },
  );
}

/** Drags the playhead: the page shows where it would stand, and the debugger goes there once, when it is let go. */
function scrub(
  { app, element, scene, point }: Film,
  pointer: number,
  start: Point,
  pointOf: (event: MouseEvent) => Point,
): void {
  const { client, store, actions } = app;
  let newest: Promise<Place | null> = Promise.resolve(null);
  let isDone = false;
  const look = async (at: number): Promise<Place | null> => {
    const { axis } = store.get().window;
    const answered = await client.askNewest('scrub', 'nearest', { axis, at });
    if (!answered.ok) {
      if (!answered.cancelled) actions.complain(answered.problem);
      return null;
    }
    if (answered.value !== null && !isDone) actions.preview(answered.value);
    return answered.value;
  };
  const move = (at: Point): void => {
    const place = atX(scene()!.scale, at.x);
    // On screen at once; the event there follows as the door answers.
    point({ scrubbed: place, hover: null, pointed: null });
    newest = look(place);
  };
  move(start);
  follow(
    element,
    pointer,
    (event) => move(pointOf(event)),
    (event) =>
      void newest.then(async (found) => {
        isDone = true;
        if (event !== null && found !== null) await actions.goTo(found.moment, found.process);
        actions.preview(null);
        point({ scrubbed: null });
      }),
  );
}

/** Chooses a stretch, which is then shown. */
function choose(
  { app, element, scene, point }: Film,
  pointer: number,
  start: Point,
  pointOf: (event: MouseEvent) => Point,
): void {
  const from = atX(scene()!.scale, start.x);
  let to = from;
  follow(
    element,
    pointer,
    (event) => {
      to = atX(scene()!.scale, pointOf(event).x);
      point({ chosen: { from, to }, hover: null });
    },
    (event) => {
      point({ chosen: null });
      const { axis } = app.store.get().window;
      const isStretch = Math.abs(to - from) >= dragStart * perPixel(scene()!.scale);
      if (event !== null && isStretch) app.actions.show({ axis, from: Math.min(from, to), to: Math.max(from, to) });
    },
  );
}

/** What was clicked is the taking of a message: the end of its arrow, or its arrival on the lane. */
function isReceived({ kind, moment, index, picture }: Hit): boolean {
  if (picture === null) return false;
  const { arrows, stops, marks } = picture;
  if (kind === 'arrow') return arrows.kind[index] === arrowKind.message && arrows.to[index] === moment;
  const code = kind === 'stop' ? stops.kind[index] : kind === 'mark' ? marks.kind[index] : -1;
  return code === kindCode.arrive;
}

/** Goes to what was clicked: an event, or the nearest one of a lane. */
async function click({ app }: Film, hit: Hit | null): Promise<void> {
  const { actions, store } = app;
  if (hit === null) return actions.select(null);
  const { window, rows } = store.get();
  if (hit.kind === 'bundle' && hit.picture !== null) {
    const { from, to } = hit.picture.bundles;
    return actions.show({ axis: window.axis, from: from[hit.index]!, to: to[hit.index]! });
  }
  if (hit.moment >= 0) {
    // The time is known where the axis is time: the page need not wait for the debugger to show where it goes.
    const isCut = hit.kind === 'bar' && (hit.picture!.bars.flags[hit.index]! & barFlag.beganBefore) !== 0;
    if (window.axis === 'time' && !isCut) actions.select({ moment: hit.moment, time: hit.at, process: hit.process });
    // An arrow names its process; a sign on the lane of several does not say whose it is.
    const process = hit.kind !== 'arrow' && rows.members[hit.row]! > 1 ? undefined : hit.process;
    if (process !== undefined && isReceived(hit)) return actions.goToReceived(hit.moment, process);
    return actions.goTo(hit.moment, process);
  }
  if (hit.row < 0) return;
  const found = await nearestOfRow(app, 'click', window, rows, hit.row, hit.at);
  if (found === null) return actions.complain('No event of this process was recorded.');
  actions.select(found);
  await actions.goTo(found.moment, found.process);
}
