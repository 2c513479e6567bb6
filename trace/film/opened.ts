import { eventsPerPage, kindMask, stopFlag, track } from '../build/shapes.ts';
import { siteCode } from '../build/sites.ts';
import { eventKinds } from '../model.ts';
import { type Trace } from '../trace.ts';
import { placesOfPage, type Scale } from './axis.ts';
import { crashOf } from './crashes.ts';
import { type Lanes } from './lanes.ts';
import { type Sheet } from './sheet.ts';
import { markFlag } from './shapes.ts';

/** What is wanted of pages that are opened, besides activity and marks. */
export interface Visitors {
  /** Calls of lanes that are not folded, by the frames they open. */
  readonly call?: (frame: number, lane: number, depth: number, moment: number, place: number) => void;
  /** Crashes are marked elsewhere. */
  readonly crashesKnown?: boolean;
  /** Events of lanes a debugger can rest at. */
  readonly stop?: (lane: number, moment: number, place: number, kind: number, depth: number, site: number) => void;
}

const exitCode = eventKinds.indexOf('exit');
const exceptionCode = eventKinds.indexOf('exception');
const crashKinds = (1 << exitCode) | (1 << exceptionCode);

/**
 * The events of a page that are in the window: counted by lane and column, and marked if their kind is in `kinds`. About 10 ns an
 * event besides opening the page.
 */
export function lookAtPage(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  page: number,
  kinds: number,
  sheet: Sheet,
  { call, stop, crashesKnown = false }: Visitors = {},
): void {
  const { tracks, siteTable, index } = trace.inside;
  const { laneOf, folded } = lanes;
  const flags = tracks.column(page, track.flags);
  const processes = tracks.column(page, track.process);
  const sites = tracks.column(page, track.site);
  const depths = tracks.column(page, track.depth);
  const places = placesOfPage(trace, scale.axis, page);
  const first = page * eventsPerPage;
  const begin = Math.max(0, scale.start - first);
  const end = Math.min(flags.length, scale.end - first);
  const siteKinds = siteTable.kind;
  const { columnWidth } = scale;
  const { from } = scale.window;
  const lastColumn = scale.columns - 1;
  let counted = -1;
  let counts: Float32Array = new Float32Array();
  let frame = index.pageFrames[page]!;
  for (let row = 0; row < end; row++) {
    const site = sites[row]!;
    const opens = site !== 0 && siteKinds[site] === siteCode.enter;
    if (opens) frame++;
    if (row < begin) continue;
    const lane = laneOf[processes[row]!]!;
    if (lane === -1) continue;
    const moment = first + row;
    const place = places === null ? moment : places[row]!;
    if (lane !== counted) {
      counted = lane;
      counts = sheet.ofLane(lane);
    }
    // As `scale.column` has it: this is where a picture's time goes.
    const column = Math.floor((place - from) / columnWidth);
    counts[column < 0 ? 0 : column > lastColumn ? lastColumn : column]!++;
    const flag = flags[row]!;
    const kind = flag & kindMask;
    const bit = 1 << kind;
    if (((kinds | crashKinds) & bit) !== 0) {
      const crash = (crashKinds & bit) !== 0 && crashOf(trace, moment, processes[row]!, kind === exitCode);
      if (crash ? !crashesKnown : (kinds & bit) !== 0)
        sheet.mark(lane, place, moment, kind, crash ? markFlag.crash : 0, 1);
    }
    if (opens && call !== undefined && folded[lane] !== 1) call(frame - 1, lane, depths[row]!, moment, place);
    if (stop !== undefined && (flag & stopFlag) !== 0) stop(lane, moment, place, kind, depths[row]!, site);
  }
}
