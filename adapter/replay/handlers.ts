import { decodeTerm, eventAt, handlerOf, processFlag, valuesAt, type Moment, type Trace } from '../../trace/index.ts';
import { isReply } from '../values/message.ts';
import { columnsOf } from './columns.ts';

const known = new WeakMap<Trace, Map<Moment, Moment | -1>>();
const mostKept = 100_000;

/**
 * The call of the callback that handles a message that arrived, -1 if there is none. To find none costs a look at thousands of
 * events: what was found is kept, and where there can be none nothing is looked at.
 */
export function handlerAt(trace: Trace, arrival: Moment | -1): Moment | -1 {
  if (arrival === -1) return -1;
  let handlers = known.get(trace);
  if (handlers === undefined || handlers.size > mostKept) {
    known.set(trace, (handlers = new Map<Moment, Moment | -1>()));
  }
  let handler = handlers.get(arrival);
  if (handler === undefined)
    handlers.set(arrival, (handler = mayBeHandled(trace, arrival) ? handlerOf(trace, arrival) : -1));
  return handler;
}

/** Not by who runs no recorded code, nor if it was taken by code itself; an answer goes to whoever waits for it. */
function mayBeHandled(trace: Trace, arrival: Moment): boolean {
  const { process, message } = eventAt(trace, arrival);
  if ((columnsOf(trace).flags[process]! & processFlag.recordedCode) === 0) return false;
  if (message !== undefined && message.receive !== -1) return false;
  const [bytes] = valuesAt(trace, arrival);
  return bytes !== undefined && !isReply(decodeTerm(bytes));
}
