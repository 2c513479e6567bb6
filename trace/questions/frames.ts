import { type FrameId, type FunctionId, type Language, type Moment, type ProcessId, type SiteId } from '../model.ts';
import { endings, fact, frame as column, track, type Ending } from '../build/shapes.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';
import { lastEventOf, placeOfSite, type Place } from './events.ts';

/** A function as it is shown. `module` as the BEAM has it; `id` is -1 where the trace does not know it. */
export interface FunctionView {
  readonly id: FunctionId | -1;
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  readonly language: Language;
}

/** One line of a stack. */
export interface FrameView {
  readonly frame: FrameId;
  readonly function: FunctionView;
  /** The line being run in it as of the moment; the line of the call where none of its own was recorded. */
  readonly place: Place | null;
  /** It made a tail call and is gone; kept to show where the frame above came from. */
  readonly left: boolean;
  readonly callMoment: Moment;
  /** `Shop.Cart.add/2`, `cart:add/2`, `fun in Shop.Cart.add/2`. */
  readonly title: string;
  /** Its newest event at a site as of the moment: what its variables are asked at. */
  readonly lastMoment: Moment;
}

/** A call from its beginning to its end, whatever the moment. */
export interface FrameFacts {
  readonly frame: FrameId;
  readonly process: ProcessId;
  readonly callMoment: Moment;
  /** The event at which it was known to be over; -1 while it is open at the end of the trace. */
  readonly endMoment: Moment | -1;
  readonly ended: Ending;
  /** Its last own event. */
  readonly lastMoment: Moment;
  readonly parent: FrameId | -1;
  /** The frame whose tail call made this one. */
  readonly left: FrameId | -1;
  readonly depth: number;
  readonly site: SiteId | 0;
}

export function frameAt(trace: Trace, frame: FrameId): FrameFacts | null {
  const { frames, tracks, index } = trace.inside;
  if (!Number.isInteger(frame) || frame < 0 || frame >= trace.frameCount) return null;
  const call = frames.get(frame, column.call);
  let ended = frames.get(frame, column.ended);
  let end = ended === 0 ? -1 : call + frames.get(frame, column.end);
  let last = call + frames.get(frame, column.last);
  if (ended === 0) {
    // Either open to the end of the trace or closed after its page was written.
    const at = lowerBound(index.late.frame, frame);
    if (index.late.frame[at] === frame) {
      ended = index.late.ended[at]!;
      end = index.late.end[at]!;
      last = index.late.last[at]!;
    } else last = call;
  }
  const parent = frames.get(frame, column.parent);
  const left = frames.get(frame, column.left);
  return {
    frame,
    process: tracks.get(call, track.process) as ProcessId,
    callMoment: call as Moment,
    endMoment: end as Moment | -1,
    ended: endings[ended] ?? 'open',
    lastMoment: last as Moment,
    parent: (parent === 0 ? -1 : frame - parent) as FrameId | -1,
    left: (left === 0 ? -1 : frame - left) as FrameId | -1,
    depth: frames.get(frame, column.depth),
    site: frames.get(frame, column.site) as SiteId | 0,
  };
}

/**
 * The stack of a process at a moment, innermost first: `count` lines from `start`, and how many there are. Below a frame that was
 * made by tail calls stand the frames that were left, at most `leftFramesShown` of them. Costs one look per line skipped.
 */
export function stackAt(
  trace: Trace,
  process: ProcessId,
  moment: Moment,
  start = 0,
  count = Number.MAX_SAFE_INTEGER,
): { readonly total: number; readonly frames: readonly FrameView[] } {
  const found: FrameView[] = [];
  const total = walkStack(trace, process, moment, (line, entry) => {
    if (line >= start) found.push(viewOf(trace, entry));
    return line + 1 < start + count;
  });
  return { total, frames: count <= 0 ? [] : found };
}

/** A line of a stack as it is walked over. */
export interface StackEntry {
  readonly frame: FrameId;
  readonly left: boolean;
  readonly lastMoment: number;
  readonly lastSite: number;
}

/**
 * Goes down the stack of a process at a moment until `visit` returns false; returns how many lines the stack has. Costs one
 * look in the table of frames a line, and no event.
 */
export function walkStack(
  trace: Trace,
  process: ProcessId,
  moment: Moment,
  visit: (line: number, entry: StackEntry) => boolean,
): number {
  const { facts, frames, tracks } = trace.inside;
  const event = lastEventOf(trace, process, moment);
  if (event === -1) return 0;
  const top = facts.get(event, fact.frame);
  if (top === -1) return 0;
  const total = frames.get(top, column.total);
  const site = tracks.get(event, track.site);
  const sited = site !== 0 ? event : event - facts.get(event, fact.previous);
  let live = top;
  let entry: StackEntry = {
    frame: top as FrameId,
    left: sited < event && trace.sites[tracks.get(sited, track.site) - 1]?.kind === 'tail',
    lastMoment: sited,
    lastSite: tracks.get(sited, track.site),
  };
  for (let line = 0; ;) {
    if (!visit(line++, entry)) return total;
    const lefts = frames.get(live, column.lefts);
    let above = live;
    for (let shown = 0; shown < lefts; shown++) {
      const back = frames.get(above, column.left);
      if (back === 0) break;
      const call = frames.get(above, column.call);
      entry = {
        frame: (above - back) as FrameId,
        left: true,
        lastMoment: call - frames.get(above, column.leftFrom),
        lastSite: frames.get(above, column.leftSite),
      };
      above -= back;
      if (!visit(line++, entry)) return total;
    }
    const back = frames.get(live, column.parent);
    if (back === 0) return total;
    const call = frames.get(live, column.call);
    entry = {
      frame: (live - back) as FrameId,
      left: false,
      lastMoment: call - frames.get(live, column.from),
      lastSite: frames.get(live, column.fromSite),
    };
    live -= back;
  }
}

function viewOf(trace: Trace, { frame, left, lastMoment, lastSite }: StackEntry): FrameView {
  const { frames } = trace.inside;
  const site = frames.get(frame, column.site);
  const view = functionOfSite(trace, site);
  return {
    frame,
    function: view,
    place: placeOfSite(trace, lastSite) ?? placeOfSite(trace, site),
    left,
    callMoment: frames.get(frame, column.call) as Moment,
    title: titleOf(trace, site, view),
    lastMoment: lastMoment as Moment,
  };
}

/** The function a site belongs to; without a name where the site is not known. */
export function functionOfSite(trace: Trace, id: number): FunctionView {
  const site = trace.sites[id - 1];
  const info = site && trace.functions[site.function];
  const module = site && trace.modules[site.module];
  return {
    id: site === undefined ? -1 : site.function,
    module: module?.name ?? '',
    name: info?.name ?? '',
    arity: info?.arity ?? 0,
    language: module?.language ?? 'other',
  };
}

/** `fun in Shop.Cart.add/2` for a fun within it. */
export function titleOf(trace: Trace, site: number, view: FunctionView): string {
  const name = trace.sites[site - 1]?.name;
  const title = functionTitle(view);
  return name === undefined || name === view.name ? title : `fun in ${title}`;
}

const elixirPrefix = 'Elixir.';

/** `Shop.Cart.add/2` of an Elixir module, `cart:add/2` of an Erlang module. */
export function functionTitle({ module, name, arity }: Pick<FunctionView, 'module' | 'name' | 'arity'>): string {
  return module.startsWith(elixirPrefix)
    ? `${module.slice(elixirPrefix.length)}.${name}/${arity}`
    : `${module}:${name}/${arity}`;
}
