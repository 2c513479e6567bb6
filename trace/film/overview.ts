import { eventsPerPage, gap } from '../build/shapes.ts';
import { crashes } from '../questions/postings.ts';
import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';
import { axisEnd, firstMomentFrom, pageStart, placeOf } from './axis.ts';
import { type Axis, type Overview } from './shapes.ts';

const mostColumns = 16_384;
/** Overviews kept of a trace: one an axis and a width of the window, some more while it is resized. */
const keptOverviews = 8;

/**
 * The whole trace in stretches of equal width. Crashes and gaps are the first of their column. Counts are exact where a page of
 * events is wider than a column; of narrower ones no more is looked at than where they begin.
 */
export function overviewOf(trace: Trace, axis: Axis, columns: number): Overview {
  const known = remembered(trace, 'overviews', () => new Map<string, Overview>());
  const count = Math.max(1, Math.min(mostColumns, Math.floor(columns)));
  const key = `${axis} ${count}`;
  let overview = known.get(key);
  if (overview === undefined) {
    overview = makeOverview(trace, axis, count);
    known.set(key, overview);
    if (known.size > keptOverviews) known.delete(known.keys().next().value!);
  }
  return overview;
}

function makeOverview(trace: Trace, axis: Axis, columns: number): Overview {
  const width = axisEnd(trace, axis) / columns;
  const counts = new Float64Array(columns);
  let before = 0;
  for (let column = 0; column < columns; column++) {
    const edge = column === columns - 1 ? trace.eventCount : edgeAt(trace, axis, (column + 1) * width, width);
    counts[column] = edge - before;
    before = edge;
  }
  const { gaps } = trace.inside;
  return {
    columns,
    counts,
    crashes: firstOfColumns(trace, axis, width, crashes(trace).moments),
    gaps: firstOfColumns(trace, axis, width, {
      length: gaps.rows,
      at: (row) => gaps.get(row, gap.moment),
    }),
  };
}

/** The first moment from a place on; taken evenly from a page that is narrower than a column, which is then not opened. */
function edgeAt(trace: Trace, axis: Axis, place: number, width: number): number {
  let page = 0;
  for (let end = trace.inside.index.pageKinds.length - 1; page < end;) {
    const middle = (page + end + 1) >> 1;
    if (pageStart(trace, axis, middle) < place) page = middle;
    else end = middle - 1;
  }
  const begin = pageStart(trace, axis, page);
  const span = pageStart(trace, axis, page + 1) - begin;
  if (span >= width || place <= begin) return firstMomentFrom(trace, axis, place);
  const part = Math.min(1, (place - begin) / span);
  return Math.min(trace.eventCount, Math.round((page + part) * eventsPerPage));
}

/** Places of ascending moments, one a column. */
function firstOfColumns(
  trace: Trace,
  axis: Axis,
  width: number,
  moments: { readonly length: number; at(row: number): number | undefined },
): Float64Array {
  const places: number[] = [];
  let column = -1;
  let page = -1;
  /** The whole page lies in the column of its first. */
  let isPageDone = false;
  for (let row = 0; row < moments.length; row++) {
    const moment = moments.at(row)!;
    const own = Math.floor(moment / eventsPerPage);
    if (own === page && isPageDone) continue;
    // Where in a page that is narrower than a column cannot be seen.
    const begin = pageStart(trace, axis, own);
    const isNarrow = pageStart(trace, axis, own + 1) - begin < width;
    const place = isNarrow ? begin : placeOf(trace, axis, moment);
    const at = width === 0 ? 0 : Math.floor(place / width);
    page = own;
    isPageDone = width === 0 || Math.floor(pageStart(trace, axis, own + 1) / width) === at;
    if (at === column) continue;
    column = at;
    places.push(place);
  }
  return Float64Array.from(places);
}
