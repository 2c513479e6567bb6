import {
  decodeTerm,
  eventAt,
  lastEventOf,
  nextEventOf,
  processAt,
  readValue,
  stackAt,
  stateAt,
  timeAt,
  variablesAt,
  type Moment,
  type ProcessId,
  type StateView,
  type Trace,
  type TraceEvent,
} from '../../../trace/index.ts';
import { type EventView, type ValueView } from '../../../protocol/index.ts';
import { crashAt, eventTitle } from '../../replay/describe.ts';
import { diffTerms } from '../../values/diff.ts';
import { readingOfModule } from '../../values/reading.ts';
import { type Handler } from '../film.ts';
import { causesOf, effectsOf } from './event-links.ts';
import { eventValues, variableViews } from './event-values.ts';
import { notesOn } from './notes.ts';
import { placeView } from './places.ts';
import { viewOfRoot } from './value-view.ts';

const mostFrames = 50;
const mostChanges = 200;

/** One event in full. Of a process that has none at the moment: its newest before, else its first. */
export const event: Handler<'event'> = ({ trace }, { moment, process }) => {
  const own = process === undefined ? moment : ownMoment(trace, process as ProcessId, moment as Moment);
  return eventView(trace, own as Moment);
};

function ownMoment(trace: Trace, process: ProcessId, moment: Moment): Moment {
  const before = lastEventOf(trace, process, moment);
  if (before !== -1) return before;
  const after = nextEventOf(trace, process, moment);
  return after === -1 ? moment : after;
}

function eventView(trace: Trace, moment: Moment): EventView {
  const found = eventAt(trace, moment);
  const { process, kind, time } = found;
  const { frames } = stackAt(trace, process, moment, 0, mostFrames);
  const [innermost] = frames;
  const values = eventValues(trace, found);
  const state = stateChange(trace, process, moment);
  return {
    moment,
    kind,
    title: eventTitle(trace, moment),
    time,
    process,
    label: processAt(trace, process, moment).label,
    place: placeView(found.place),
    values,
    variables: innermost === undefined ? [] : variableViews(trace, variablesAt(trace, innermost.frame, moment)),
    stack: frames.map(({ title, place, lastMoment, left }) => ({
      title,
      place: placeView(place),
      moment: lastMoment,
      left,
    })),
    crash: crashOf(trace, moment),
    state: state?.view ?? null,
    causes: causesOf(trace, found),
    effects: effectsOf(trace, found),
    latency: latencyOf(trace, found),
    previous: moment === 0 ? -1 : lastEventOf(trace, process, (moment - 1) as Moment),
    next: nextEventOf(trace, process, moment),
    note: notesOn(trace, found, values, state?.complete ?? true),
  };
}

function crashOf(trace: Trace, moment: Moment): EventView['crash'] {
  const crash = crashAt(trace, moment);
  return crash === null ? null : { type: crash.type, message: crash.message, stack: crash.stack };
}

/** From the send of the event's message to its taking, or its arrival where no taking was recorded. */
function latencyOf(trace: Trace, { message }: TraceEvent): number | null {
  if (message === undefined || message.send === -1) return null;
  const end = message.receive === -1 ? message.arrive : message.receive;
  return end === -1 ? null : timeAt(trace, end) - timeAt(trace, message.send);
}

function stateChange(trace: Trace, process: ProcessId, moment: Moment) {
  const before = moment === 0 ? null : stateAt(trace, process, (moment - 1) as Moment);
  const after = stateAt(trace, process, moment);
  if (after === null) return null;
  const view = (state: StateView | null, name: string): ValueView | null =>
    state === null || !('moment' in state.value)
      ? null
      : viewOfRoot(trace, name, { kind: 'value', moment: state.moment, index: state.value.value });
  const { changes, complete } = differenceOf(trace, before, after);
  return { view: { before: view(before, 'before'), after: view(after, 'after'), diff: changes }, complete };
}

function differenceOf(trace: Trace, before: StateView | null, after: StateView) {
  const same = { changes: [], complete: true };
  if (before === null || before.moment === after.moment) return same;
  const [old, now] = [readValue(trace, before.value), readValue(trace, after.value)];
  if (old === null || now === null) return same;
  return diffTerms(decodeTerm(old), decodeTerm(now), readingOfModule(trace, after.module), mostChanges);
}
