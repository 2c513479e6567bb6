import { fact, track } from '../build/shapes.ts';
import { type Moment, type ProcessId } from '../model.ts';
import { lastEventOf } from '../questions/events.ts';
import { anyEvent, searchBackward, searchForward } from '../questions/search.ts';
import { type Trace } from '../trace.ts';
import { standingAt, step, type StepCommand, type StepResult } from './step.ts';

/** How far a step goes: to the next stop, to the next line, to the next event of the process. */
export type Granularity = 'statement' | 'line' | 'instruction';

interface Cursor {
  readonly process: ProcessId;
  readonly moment: Moment;
}

/** Stops of one line passed in one step: a loop on a single line ends there. */
const mostPassed = 10_000;

/**
 * A step of some granularity. A `statement` is a stop: the usual step. A `line` passes the further stops of its line in the same call;
 * backwards it rests at the first stop of a line, so that it comes back to where it was. An `instruction` rests at every event. Steps out
 * are the same in each.
 */
export function stepBy(
  trace: Trace,
  cursor: Cursor,
  command: StepCommand,
  granularity: Granularity,
  skipped: Uint8Array | null = null,
): StepResult {
  const isOut = command === 'stepOut' || command === 'stepBackOut';
  if (granularity === 'statement' || isOut) return step(trace, cursor, command, skipped);
  if (granularity === 'instruction') return byEvent(trace, cursor, command);
  const isBack = command === 'stepBack' || command === 'stepBackInto';
  return isBack ? backByLine(trace, cursor, command, skipped) : onByLine(trace, cursor, command, skipped);
}

function onByLine(trace: Trace, cursor: Cursor, command: StepCommand, skipped: Uint8Array | null): StepResult {
  const begun = lineOf(trace, cursor);
  let result = step(trace, cursor, command, skipped);
  for (let passed = 0; passed < mostPassed && isMore(result) && begun !== null; passed++) {
    if (lineOf(trace, { ...cursor, moment: result.moment }) !== begun) return result;
    result = step(trace, { ...cursor, moment: result.moment }, command, skipped);
  }
  // Met the end within the line: what was passed is no place to stay in the middle of.
  return isMore(result) ? result : { ...result, moment: cursor.moment };
}

/** To the beginning of the line it stands in, else of the line before. */
function backByLine(trace: Trace, cursor: Cursor, command: StepCommand, skipped: Uint8Array | null): StepResult {
  const first = step(trace, cursor, command, skipped);
  if (!isMore(first)) return first;
  const line = lineOf(trace, { ...cursor, moment: first.moment });
  let result = first;
  for (let passed = 0; passed < mostPassed && line !== null; passed++) {
    const before = step(trace, { ...cursor, moment: result.moment }, command, skipped);
    if (!isMore(before) || lineOf(trace, { ...cursor, moment: before.moment }) !== line) return result;
    result = before;
  }
  return result;
}

function isMore({ edge }: StepResult): boolean {
  return edge === 'none';
}

/** The call and the line that a process stands in; null where it stands at none. */
function lineOf(trace: Trace, { process, moment }: Cursor): string | null {
  const { facts, tracks } = trace.inside;
  const event = lastEventOf(trace, process, moment);
  if (event === -1) return null;
  const site = trace.sites[tracks.get(event, track.site) - 1];
  return site === undefined || site.line <= 0 ? null : `${facts.get(event, fact.frame)} ${site.source} ${site.line}`;
}

function byEvent(trace: Trace, { process, moment }: Cursor, command: StepCommand): StepResult {
  const isOver = command === 'next' || command === 'stepBack';
  const wanted = isOver ? { stops: false, depth: standingAt(trace, process, moment).depth } : anyEvent;
  const isBack = command === 'stepBack' || command === 'stepBackInto';
  const search = isBack ? searchBackward : searchForward;
  const found = search(trace, process, moment, wanted);
  if (found === -1) return { moment, edge: isBack ? 'start' : 'end' };
  return { moment: found as Moment, edge: 'none' };
}
