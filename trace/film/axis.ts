import { eventsPerPage, track } from '../build/shapes.ts';
import { type Moment } from '../model.ts';
import { timeAt } from '../questions/events.ts';
import { type Trace } from '../trace.ts';
import { type Axis, type FilmWindow } from './shapes.ts';

/** Where a moment lies on the axis. On the time axis a look into a page of times. */
export function placeOf(trace: Trace, axis: Axis, moment: number): number {
  return axis === 'order' ? moment : timeAt(trace, moment as Moment);
}

/** Where the axis ends: the last event's time, or the number of events. */
export function axisEnd(trace: Trace, axis: Axis): number {
  return axis === 'order' ? trace.eventCount : trace.duration;
}

/** The first moment at or after a place of the axis; the number of events when there is none. */
export function firstMomentFrom(trace: Trace, axis: Axis, place: number): number {
  if (axis === 'order') return Math.min(trace.eventCount, Math.max(0, Math.ceil(place)));
  return boundOfTime(trace, place, false);
}

/** The first moment behind a place of the axis. */
export function firstMomentBehind(trace: Trace, axis: Axis, place: number): number {
  if (axis === 'order') return Math.min(trace.eventCount, Math.max(0, Math.floor(place) + 1));
  return boundOfTime(trace, place, true);
}

/** The first moment whose time is at least `time`, or, with `behind`, greater. */
function boundOfTime(trace: Trace, time: number, behind: boolean): number {
  const { tracks, index } = trace.inside;
  const isBefore = (other: number) => (behind ? other <= time : other < time);
  let low = 0;
  let high = index.pageTimes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(index.pageTimes[middle]!)) low = middle + 1;
    else high = middle;
  }
  // Every page from `low` on begins too late: what is looked for is in the page before, or begins page `low`.
  if (low === 0) return 0;
  const page = low - 1;
  const times = tracks.column(page, track.time);
  let first = 0;
  let last = times.length;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (isBefore(times[middle]!)) first = middle + 1;
    else last = middle;
  }
  return page * eventsPerPage + first;
}

/** A window as moments and as columns. */
export interface Scale {
  readonly axis: Axis;
  readonly window: FilmWindow;
  readonly columns: number;
  /** Width of a column on the axis. */
  readonly columnWidth: number;
  /** Events of the window: `start` included, `end` not. */
  readonly start: number;
  readonly end: number;
  /** The column of a place in the window; places outside belong to the nearest. */
  column(place: number): number;
  /**
   * Where a moment lies: exactly in pages that are opened anyway, elsewhere as if the events of a page were evenly spread. So
   * nothing is opened for it.
   */
  near(moment: number): number;
  /** Pages of events that are opened; more where a picture is looked at from near. */
  readonly opened: ReadonlySet<number>;
  readonly firstPage: number;
  /** Before `firstPage` where there is none. */
  readonly lastPage: number;
  /** Whether all pages of the window are opened. */
  readonly isNear: boolean;
}

/** More columns than any screen has. */
const mostColumns = 16_384;
/** Pages of a window that are all opened: about 130,000 events. */
const mostPages = 64;
/** Of a longer window those are opened at most that are wide (a stretch in which little happened), besides the first and the last. */
const mostOpened = 32;
/** A page as wide as this many columns is worth it. */
const worthOpening = 6;

/** @throws RangeError for a window that is none. */
export function scaleOf(trace: Trace, window: FilmWindow, wanted: number): Scale {
  const { axis, from, to } = window;
  if (!Number.isFinite(from) || !Number.isFinite(to) || !(from < to)) {
    throw new RangeError(`A window of a film goes from a place to a later one, not from ${from} to ${to}.`);
  }
  const columns = Math.max(1, Math.min(mostColumns, Math.floor(wanted)));
  const columnWidth = (to - from) / columns;
  const start = firstMomentFrom(trace, axis, from);
  const end = Math.max(start, firstMomentBehind(trace, axis, to));
  const firstPage = Math.floor(start / eventsPerPage);
  const lastPage = end === start ? firstPage - 1 : Math.floor((end - 1) / eventsPerPage);
  const isNear = lastPage - firstPage < mostPages;
  const opened = pagesToOpen(trace, axis, firstPage, lastPage, isNear ? 0 : columnWidth * worthOpening);
  return {
    axis,
    window,
    columns,
    columnWidth,
    start,
    end,
    firstPage,
    lastPage,
    isNear,
    opened,
    column: (place) => Math.max(0, Math.min(columns - 1, Math.floor((place - from) / columnWidth))),
    near(moment) {
      if (axis === 'order') return moment;
      const page = Math.floor(moment / eventsPerPage);
      if (opened.has(page)) return placeOf(trace, axis, moment);
      const begin = pageStart(trace, axis, page);
      return begin + ((pageStart(trace, axis, page + 1) - begin) * (moment - page * eventsPerPage)) / eventsPerPage;
    },
  };
}

/** All pages, or, with a width given, those at the ends and the widest ones of at least that width. */
function pagesToOpen(
  trace: Trace,
  axis: Axis,
  firstPage: number,
  lastPage: number,
  leastWidth: number,
): ReadonlySet<number> {
  const opened = new Set<number>();
  if (leastWidth === 0) {
    for (let page = firstPage; page <= lastPage; page++) opened.add(page);
    return opened;
  }
  opened.add(firstPage).add(lastPage);
  if (axis === 'order') return opened;
  const width = (page: number) => pageStart(trace, axis, page + 1) - pageStart(trace, axis, page);
  const wide: number[] = [];
  for (let page = firstPage + 1; page < lastPage; page++) if (width(page) >= leastWidth) wide.push(page);
  wide.sort((left, right) => width(right) - width(left) || left - right);
  for (const page of wide.slice(0, mostOpened)) opened.add(page);
  return opened;
}

/** The places of the rows of a page: their times, or null on the order axis, where a row's place is its moment. */
export function placesOfPage(trace: Trace, axis: Axis, page: number): Float64Array | null {
  return axis === 'order' ? null : (trace.inside.tracks.column(page, track.time) as Float64Array);
}

/** Where a page begins on the axis, and where the next one does (the end of the trace for the last). */
export function pageStart(trace: Trace, axis: Axis, page: number): number {
  if (axis === 'order') return Math.min(page * eventsPerPage, trace.eventCount);
  return trace.inside.index.pageTimes[page] ?? trace.duration;
}
