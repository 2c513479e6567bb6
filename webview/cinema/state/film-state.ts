import type { Cone, FilmWindow, NamedView, Opening } from '../../../protocol/index.ts';
import type { Directory } from './directory.ts';
import type { Arrangement } from './arrangement.ts';
import type { Rows } from './rows.ts';

/** Tabs of the page: pictures of the same trace that share cursor, selection and filter. */
export const tabNames = ['lanes', 'tree', 'sequence', 'waterfall', 'processes'] as const;
export type TabName = (typeof tabNames)[number];

/** A place in the trace: a moment, its time in nanoseconds, and the process in focus there. */
export interface Place {
  readonly moment: number;
  readonly time: number;
  readonly process: number;
}

/** How the film plays. */
export interface Play {
  readonly running: boolean;
  /** Trace time in real time: 0.1 to 1000 times slower or faster… of `unit`. */
  readonly speed: number;
  readonly direction: 1 | -1;
  /** `time`: as the clock ran; `events`: event by event, `speed` a second. */
  readonly by: 'time' | 'events';
}

/** Work that takes long enough to be shown. */
export interface Task {
  readonly id: number;
  readonly what: string;
  /** 0 to 1; null while it is not known. */
  readonly progress: number | null;
  readonly cancel: (() => void) | null;
}

/** What splitters divide, in CSS pixels. */
export interface Sizes {
  /** The names beside the lanes. */
  readonly names: number;
  readonly chooser: number;
  /** The column at the right: source and inspector. */
  readonly side: number;
  readonly source: number;
}

/** What the tab of calls shows; frames by their numbers. */
export interface CallsShown {
  /** `selected`: of the process that was selected elsewhere; what is clicked in the tab does not change whose calls are shown. */
  readonly of: 'selected' | 'all' | number;
  /** The process that `selected` means; -1: none yet. */
  readonly process: number;
  /** Moment of a selection that was made in the tab; -1: none. */
  readonly ownMoment: number;
  readonly opened: readonly number[];
  readonly closed: readonly number[];
  /** The call that is told in full beside the others; -1: none. */
  readonly frame: number;
}

/** Everything the page shows follows from this, the trace behind the client, and the size of the page. */
export interface FilmState {
  readonly connection:
    | { readonly kind: 'connecting' }
    | { readonly kind: 'open' }
    | { readonly kind: 'closed'; readonly why: string; readonly canOpen: boolean };
  /** Null until the door has told what it has. */
  readonly opening: Opening | null;
  readonly directory: Directory | null;
  /** Where the debugger stands (or, without one, this page's own cursor). */
  readonly cursor: Place;
  /** Where the playhead is while it is dragged or the film plays; null: at the cursor. */
  readonly preview: Place | null;
  /** The event that is read in the inspector and whose arrows stand out; null: none. */
  readonly selection: Place | null;
  /** What of the x axis is on screen. */
  readonly window: FilmWindow;
  /** CSS pixels scrolled down in the lanes below the pinned ones. */
  readonly scroll: number;
  readonly arrangement: Arrangement;
  /** Processes that pass the filter as the door found them; null: all. */
  readonly found: Int32Array | null;
  readonly rows: Rows;
  readonly tab: TabName;
  readonly calls: CallsShown;
  readonly play: Play;
  /** The causes or effects that are lit; everything else fades. */
  readonly cone: Cone | null;
  readonly views: readonly NamedView[];
  readonly inspectorOpen: boolean;
  /** Parts of the inspector that are folded, by their names. */
  readonly foldedSections: readonly string[];
  readonly chooserOpen: boolean;
  /** The source beside the film, where the host has no editor. */
  readonly sourceOpen: boolean;
  readonly sizes: Sizes;
  /** CSS pixels of the lanes on screen, pinned ones included; the lanes view says so. 0: not known yet. */
  readonly lanesHeight: number;
  readonly tasks: readonly Task[];
  /** Something that went wrong and is still to be read. */
  readonly problem: string | null;
}

/** The playhead: the preview while there is one. */
export function playheadOf({ preview, cursor }: Pick<FilmState, 'preview' | 'cursor'>): Place {
  return preview ?? cursor;
}

/** Where a place lies on the axis of a window. */
export function onAxis({ axis }: Pick<FilmWindow, 'axis'>, { moment, time }: Pick<Place, 'moment' | 'time'>): number {
  return axis === 'time' ? time : moment;
}
