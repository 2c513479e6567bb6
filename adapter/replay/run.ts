import {
  eventAt,
  nextIn,
  previousIn,
  type Moment,
  type Posting,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { type Arrival, type Cursor } from './cursor.ts';
import { startOf } from './start.ts';

/** What `continue` stops at. */
export interface Targets {
  readonly breakpoints: readonly { readonly id: number; readonly postings: readonly Posting[] }[];
  /** Crashes, when the user asked for them; otherwise empty. */
  readonly crashes: readonly Posting[];
}

/** The next or previous moment at which any target is hit, of `only` alone when given; else the end of the recording. */
export function run(
  trace: Trace,
  cursor: Cursor,
  targets: Targets,
  direction: 'forward' | 'backward',
  only?: ProcessId,
): Arrival {
  const postings = [...targets.breakpoints.flatMap((breakpoint) => breakpoint.postings), ...targets.crashes];
  const find = direction === 'forward' ? nextIn : previousIn;
  const from = cursor.past === true ? (trace.eventCount as Moment) : cursor.moment;
  const moment = postings.length === 0 ? -1 : find(trace, postings, from, only);
  if (moment === -1) return runToEdge(trace, cursor, direction);
  return arrivalAt(trace, moment, targets);
}

/** The arrival at a moment where a target is known to be hit. */
function arrivalAt(trace: Trace, moment: Moment, targets: Targets): Arrival {
  const before = (moment - 1) as Moment;
  const isHit = (postings: readonly Posting[]) => postings.length > 0 && nextIn(trace, postings, before) === moment;
  const hits = targets.breakpoints.filter(({ postings }) => isHit(postings)).map(({ id }) => id);
  const reason = isHit(targets.crashes) ? 'exception' : 'breakpoint';
  return { cursor: { process: eventAt(trace, moment).process, moment }, reason, edge: 'none', hits };
}

/** The focus stays with its process: at the end of the recording everyone stands where they came to. */
function runToEdge(trace: Trace, cursor: Cursor, direction: 'forward' | 'backward'): Arrival {
  if (direction === 'forward') {
    const moment = Math.max(0, trace.eventCount - 1) as Moment;
    return { cursor: { process: cursor.process, moment, past: true }, reason: 'step', edge: 'end', hits: [] };
  }
  return { cursor: startOf(trace), reason: 'entry', edge: 'start', hits: [] };
}
