import { type Moment, type ProcessId, type TraceSlice } from '../../../trace/index.ts';

/** What a shared page carries, as one frame (protocol/frames.ts), deflated, in base 64. */
export interface SharedFilm {
  readonly slice: TraceSlice;
  /** Where the film begins, in the slice's own moments. */
  readonly cursor: { readonly process: ProcessId; readonly moment: Moment };
  /** The page's own: how its picture is arranged. */
  readonly state: unknown;
}

/** Of the element that holds it. */
export const filmElement = 'shared-film';
