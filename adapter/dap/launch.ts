import { isAbsolute } from 'node:path';
import { closeTrace, type OpenOptions, type Result, type Trace, type TraceError } from '../../trace/index.ts';
import { type StartAt } from '../../protocol/index.ts';
import { explain } from '../replay/explain.ts';
import { printTime } from '../replay/position.ts';
import { startAt } from '../replay/start.ts';
import { flagIn, integerIn, isRecord, textIn, textMapIn, textsIn, type Arguments } from './arguments.ts';
import { baseName } from './locations.ts';
import { startProgress } from './progress.ts';
import { done, failure, refuse, type After, type Handler, type Replay, type Reply, type Session } from './session.ts';
import { createSources } from './sources.ts';

const defaultThreads = 100;
/** Notes about a damaged or partial recording beyond these are counted, not listed. */
const mostNotes = 5;

/** Opens the trace. `initialized` follows the response, so that breakpoints are set when their lines are known. */
export const launch: Handler = async (session, given, { sequence, after }) => {
  const path = textIn(given, 'trace');
  if (path === undefined || path === '') {
    return refuse(
      failure.badArguments,
      'The launch configuration names no recording: set "trace" to a .cinema file.',
      true,
    );
  }
  if (!isAbsolute(path)) {
    return refuse(failure.badArguments, `The path of the recording must be absolute: "trace" is ${path}.`, true);
  }
  const begin = readStartAt(given['startAt']);
  if (begin === null) {
    const forms = '"start", "end", "firstException", a moment (12) or a function ("Shop.Cart.add/2")';
    return refuse(failure.badArguments, `"startAt" must be one of ${forms}.`, true);
  }
  if (session.replay !== null || session.opening !== null) {
    return refuse(
      failure.badArguments,
      'This session has a recording already; start another session for another one.',
      true,
    );
  }
  const opened = await open(session, path, given, sequence);
  if (!opened.ok) return refuse(failure.badTrace, explain(opened.error, path), opened.error.code !== 'cancelled');
  const reopen = (request: number) => open(session, path, given, request);
  try {
    return begun(session, opened.value, reopen, given, begin, after);
  } catch (error) {
    closeTrace(opened.value);
    session.replay = null;
    throw error;
  }
};

async function open(
  session: Session,
  path: string,
  given: Arguments,
  sequence: number,
): Promise<Result<Trace, TraceError>> {
  const controller = new AbortController();
  const progress = `open-${sequence}`;
  session.opening = { controller, request: sequence, progress };
  const bar = startProgress(session, progress, sequence, `Opening ${baseName(path)}`);
  const cacheFolder = textIn(given, 'cacheFolder');
  const options: OpenOptions = {
    progress: bar.report,
    signal: controller.signal,
    ...(cacheFolder !== undefined && { cacheFolder }),
  };
  try {
    const opened = await session.openTrace(path, options);
    if (opened.ok && controller.signal.aborted) {
      closeTrace(opened.value);
      const error: TraceError = { code: 'cancelled', message: 'Opening the recording was cancelled.' };
      return { ok: false, error };
    }
    return opened;
  } finally {
    bar.end();
    session.opening = null;
  }
}

function begun(
  session: Session,
  trace: Trace,
  reopen: Replay['reopen'],
  given: Arguments,
  begin: StartAt,
  after: After,
): Reply {
  if (trace.eventCount === 0) {
    closeTrace(trace);
    const message = 'The recording is empty: nothing that was asked to be recorded ran. `cinema info` tells what was.';
    return refuse(failure.badTrace, message, true);
  }
  const start = startAt(trace, begin);
  const cursor = start.ok ? start : startAt(trace, 'start');
  if (!cursor.ok) return refuse(failure.internal, cursor.error, true);
  session.replay = {
    trace,
    reopen,
    sources: createSources(trace, textsIn(given, 'sourceFolders'), textMapIn(given, 'sourceMap')),
    maximumThreads: Math.max(1, integerIn(given, 'maximumThreads') ?? defaultThreads),
    stopOnEntry: flagIn(given, 'stopOnEntry') ?? true,
    cursor: cursor.value,
    visited: new Set([cursor.value.process]),
    breakpoints: new Map(),
    stopsAtCrashes: false,
    justMyCode: flagIn(given, 'justMyCode') ?? true,
    outputsTold: 0,
    toldHidden: false,
  };
  after('initialized');
  for (const line of greeting(trace, start.ok ? null : start.error))
    after('output', { category: 'console', output: `${line}\n` });
  return done();
}

function greeting(trace: Trace, problem: string | null): readonly string[] {
  const size = `${count(trace.eventCount, 'event')} of ${count(trace.processCount, 'process', 'es')}`;
  const lines = [
    `${baseName(trace.path)}: ${size} in ${printTime(trace.duration)}. Type help for the words of this console.`,
  ];
  if (problem !== null) lines.push(`${problem} The replay begins at the start.`);
  const notes = [
    ...trace.damage,
    ...trace.skipped.map(({ module, reason }) => `${module} was not recorded by lines: ${reason}`),
  ];
  lines.push(...notes.slice(0, mostNotes));
  if (notes.length > mostNotes) lines.push(`… and ${notes.length - mostNotes} more notes: see \`cinema info\`.`);
  return lines;
}

function count(number: number, noun: string, plural = 's'): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : plural}`;
}

function readStartAt(value: unknown): StartAt | null {
  if (value === undefined) return 'start';
  if (value === 'start' || value === 'end' || value === 'firstException') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { moment: value } : null;
  if (typeof value === 'string') return value === '' ? null : { function: value };
  if (!isRecord(value)) return null;
  const moment = integerIn(value, 'moment');
  if (moment !== undefined) return { moment };
  const name = textIn(value, 'function');
  return name === undefined ? null : { function: name };
}
