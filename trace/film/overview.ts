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
 * The whole trace in stretches of equal width. Counts are exact; crashes and gaps are the first of their column. Looks at a few
 * pages of times a column when asked for the first time.
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
    const edge = column === columns - 1 ? trace.eventCount : firstMomentFrom(trace, axis, (column + 1) * width);
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
    const place = placeOf(trace, axis, moment);
    const at = width === 0 ? 0 : Math.floor(place / width);
    page = own;
    isPageDone = width === 0 || Math.floor(pageStart(trace, axis, own + 1) / width) === at;
    if (at === column) continue;
    column = at;
    places.push(place);
  }
  return Float64Array.from(places);
}
