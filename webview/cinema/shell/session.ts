import type { Axis, Opening } from '../../../protocol/index.ts';
import { around, axisEnd, kept, whole } from '../actions/window.ts';
import { firstSpeed, speeds } from '../actions/play-clock.ts';
import { firstState } from '../state/first-state.ts';
import { tabNames, type FilmState, type Place, type Sizes } from '../state/film-state.ts';

/**
 * What a page keeps until it is made anew (hidden, reloaded). Belongs to one trace; the parts about the page itself (tab, panes)
 * hold for any. `version` is raised when a field changes its meaning; other versions are as nothing.
 */
export interface Session {
  readonly version: 1;
  readonly fingerprint: string;
  readonly window: FilmState['window'];
  readonly scroll: number;
  readonly selection: Place | null;
  readonly tab: FilmState['tab'];
  readonly calls: FilmState['calls'];
  readonly inspectorOpen: boolean;
  readonly foldedSections: readonly string[];
  readonly chooserOpen: boolean;
  readonly sourceOpen: boolean;
  readonly sizes: Sizes;
  readonly speed: number;
  readonly by: FilmState['play']['by'];
}

export function sessionOf(state: FilmState): Session | null {
  const { opening, window, scroll, selection, tab, calls, play } = state;
  const { inspectorOpen, foldedSections, chooserOpen, sourceOpen, sizes } = state;
  if (opening === null) return null;
  const { speed, by } = play;
  const panes = { inspectorOpen, foldedSections, chooserOpen, sourceOpen, sizes };
  return { version: 1, fingerprint: opening.fingerprint, window, scroll, selection, tab, calls, ...panes, speed, by };
}

/** The parts of a kept session that hold for any trace, all else as at first: what a page begins with before it knows its trace. */
export function panesOf(
  given: unknown,
  usual: Partial<FilmState> = {},
): Pick<FilmState, 'tab' | 'inspectorOpen' | 'foldedSections' | 'chooserOpen' | 'sourceOpen' | 'sizes' | 'play'> {
  const session = versionOne(given);
  const flag = (name: 'inspectorOpen' | 'chooserOpen' | 'sourceOpen'): boolean => {
    const value = session[name];
    return typeof value === 'boolean' ? value : (usual[name] ?? firstState[name]);
  };
  const by = session['by'] === 'events' ? 'events' : 'time';
  const speed = speeds[by].find((one) => one === session['speed']) ?? firstSpeed[by];
  return {
    tab: tabNames.find((name) => name === session['tab']) ?? firstState.tab,
    inspectorOpen: flag('inspectorOpen'),
    foldedSections: textsOf(session['foldedSections']),
    chooserOpen: flag('chooserOpen'),
    sourceOpen: flag('sourceOpen'),
    sizes: sizesOf(session['sizes']),
    play: { ...firstState.play, speed, by },
  };
}

/** Where the person was in this trace, if that is the trace they were in; else where the door says to look first. */
export function placesOf(
  given: unknown,
  opening: Opening,
): Pick<FilmState, 'window' | 'scroll' | 'selection' | 'calls'> {
  const kept = versionOne(given);
  const session = kept['fingerprint'] === opening.fingerprint ? kept : {};
  return {
    window: windowOf(session['window'], opening),
    scroll: isPosition(session['scroll']) ? session['scroll'] : 0,
    selection: placeOf(session['selection'], opening),
    calls: callsOf(session['calls'], opening),
  };
}

const versionOne = (given: unknown): Readonly<Record<string, unknown>> =>
  isObject(given) && given['version'] === 1 ? given : {};

function windowOf(given: unknown, opening: Opening): FilmState['window'] {
  const axis: Axis = isObject(given) && given['axis'] === 'order' ? 'order' : 'time';
  const end = axisEnd(axis, opening);
  const { from, to } = isObject(given) ? given : {};
  if (typeof from !== 'number' || typeof to !== 'number' || !(from < to)) return firstWindow(opening);
  return kept({ axis, from, to }, end);
}

/** What the door says is worth a look, with a margin; all of the trace where that is all. */
function firstWindow(opening: Opening): FilmState['window'] {
  const end = axisEnd('time', opening);
  const { from, to } = opening.stretch;
  return from <= 0 && to >= end ? whole('time', end) : around('time', from, to, end);
}

function placeOf(given: unknown, { events, processes }: Opening): Place | null {
  if (!isObject(given)) return null;
  const { moment, time, process } = given;
  if (!isPosition(time) || !isIndex(moment, events) || !isIndex(process, processes)) return null;
  return { moment, time, process };
}

function callsOf(given: unknown, { processes, events }: Opening): FilmState['calls'] {
  const first = firstState.calls;
  if (!isObject(given)) return first;
  const { of, process, ownMoment, opened, closed, frame } = given;
  // A call has an event, so there are no more calls than events.
  const isFrame = (value: unknown): value is number => isIndex(value, events);
  const frames = (value: unknown): readonly number[] => (Array.isArray(value) ? value.filter(isFrame) : []);
  return {
    of: of === 'all' || isIndex(of, processes) ? of : first.of,
    process: isIndex(process, processes) ? process : first.process,
    ownMoment: isIndex(ownMoment, events) ? ownMoment : first.ownMoment,
    opened: frames(opened),
    closed: frames(closed),
    frame: isFrame(frame) ? frame : first.frame,
  };
}

function sizesOf(given: unknown): Sizes {
  const size = (name: keyof Sizes): number => {
    const value = isObject(given) ? given[name] : undefined;
    return isPosition(value) && value >= 80 && value <= 4000 ? value : firstState.sizes[name];
  };
  return { names: size('names'), chooser: size('chooser'), side: size('side'), source: size('source') };
}

function textsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isPosition = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isIndex = (value: unknown, count: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < count;
