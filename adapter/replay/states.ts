import {
  pageOf,
  stackAt,
  stateAt,
  statesOf,
  type Moment,
  type ProcessId,
  type StateView,
  type Trace,
} from '../../trace/index.ts';

/** A behaviour's state around a moment. */
export interface StatesAround {
  /** The newest one at or before the moment. */
  readonly now: StateView;
  /** True while a callback runs: `now` is then what it began with, and `other` what it ends with; else `other` is what the last callback began with. */
  readonly isInCallback: boolean;
  /** Null where it was not recorded: the callback never ended, or it was the first state. */
  readonly other: StateView | null;
}

/** Null for a process without a state by then. */
export function statesAround(trace: Trace, process: ProcessId, moment: Moment): StatesAround | null {
  const now = stateAt(trace, process, moment);
  if (now === null) return null;
  const isInCallback = stackAt(trace, process, moment, 0, 1).total > 0;
  const other = isInCallback ? stateAfter(trace, process, moment) : stateBefore(trace, process, now.moment);
  return { now, isInCallback, other };
}

function stateBefore(trace: Trace, process: ProcessId, moment: Moment): StateView | null {
  return moment === 0 ? null : stateAt(trace, process, (moment - 1) as Moment);
}

/** The first state after a moment. */
function stateAfter(trace: Trace, process: ProcessId, moment: Moment): StateView | null {
  const { pages, inPage } = statesOf(trace, process);
  for (const page of pages) {
    if (page < pageOf(moment)) continue;
    const found = inPage(page).find((state) => state > moment);
    if (found !== undefined) return stateAt(trace, process, found as Moment);
  }
  return null;
}
