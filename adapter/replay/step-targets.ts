import {
  callsWithin,
  frameAt,
  functionTitle,
  nextStop,
  step,
  stackAt,
  type FrameId,
  type Moment,
  type Trace,
} from '../../trace/index.ts';
import { readingOfModule } from '../values/reading.ts';
import { callText } from './call-text.ts';
import { type Cursor } from './cursor.ts';

/** A call that a step into can be meant for. */
export interface StepTarget {
  /** `Shop.Cart.add(%{…}, "tea")`. */
  readonly title: string;
  readonly to: Cursor;
}

const mostTargets = 50;
const argumentLength = 40;

/** The recorded calls that are still to come from the line that a process stands at, in the order in which they are made. */
export function stepTargets(trace: Trace, cursor: Cursor): readonly StepTarget[] {
  const { process, moment } = cursor;
  const [view] = stackAt(trace, process, moment, 0, 1).frames;
  if (view === undefined) return [];
  const next = step(trace, cursor, 'next');
  const end = next.edge === 'none' ? next.moment : ((trace.eventCount - 1) as Moment);
  return callsWithin(trace, view.frame, (moment + 1) as Moment, end, mostTargets).flatMap((frame) => {
    const to = firstStopOf(trace, frame);
    return to === null ? [] : [{ title: titleOf(trace, frame), to }];
  });
}

/** Where a call begins: its first stop, else the call itself. */
export function firstStopOf(trace: Trace, frame: FrameId): Cursor | null {
  const facts = frameAt(trace, frame);
  if (facts === null) return null;
  const { process, callMoment, endMoment } = facts;
  const stop = nextStop(trace, process, (callMoment - 1) as Moment);
  const isOwn = stop !== -1 && (endMoment === -1 || stop <= endMoment);
  return { process, moment: isOwn ? stop : callMoment };
}

function titleOf(trace: Trace, frame: FrameId): string {
  const { site, callMoment } = frameAt(trace, frame)!;
  const called = trace.sites[site - 1];
  const info = called && trace.functions[called.function];
  if (called === undefined || info === undefined) return 'a function that is not known';
  const module = trace.modules[called.module]?.name ?? '';
  const title = functionTitle({ module, name: info.name, arity: info.arity });
  // A fun of a module is named after the function that it stands in.
  if (called.name !== undefined && called.name !== info.name) return `fun in ${title}`;
  return callText(trace, { frame, callMoment }, title, readingOfModule(trace, module), argumentLength);
}
