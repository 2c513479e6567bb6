import { type Moment, type ProcessId } from '../../trace/index.ts';

/** Where a replay stands: one moment for the whole trace, and the process whose stack is in focus. */
export interface Cursor {
  readonly process: ProcessId;
  readonly moment: Moment;
  /** Only after running to the end of the recording: the last moment, too, lies behind and can be hit on the way back. */
  readonly past?: true;
}

/** Why the replay rests where it does; the words of DAP's `stopped` event. */
export type StopReason = 'entry' | 'step' | 'breakpoint' | 'exception' | 'goto' | 'pause';

/** Where a verb led. `edge` names the end of the recording that was met; `note` says why nothing moved. */
export interface Arrival {
  readonly cursor: Cursor;
  readonly reason: StopReason;
  readonly edge: 'none' | 'start' | 'end';
  /** Numbers of the breakpoints that are hit here. */
  readonly hits: readonly number[];
  readonly note?: string;
}

export function arrive(cursor: Cursor, reason: StopReason): Arrival {
  return { cursor, reason, edge: 'none', hits: [] };
}
