/**
 * What a picture of a stretch of a trace is made of, as columns. The cinema's page knows the same shapes as protocol/cinema.ts;
 * the compiler compares them where the adapter passes one as the other.
 */

/** What x means: `time` nanoseconds since the trace's start, `order` moments (every event as wide as any other). */
export type Axis = 'time' | 'order';

/** A stretch of the x axis, both ends included; `from` < `to`; may reach beyond the trace. */
export interface FilmWindow {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
}

export interface PictureAsked {
  readonly window: FilmWindow;
  /** Processes whose lanes are drawn, from top to bottom. */
  readonly lanes: Int32Array;
  /** 1: the lane stands for its process and all descendants that have no lane of their own and no nearer folded lane. */
  readonly folded: Uint8Array;
  readonly columns: number;
  /** Bit 1 << code of each event kind wanted as a mark. Crashes are always there. */
  readonly kinds: number;
  readonly texts: boolean;
  /** Its messages are given one by one even where all others come in bundles; -1: no one's. */
  readonly arrowsOf: number;
  readonly mostArrows: number;
}

export interface Picture {
  readonly window: FilmWindow;
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
  readonly texts: readonly string[];
  /** Messages of drawn lanes that are not in `arrows`: those in bundles and those beyond any limit. */
  readonly bundled: number;
}

export interface Density {
  readonly lane: Uint16Array;
  readonly column: Uint16Array;
  readonly count: Float32Array;
}

export interface Bars {
  readonly lane: Uint16Array;
  readonly depth: Uint16Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly frame: Int32Array;
  readonly call: Int32Array;
  readonly title: Int32Array;
  readonly count: Int32Array;
  readonly flags: Uint8Array;
}

export interface Marks {
  readonly lane: Uint16Array;
  readonly at: Float64Array;
  readonly moment: Int32Array;
  readonly count: Int32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
}

export interface Gaps {
  readonly lane: Uint16Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly missing: Float64Array;
  readonly moment: Int32Array;
}

export interface Stops {
  readonly lane: Uint16Array;
  readonly at: Float64Array;
  readonly moment: Int32Array;
  readonly kind: Uint8Array;
  readonly depth: Uint16Array;
  readonly line: Int32Array;
  readonly text: Int32Array;
}

export interface Arrows {
  readonly kind: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly fromAt: Float64Array;
  readonly toAt: Float64Array;
  readonly fromProcess: Int32Array;
  readonly toProcess: Int32Array;
  readonly flags: Uint8Array;
}

export interface Bundles {
  readonly fromLane: Uint16Array;
  readonly toLane: Uint16Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly count: Int32Array;
}

export interface Overview {
  readonly columns: number;
  readonly counts: Float64Array;
  readonly crashes: Float64Array;
  readonly gaps: Float64Array;
}

export interface ProcessColumns {
  readonly count: number;
  readonly leftOut: number;
  readonly parent: Int32Array;
  readonly birth: Int32Array;
  readonly birthTime: Float64Array;
  readonly death: Int32Array;
  readonly deathTime: Float64Array;
  readonly last: Int32Array;
  readonly events: Int32Array;
  readonly flags: Uint16Array;
  readonly node: Uint16Array;
  readonly nodes: readonly string[];
}

/** Bits of `ProcessColumns.flags`. */
export const processFlag = {
  crashed: 1,
  recordedCode: 2,
  talksToRecordedCode: 4,
  port: 8,
  service: 16,
  spawnRecorded: 32,
  hasChildren: 64,
  hasState: 128,
} as const;

/** Bits of `Bars.flags`. */
export const barFlag = { beganBefore: 1, openAtEnd: 2, exception: 4, tail: 8 } as const;

/** Bits of `Marks.flags`. `nearby`: seen from afar, `moment` and `at` are the beginning of the page of events it lies in. */
export const markFlag = { crash: 1, nearby: 2 } as const;

/** Bits of `Arrows.flags`. */
export const arrowFlag = { notReceived: 1, notTaken: 2 } as const;
