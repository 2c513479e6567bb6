/** The face of protocol/: types that cross a process border, and the one codec both sides of a wire share. It imports no one. */
export type * from './dap.ts';
export type * from './overview.ts';
export type * from './cinema.ts';
export type * from './picture.ts';
export type * from './panel.ts';
export { cinemaVersion, decodeFrame, encodeFrame, largestFrame, type FrameArray } from './frames.ts';
