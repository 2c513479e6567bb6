import type { Axis, Cone } from '../../../protocol/index.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Rows } from '../state/rows.ts';

const edges = new WeakMap<Cone, { readonly rows: Rows; readonly axis: Axis; readonly of: Float64Array }>();

/** Where on the axis the lit stretch of a row ends (causes) or begins (effects); null: nothing of the row is lit. */
export function coneEdge(
  { state, layout: { rows } }: { readonly state: FilmState; readonly layout: { readonly rows: Rows } },
  row: number,
): number | null {
  const { cone, window } = state;
  if (cone === null) return null;
  let known = edges.get(cone);
  if (known?.rows !== rows || known.axis !== window.axis) {
    edges.set(cone, (known = { rows, axis: window.axis, of: edgesOf(cone, rows, window.axis) }));
  }
  const edge = known.of[row]!;
  return Number.isNaN(edge) ? null : edge;
}

/** A row that stands for several is lit as far as any of them. */
function edgesOf({ bound, boundTime, direction }: Cone, rows: Rows, axis: Axis): Float64Array {
  const of = new Float64Array(rows.count).fill(NaN);
  for (let process = 0; process < bound.length; process++) {
    const row = rows.ofProcess[process] ?? -1;
    if (row < 0 || bound[process] === -1) continue;
    const at = axis === 'time' ? boundTime[process]! : bound[process]!;
    const before = of[row]!;
    if (Number.isNaN(before) || (direction === 'causes' ? at > before : at < before)) of[row] = at;
  }
  return of;
}

/** Whether an event is among the lit ones; all are while nothing is lit. */
export function isLit(cone: Cone | null, process: number, moment: number): boolean {
  if (cone === null) return true;
  const bound = cone.bound[process] ?? -1;
  if (bound === -1 || moment === -1) return false;
  return cone.direction === 'causes' ? moment <= bound : moment >= bound;
}
