import type { Arrangement } from './arrangement.ts';
import type { Directory } from './directory.ts';

/**
 * The lanes as they stand on screen, from top to bottom: columns, one row each. Pinned rows come first. Offsets are CSS pixels from
 * the top of the first row; pinned rows do not scroll, the others do.
 */
export interface Rows {
  readonly count: number;
  readonly pinned: number;
  /** -1: the row that stands for all others ("63 others"). */
  readonly process: Int32Array;
  readonly indent: Uint8Array;
  /** 1: stands for its whole subtree. */
  readonly folded: Uint8Array;
  /** 1: has children that could be folded or are. */
  readonly foldable: Uint8Array;
  /** Members of a folded row or of the row of others, itself included; 1 for any other. */
  readonly members: Int32Array;
  /** Where each row begins; one more at the end. */
  readonly top: Float64Array;
  /** Row of each process: its own, or the folded row it is a member of; -1: not shown. */
  readonly ofProcess: Int32Array;
  /** Processes that the filter or a hand hides. */
  readonly hidden: number;
}

export const laneHeight = 26;
export const tallLaneHeight = 132;

export const noRows: Rows = {
  count: 0,
  pinned: 0,
  process: new Int32Array(),
  indent: new Uint8Array(),
  folded: new Uint8Array(),
  foldable: new Uint8Array(),
  members: new Int32Array(),
  top: new Float64Array(1),
  ofProcess: new Int32Array(),
  hidden: 0,
};

/** Makes the rows. Pure; called when the directory, the arrangement or the filter's result changes. */
export type ArrangeRows = (directory: Directory, arrangement: Arrangement, found: Int32Array | null) => Rows;
