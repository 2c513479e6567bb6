import type { Axis, FilmWindow, Opening } from '../../../protocol/index.ts';

/** How long the axis is: the trace lies between 0 and this. */
export function axisEnd(axis: Axis, { duration, events }: Pick<Opening, 'duration' | 'events'>): number {
  return Math.max(1, axis === 'time' ? duration : events);
}

/**
 * The narrowest window. In time: 100 ns, so that two events a nanosecond apart stand several pixels apart; a trace of days is
 * below 2^53 ns, so positions in such a window are still exact. In order: 10 events.
 */
export const narrowest: Readonly<Record<Axis, number>> = { time: 100, order: 10 };

/** Room left at both sides when everything is shown, as a part of the width. */
const margin = 0.02;

/** The window as it may be: not narrower than can be told apart, not wider than twice the trace, its middle inside the trace. */
export function kept(window: FilmWindow, end: number): FilmWindow {
  const { axis } = window;
  const given = window.to - window.from;
  if (!Number.isFinite(given) || !Number.isFinite(window.from)) return whole(axis, end);
  const width = Math.min(Math.max(given, narrowest[axis]), Math.max(2 * end, narrowest[axis]));
  const middle = Math.min(Math.max(window.from + given / 2, 0), end);
  // An allowed window stays as it is, to the last bit: halving and adding again would move it.
  if (width === given && middle === window.from + given / 2) return window;
  return { axis, from: middle - width / 2, to: middle + width / 2 };
}

/** All of the trace, with a little room at both sides. */
export function whole(axis: Axis, end: number): FilmWindow {
  const width = Math.max(end, narrowest[axis]);
  return { axis, from: -width * margin, to: width * (1 + margin) };
}

/** Zooms around a position, which stays where it is on screen. @param factor above 1 in, below 1 out */
export function zoomed(window: FilmWindow, factor: number, around: number, end: number): FilmWindow {
  const width = window.to - window.from;
  const limited = Math.min(Math.max(width / factor, narrowest[window.axis]), Math.max(2 * end, narrowest[window.axis]));
  const scale = limited / width;
  return kept(
    { axis: window.axis, from: around - (around - window.from) * scale, to: around + (window.to - around) * scale },
    end,
  );
}

/** Moves by a part of the width. */
export function panned(window: FilmWindow, part: number, end: number): FilmWindow {
  const shift = (window.to - window.from) * part;
  return kept({ axis: window.axis, from: window.from + shift, to: window.to + shift }, end);
}

/** A stretch with room around it: what `fit selection` shows. */
export function around(axis: Axis, from: number, to: number, end: number): FilmWindow {
  const room = Math.max((to - from) * 0.15, narrowest[axis] / 4);
  return kept({ axis, from: from - room, to: to + room }, end);
}

/** Moved as little as needed until the position is inside, with some room to the edge; the same window if it is already. */
export function including(window: FilmWindow, at: number, end: number): FilmWindow {
  const { axis, from, to } = window;
  if (at >= from && at <= to) return window;
  const width = to - from;
  const room = width * 0.1;
  // Far away, the least move would leave the place at the edge with all of what is around it unseen: it comes to the middle.
  const isFar = at < from - width || at > to + width;
  const start = isFar ? at - width / 2 : at < from ? at - room : at + room - width;
  return kept({ axis, from: start, to: start + width }, end);
}

/** The next page while the film plays: the playhead has left (or nearly) at one side and comes in at the other. */
export function paged(window: FilmWindow, at: number, direction: 1 | -1, end: number): FilmWindow {
  const width = window.to - window.from;
  const part = (at - window.from) / width;
  const isInside = part >= 0 && part <= 1;
  if (isInside && (direction > 0 ? part < 0.92 : part > 0.08)) return window;
  const start = direction > 0 ? at - width * 0.08 : at - width * 0.92;
  const next = kept({ axis: window.axis, from: start, to: start + width }, end);
  // At an end of the trace there is nowhere to turn to.
  const isOnIt = at >= next.from && at <= next.to;
  return isOnIt && next.from !== window.from ? next : window;
}
