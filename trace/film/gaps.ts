import { gap, logRowsPerPage } from '../build/shapes.ts';
import { firstRowFrom } from '../store/table.ts';
import { type Trace } from '../trace.ts';
import { type Scale } from './axis.ts';
import { type Lanes } from './lanes.ts';
import { rowsOf } from './rows.ts';
import { type Gaps } from './shapes.ts';

/** Gaps looked at behind the window: they may have begun in it. */
const furthestBehind = 2_048;

/** Gaps of lanes that meet the window, from the process's last event before to the gap; neighbours closer than a column as one. */
export function gapsIn(trace: Trace, scale: Scale, lanes: Lanes): Gaps {
  const { gaps } = trace.inside;
  const rows = rowsOf({ lane: 'u16', from: 'f64', to: 'f64', missing: 'f64', moment: 'i32' });
  const newest = new Int32Array(lanes.processes.length).fill(-1);
  const first = firstRowFrom(gaps, gap.moment, scale.start);
  let behind = 0;
  for (let row = first; row < gaps.rows; row++) {
    const page = Math.floor(row / logRowsPerPage);
    const at = row - page * logRowsPerPage;
    const moment = gaps.column(page, gap.moment)[at]!;
    if (moment >= scale.end && behind++ > furthestBehind) break;
    const lane = lanes.laneOf[gaps.column(page, gap.process)[at]!] ?? -1;
    if (lane === -1) continue;
    const since = moment - gaps.column(page, gap.back)[at]!;
    if (since >= scale.end) continue;
    const missing = gaps.column(page, gap.missing)[at]!;
    const [from, to] = [scale.near(since), scale.near(moment)];
    const last = newest[lane]!;
    if (last !== -1 && from - rows.columns.to[last]! < scale.columnWidth) {
      rows.columns.to[last] = Math.max(to, rows.columns.to[last]!);
      rows.columns.missing[last]! += missing;
      continue;
    }
    newest[lane] = rows.length;
    const added = rows.add();
    const into = rows.columns;
    into.lane[added] = lane;
    into.from[added] = from;
    into.to[added] = to;
    into.missing[added] = missing;
    into.moment[added] = moment;
  }
  return rows.finish();
}
