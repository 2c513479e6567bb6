/** What the cinema draws, as columns: answers of the questions `overview` and `picture`. Types only. */

/** What x means: `time` nanoseconds, `order` moments (every event as wide as any other). */
export type Axis = 'time' | 'order';

/** A stretch of the x axis, `from` < `to`; may reach beyond the trace. */
export interface FilmWindow {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
}

export interface Overview {
  readonly columns: number;
  /** Events a column; sums to the trace's events. */
  readonly counts: Float64Array;
  /** Positions on the axis of crashes and gaps, ascending. */
  readonly crashes: Float64Array;
  readonly gaps: Float64Array;
}

export interface PictureAsked {
  readonly window: FilmWindow;
  /** Processes whose lanes are drawn, from top to bottom. */
  readonly lanes: Int32Array;
  /** 1: the lane stands for its process and all descendants that have no lane of their own. */
  readonly folded: Uint8Array;
  /** Stretches the window is divided into: about one for each pixel or two. */
  readonly columns: number;
  /** Bit 1 << code of each event kind wanted as a mark (`eventKinds` of the trace, in `EventKindCode`). */
  readonly kinds: number;
  /** Print what happened, where few enough events are in the window. */
  readonly texts: boolean;
  /** Its messages are given one by one even where all others come in bundles; -1: no one's. */
  readonly arrowsOf: number;
  /** Arrows wanted one by one, at most; beyond, they come in bundles. */
  readonly mostArrows: number;
}

/**
 * What is drawn in a window. `lane` numbers index `PictureAsked.lanes`. How much there is follows from the resolution, never from
 * the length of the trace: density and bars are at most a few a column and lane.
 */
export interface Picture {
  readonly window: FilmWindow;
  /**
   * `density`: counts only, too much happened for calls. `calls`: bars too. `events`: bars, stops and (if asked) texts.
   */
  readonly detail: 'density' | 'calls' | 'events';
  /** Events in the window, of all processes. */
  readonly events: number;
  readonly density: Density;
  readonly bars: Bars;
  readonly marks: Marks;
  readonly gaps: Gaps;
  readonly stops: Stops;
  readonly arrows: Arrows;
  readonly bundles: Bundles;
  /** What `Bars.title` and `Stops.text` index. */
  readonly texts: readonly string[];
  /** Messages of drawn lanes that are not in `arrows`: those in bundles and those beyond any limit. */
  readonly bundled: number;
}

/** Activity of lanes: one row for each lane and column in which something happened. */
export interface Density {
  readonly lane: Uint16Array;
  readonly column: Uint16Array;
  readonly count: Float32Array;
}

/** Calls as nested bars; those narrower than a column are merged with their neighbours. */
export interface Bars {
  readonly lane: Uint16Array;
  /** 0: outermost. */
  readonly depth: Uint16Array;
  /** On the axis; cut to the window with a margin of one window on each side. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** -1: several calls merged. */
  readonly frame: Int32Array;
  /** Moment of the call; of the first of several. */
  readonly call: Int32Array;
  /** Index into `texts`: the function. -1 where merged. */
  readonly title: Int32Array;
  /** Calls in it. */
  readonly count: Int32Array;
  /** `barFlag` bits: 1 began before the window's data, 2 open at its end, 4 ended by an exception, 8 ended by a tail call. */
  readonly flags: Uint8Array;
}

/** Single events that are drawn as signs: spawn, exit, crash, state, exception, log, register, and all kinds asked for. */
export interface Marks {
  readonly lane: Uint16Array;
  readonly at: Float64Array;
  /** Where several fall on one column and lane: the first of them, and `count` says how many. */
  readonly moment: Int32Array;
  readonly count: Int32Array;
  /** Code of the event kind. */
  readonly kind: Uint8Array;
  /** `markFlag` bits: 1 it is a crash; 2 seen from afar: `moment` and `at` are where the events that it lies among begin. */
  readonly flags: Uint8Array;
}

/** Stretches of a lane of which events are missing. */
export interface Gaps {
  readonly lane: Uint16Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly missing: Float64Array;
  readonly moment: Int32Array;
}

/** Events one by one, where few are in the window: lines that ran, and everything else a debugger can rest at. */
export interface Stops {
  readonly lane: Uint16Array;
  readonly at: Float64Array;
  readonly moment: Int32Array;
  readonly kind: Uint8Array;
  readonly depth: Uint16Array;
  /** Line of the source, 0 where none. */
  readonly line: Int32Array;
  /** Index into `texts`: the line's number and the bindings it made, the message it took; -1 where not printed. */
  readonly text: Int32Array;
}

/** Messages (kind 0), spawns (1) and exits that led to exits (2), from cause to effect. At least one end is on a drawn lane. */
export interface Arrows {
  readonly kind: Uint8Array;
  /** Moments; -1 where not recorded. `to` of a message is its taking if recorded, else its arrival. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly fromAt: Float64Array;
  readonly toAt: Float64Array;
  readonly fromProcess: Int32Array;
  readonly toProcess: Int32Array;
  /** `arrowFlag` bits: 1 never received (arrived nowhere), 2 arrived but not taken as far as is known. */
  readonly flags: Uint8Array;
}

/** Many messages of one pair of lanes in one direction, within a stretch of the window. */
export interface Bundles {
  readonly fromLane: Uint16Array;
  readonly toLane: Uint16Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly count: Int32Array;
}
