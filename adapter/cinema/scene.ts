import {
  coneOf,
  eventAt,
  nearestEvent,
  neighbourEvent,
  overviewOf,
  pictureOf,
  processColumns,
  timeAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { Refusal, type Handler } from './film.ts';

/** What is drawn: the trace answers as the page asks. */
export const processes: Handler<'processes'> = ({ trace }) => processColumns(trace);

export const overview: Handler<'overview'> = ({ trace }, { axis, columns }) => overviewOf(trace, axis, columns);

export const picture: Handler<'picture'> = ({ trace }, asked) => pictureOf(trace, asked);

export const nearest: Handler<'nearest'> = ({ trace }, { axis, at, process, kinds }) =>
  found(trace, nearestEvent(trace, axis, at, process as ProcessId | undefined, kinds));

export const neighbour: Handler<'neighbour'> = ({ trace }, { moment, forward, kinds, processes: only }) =>
  found(trace, neighbourEvent(trace, moment, forward, kinds, only));

function found(trace: Trace, moment: Moment | -1) {
  if (moment === -1) return null;
  const { process, time } = eventAt(trace, moment);
  return { moment, process, time };
}

export const cone: Handler<'cone'> = async ({ trace }, { moment, direction }, { progress, signal }) => {
  const what = direction === 'causes' ? 'Following causes' : 'Following effects';
  const bound = await coneOf(trace, moment, direction, {
    progress: (fraction: number) => progress(fraction, what),
    signal,
  });
  if (bound === null) throw new Refusal('Cancelled.');
  const boundTime = Float64Array.from(bound, (at) => (at === -1 ? -1 : timeAt(trace, at as Moment)));
  return {
    moment,
    direction,
    bound,
    boundTime,
    processes: bound.reduce((count, at) => count + (at === -1 ? 0 : 1), 0),
  };
};
