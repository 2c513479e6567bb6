import {
  callsOf,
  eventAt,
  frameAt,
  nextIn,
  stopLines,
  timeAt,
  type FunctionId,
  type Moment,
  type SourceId,
  type Trace,
} from '../../trace/index.ts';
import { type FunctionMark, type SourceMarks } from '../../protocol/index.ts';

/** Calls of one function whose durations are looked at, and of all functions of a source. About ten microseconds each. */
const mostOfFunction = 2000;
const mostOfSource = 20_000;

/**
 * What ran of a source: how often each line was reached, and how often and how long each function was called. Durations are those of
 * the first calls (`timed` says of how many), so that a busy source, too, is answered in a moment.
 */
export function marksOf(trace: Trace, source: SourceId): SourceMarks {
  const functions = functionsOf(trace, source);
  const share = Math.max(50, Math.floor(mostOfSource / Math.max(1, functions.length)));
  const most = Math.min(mostOfFunction, share);
  return {
    lines: stopLines(trace, source).map(({ line, hits }) => ({ line, hits })),
    functions: functions.map((id) => markOf(trace, id, most)),
  };
}

function functionsOf(trace: Trace, source: SourceId): readonly FunctionId[] {
  const found: FunctionId[] = [];
  trace.functions.forEach((one, id) => {
    if (one.source === source && one.line > 0 && !one.name.startsWith('-')) found.push(id as FunctionId);
  });
  return found.sort((left, right) => trace.functions[left]!.line - trace.functions[right]!.line);
}

function markOf(trace: Trace, id: FunctionId, most: number): FunctionMark {
  const { module, name, arity, line } = trace.functions[id]!;
  const calls = callsOf(trace, id);
  const durations: number[] = [];
  let exceptions = 0;
  let timed = 0;
  let moment = -1 as Moment | -1;
  while (timed < most) {
    moment = nextIn(trace, [calls], moment);
    if (moment === -1) break;
    timed++;
    const { frame } = eventAt(trace, moment);
    const facts = frame === -1 ? null : frameAt(trace, frame);
    if (facts === null || facts.endMoment === -1) continue;
    if (facts.ended === 'exception') exceptions++;
    durations.push(timeAt(trace, facts.endMoment) - timeAt(trace, moment));
  }
  durations.sort((left, right) => left - right);
  return {
    module: trace.modules[module]?.name ?? '',
    name,
    arity,
    line,
    calls: calls.count,
    timed,
    exceptions,
    median: durations.length === 0 ? null : durations[durations.length >> 1]!,
    worst: durations.at(-1) ?? null,
  };
}
