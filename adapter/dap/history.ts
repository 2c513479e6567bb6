import { type ProcessId, type Result, type SourceId, type Trace } from '../../trace/index.ts';
import { callsTopic } from '../history/calls.ts';
import { chainOf } from '../history/chain.ts';
import { expressionTopic, type Within } from '../history/expression.ts';
import { historyOf } from '../history/history.ts';
import { lineTopic } from '../history/line.ts';
import { statesTopic } from '../history/states.ts';
import { type Topic } from '../history/topic.ts';
import { functionsCalled } from '../replay/functions.ts';
import { resolveLine } from '../replay/lines.ts';
import { flagIn, integerIn, recordIn, textIn, type Arguments } from './arguments.ts';
import { askAtLeisure } from './asking.ts';
import { type FrameHandle } from './handles.ts';
import { baseName, clientPlace, ownLine, sourcesMeant } from './locations.ts';
import { frameViewOf, innermostFrame } from './scopes.ts';
import { done, failure, nothingOpen, refuse, type Handler, type Replay, type Session } from './session.ts';
import { processMeant } from './threads.ts';

const usualRows = 100;
const mostRows = 1_000;
const usualCauses = 30;
const mostCauses = 200;

/** A page of the values of an expression or a state, of the calls of a function, the hits of a line. */
export const cinemaHistory: Handler = (session, given, { sequence }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const topic = topicMeant(session, replay, recordIn(given, 'of'));
  if (!topic.ok) return refuse(failure.badArguments, topic.error);
  const start = integerIn(given, 'start');
  const wanted = {
    start: start === undefined ? undefined : Math.max(0, start),
    count: between(1, integerIn(given, 'count') ?? usualRows, mostRows),
    changesOnly: flagIn(given, 'changesOnly') ?? false,
  };
  return askAtLeisure(session, sequence, topic.value.title, async (asking) => {
    const { rows, ...page } = await historyOf(replay.trace, topic.value, replay.cursor.moment, wanted, asking);
    return done({
      ...page,
      rows: rows.map(({ place, ...row }) => ({ ...row, ...clientPlace(replay, session.client, place) })),
    });
  });
};

/** What led to where the replay stands, as a second call stack. */
export const cinemaCauses: Handler = (session, given, { sequence }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const cursor = { process: processMeant(replay, given), moment: replay.cursor.moment };
  const count = between(1, integerIn(given, 'count') ?? usualCauses, mostCauses);
  return askAtLeisure(session, sequence, 'Looking for causes', async (asking) => {
    const { causes, complete } = await chainOf(replay.trace, cursor, count, asking);
    const rows = causes.map(({ place, ...row }) => ({ ...row, ...clientPlace(replay, session.client, place) }));
    return done({ rows, complete });
  });
};

function topicMeant(session: Session, replay: Replay, of: Arguments): Result<Topic, string> {
  const { trace } = replay;
  const process = processNamed(trace, of);
  if (!process.ok) return process;
  switch (textIn(of, 'kind')) {
    case 'expression':
      return expressionMeant(session, replay, of);
    case 'state':
      return statesTopic(trace, process.value ?? replay.cursor.process, textIn(of, 'path') ?? '');
    case 'process':
      return statesTopic(trace, process.value ?? replay.cursor.process, '');
    case 'function':
      return functionMeant(trace, of, process.value);
    case 'line':
      return lineMeant(session, replay, of, process.value);
    default:
      return wrong('"of" needs a "kind": expression, state, function, line or process.');
  }
}

/** The process given by its number; undefined when none is given. */
function processNamed(trace: Trace, of: Arguments): Result<ProcessId | undefined, string> {
  const process = integerIn(of, 'process');
  if (process === undefined || (process >= 0 && process < trace.processCount)) {
    return { ok: true, value: process as ProcessId | undefined };
  }
  return wrong(`There is no process ${process}: the recording has ${trace.processCount}.`);
}

function expressionMeant(session: Session, replay: Replay, of: Arguments): Result<Topic, string> {
  const text = (textIn(of, 'text') ?? '').trim();
  const frameId = integerIn(of, 'frameId');
  const handle = frameId === undefined ? innermostFrame(replay) : session.handles.frames.get(frameId);
  if (handle === undefined) return wrong('This frame is of an earlier stop: ask for the stack again.');
  const within = textIn(of, 'within');
  return historyOfText(replay.trace, handle, text, within === 'frame' || within === 'trace' ? within : 'process');
}

/** The history of a text: of an expression over variables of the frame's function, else of a path into the state of its process. */
export function historyOfText(trace: Trace, handle: FrameHandle, text: string, within: Within): Result<Topic, string> {
  if (text === '') return wrong('A history needs a variable or an expression.');
  const frame = frameViewOf(trace, handle);
  const found = frame === null ? null : expressionTopic(trace, frame, handle.process, text, within);
  if (found !== null) return { ok: true, value: found };
  if (/^state\b/.test(text)) return statesTopic(trace, handle.process, text);
  if (frame === null) return wrong('This process runs no recorded code at this moment: only its state has a history.');
  return wrong(`${JSON.stringify(text)} names no variable that ${frame.title} binds.`);
}

function functionMeant(trace: Trace, of: Arguments, process: ProcessId | undefined): Result<Topic, string> {
  const [module, name, arity] = [textIn(of, 'module') ?? '', textIn(of, 'name') ?? '', integerIn(of, 'arity') ?? -1];
  const functions = functionsCalled(trace, module, name, arity);
  if (functions.length === 0) return wrong(`${module}.${name}/${arity} is no recorded function.`);
  return { ok: true, value: callsTopic(trace, functions, process) };
}

function lineMeant(
  { client }: Session,
  replay: Replay,
  of: Arguments,
  process: ProcessId | undefined,
): Result<Topic, string> {
  const source = recordIn(of, 'source');
  const line = integerIn(of, 'line');
  if (line === undefined) return wrong('The history of a line needs a source and a line.');
  return historyOfLine(replay.trace, sourcesMeant(replay, client, source), ownLine(client, line), process);
}

/** The history of a line of recorded files that are one in several versions. */
export function historyOfLine(
  trace: Trace,
  sources: readonly SourceId[],
  line: number,
  process?: ProcessId,
): Result<Topic, string> {
  const resolved = resolveLine(trace, sources, line);
  if (!resolved.hit) return wrong(resolved.message);
  const name = `${baseName(trace.sources[sources[0]!]?.path ?? '')}:${resolved.line}`;
  return { ok: true, value: lineTopic(trace, name, resolved.postings, process) };
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(least, value), most);
}

function wrong(error: string): Result<never, string> {
  return { ok: false, error };
}
