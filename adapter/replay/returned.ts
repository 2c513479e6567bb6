import { eventAt, isStop, lastEventOf, type FrameId, type Moment, type Trace } from '../../trace/index.ts';
import { type Cursor } from './cursor.ts';

/** A call that ended between the stop before and the cursor. */
export interface Ended {
  readonly kind: 'value' | 'exception';
  /** The event that carries the value, or class and reason. */
  readonly moment: Moment;
}

/** More calls than this between two stops are not listed. */
const most = 16;
const furthestLook = 256;

/**
 * What came back to `frame` since the last stop of its process, newest first. It follows from the moment alone, so that
 * seeking and stepping to a moment show the same.
 */
export function endedCalls(trace: Trace, cursor: Cursor, frame: FrameId): readonly Ended[] {
  const ended: Ended[] = [];
  let moment = lastEventOf(trace, cursor.process, cursor.moment);
  // The cursor may stand on a stop; what came before that stop is meant.
  if (moment !== -1 && moment === cursor.moment && isStop(trace, moment)) moment = before(trace, cursor, moment);
  for (let looked = 0; moment !== -1 && looked < furthestLook && ended.length < most; looked++) {
    const event = eventAt(trace, moment);
    if (event.kind === 'value' && event.frame === frame) ended.push({ kind: 'value', moment });
    if (event.kind === 'exception') ended.push({ kind: 'exception', moment });
    if (isStop(trace, moment)) break;
    moment = before(trace, cursor, moment);
  }
  return ended;
}

function before(trace: Trace, cursor: Cursor, moment: Moment): Moment | -1 {
  return moment === 0 ? -1 : lastEventOf(trace, cursor.process, (moment - 1) as Moment);
}
