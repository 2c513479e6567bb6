import type { Play } from '../state/film-state.ts';

/** Speeds offered. By time: trace seconds a second; programs on the BEAM are quick, so slow motion goes far. By events: events a second. */
export const speeds: Readonly<Record<Play['by'], readonly number[]>> = {
  time: [0.001, 0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 1000],
  events: [1, 2, 5, 10, 20, 50, 100, 1000],
};

export const firstSpeed: Readonly<Record<Play['by'], number>> = { time: 1, events: 5 };

/** The speed to go on with when the way of playing changes: the same if it is offered, else that way's first. */
export function speedFor(by: Play['by'], speed: number): number {
  return speeds[by].includes(speed) ? speed : firstSpeed[by];
}

/** The next faster or slower speed that is offered. */
export function nextSpeed({ by, speed }: Pick<Play, 'by' | 'speed'>, faster: boolean): number {
  const offered = speeds[by];
  if (faster) return offered.find((one) => one > speed) ?? offered.at(-1)!;
  return offered.findLast((one) => one < speed) ?? offered[0]!;
}

/** Longest stretch of real time that counts as one frame: after a pause of the page (hidden, asleep) the film does not leap. */
const longestFrame = 250;

/** Where the playhead's time is after a frame, in nanoseconds, inside the trace. @param elapsed milliseconds of real time */
export function advanced(
  time: number,
  elapsed: number,
  { speed, direction }: Pick<Play, 'speed' | 'direction'>,
  duration: number,
): number {
  const next = time + Math.min(elapsed, longestFrame) * 1e6 * speed * direction;
  return Math.min(Math.max(next, 0), duration);
}

/** Events that are due, and the part of one that is left over for the next frame. */
export function dueEvents(
  owed: number,
  elapsed: number,
  speed: number,
): { readonly due: number; readonly owed: number } {
  const all = owed + (Math.min(elapsed, longestFrame) / 1000) * speed;
  const due = Math.floor(all + 1e-9);
  return { due, owed: Math.max(0, all - due) };
}

/** The playhead is at the end towards which the film plays. */
export function isAtEnd(at: number, direction: 1 | -1, end: number): boolean {
  return direction > 0 ? at >= end : at <= 0;
}
