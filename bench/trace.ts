/**
 * What an index costs and how fast questions are answered: 100,000, 1 million and 10 million events of the generated
 * shop. Building and asking run in processes of their own, so that memory is that of each.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  closeTrace,
  eventAt,
  nextIn,
  nextStop,
  openTrace,
  previousIn,
  processAt,
  stackAt,
  step,
  stopLines,
  stopsOnLine,
  summarize,
  variablesAt,
  type Moment,
  type Posting,
  type ProcessId,
  type SourceId,
  type StepCommand,
  type Trace,
} from '../trace/index.ts';
import { traceOf } from './lib/traces.ts';

export interface TraceFigure {
  readonly bench: 'trace';
  /** Events of the trace. */
  readonly events: number;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const self = fileURLToPath(import.meta.url);

async function opened(path: string, cacheFolder: string): Promise<Trace> {
  const result = await openTrace(path, { cacheFolder });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const megabyte = 1e6;

/** Builds the index from nothing. */
async function benchIndex(
  path: string,
  cacheFolder: string,
): Promise<readonly Omit<TraceFigure, 'events' | 'bench'>[]> {
  rmSync(cacheFolder, { recursive: true, force: true });
  const begun = performance.now();
  const used = process.cpuUsage();
  const trace = await opened(path, cacheFolder);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  const { indexBytes } = summarize(trace);
  const figures = [
    { what: 'read and index', value: seconds, unit: 's' },
    { what: 'read and index, processor time', value: (user + system) / 1e6, unit: 's' },
    { what: 'indexed', value: trace.eventCount / seconds / 1e6, unit: 'M events/s' },
    { what: 'bytes an event, trace', value: statSync(path).size / trace.eventCount, unit: 'bytes' },
    { what: 'bytes an event, index', value: indexBytes / trace.eventCount, unit: 'bytes' },
    { what: 'memory while indexing', value: (process.resourceUsage().maxRSS * 1024) / megabyte, unit: 'MB' },
  ];
  closeTrace(trace);
  return figures;
}

const commands: readonly StepCommand[] = ['next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut'];

/** Asks as a debugger does, at random places. */
async function benchQuestions(
  path: string,
  cacheFolder: string,
): Promise<readonly Omit<TraceFigure, 'events' | 'bench'>[]> {
  const figures: Omit<TraceFigure, 'events' | 'bench'>[] = [];
  const milliseconds = (what: string, value: number) => figures.push({ what, value, unit: 'ms' });
  const begun = performance.now();
  const trace = await opened(path, cacheFolder);
  const start = firstStop(trace);
  show(trace, start.process, start.moment);
  milliseconds('open to first stop', performance.now() - begun);
  const random = randomNumbers(1);
  for (const command of commands) {
    const times = Array.from({ length: 1000 }, () => {
      const moment = Math.floor(random() * trace.eventCount) as Moment;
      const { process } = eventAt(trace, moment);
      const from = performance.now();
      step(trace, { process, moment }, command);
      return performance.now() - from;
    });
    percentiles(milliseconds, command, times);
  }
  const views = Array.from({ length: 1000 }, () => {
    const moment = Math.floor(random() * trace.eventCount) as Moment;
    const { process } = eventAt(trace, moment);
    const from = performance.now();
    show(trace, process, moment);
    return performance.now() - from;
  });
  percentiles(milliseconds, 'stack and variables', views);
  farAway(trace, milliseconds);
  figures.push({ what: 'memory', value: process.memoryUsage().rss / megabyte, unit: 'MB' });
  figures.push({ what: 'memory at most', value: (process.resourceUsage().maxRSS * 1024) / megabyte, unit: 'MB' });
  closeTrace(trace);
  return figures;
}

function firstStop(trace: Trace): { readonly process: ProcessId; readonly moment: Moment } {
  let best: { process: ProcessId; moment: Moment } | null = null;
  for (let number = 0; number < trace.processCount; number++) {
    const process = number as ProcessId;
    const view = processAt(trace, process);
    if (best !== null && view.firstMoment > best.moment) break;
    if (!view.hasRecordedCode) continue;
    const moment = nextStop(trace, process, -1);
    if (moment !== -1 && (best === null || moment < best.moment)) best = { process, moment };
  }
  return best ?? { process: 0 as ProcessId, moment: 0 as Moment };
}

/** What is drawn at a stop. */
function show(trace: Trace, process: ProcessId, moment: Moment): void {
  const { frames } = stackAt(trace, process, moment, 0, 20);
  if (frames[0] !== undefined) variablesAt(trace, frames[0].frame, moment);
}

/** From the end back to the line that ran least, and of one process to a line that it ran first. */
function farAway(trace: Trace, milliseconds: (what: string, value: number) => void): void {
  const lines: { posting: Posting; hits: number }[] = [];
  trace.sources.forEach((_, source) => {
    for (const { line, hits } of stopLines(trace, source as SourceId)) {
      if (hits > 0) lines.push({ posting: stopsOnLine(trace, source as SourceId, line), hits });
    }
  });
  const firstHit = ({ posting }: { posting: Posting }) => nextIn(trace, [posting], -1);
  const end = trace.eventCount as Moment;
  let worst = 0;
  let worstFiltered = 0;
  for (const line of lines) {
    const first = firstHit(line);
    const { process } = eventAt(trace, first as Moment);
    let from = performance.now();
    previousIn(trace, [line.posting], (first + 1) as Moment);
    nextIn(trace, [line.posting], -1);
    worst = Math.max(worst, performance.now() - from);
    from = performance.now();
    // The newest hit of a process that may have ended long ago.
    previousIn(trace, [line.posting], end, process);
    worstFiltered = Math.max(worstFiltered, performance.now() - from);
  }
  milliseconds('continue and reverseContinue, slowest line', worst);
  milliseconds('reverseContinue of one process from the end, slowest line', worstFiltered);
}

function percentiles(
  milliseconds: (what: string, value: number) => void,
  what: string,
  times: readonly number[],
): void {
  const sorted = [...times].sort((left, right) => left - right);
  milliseconds(`${what}, p50`, sorted[Math.floor(sorted.length * 0.5)]!);
  milliseconds(`${what}, p99`, sorted[Math.floor(sorted.length * 0.99)]!);
}

/** The same numbers from 0 to 1 on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One phase in a process of its own; its figures come back as JSON. */
function inChild(phase: string, path: string, cacheFolder: string): readonly Omit<TraceFigure, 'events' | 'bench'>[] {
  const given = ['--import', 'tsx', self, '--phase', phase, '--trace', path, '--cache', cacheFolder];
  const output = execFileSync(process.execPath, given, { encoding: 'utf8', maxBuffer: 1 << 24 });
  return JSON.parse(output) as readonly Omit<TraceFigure, 'events' | 'bench'>[];
}

export function benchTrace(events: number, folder: string): readonly TraceFigure[] {
  const path = traceOf(events, folder);
  const cacheFolder = join(folder, `index-${events}`);
  return [...inChild('index', path, cacheFolder), ...inChild('ask', path, cacheFolder)].map((figure) => ({
    bench: 'trace',
    events,
    ...figure,
    value: Number(figure.value.toPrecision(4)),
  }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '100000,1000000,10000000' },
      folder: { type: 'string', default: join(tmpdir(), 'execution-cinema-bench') },
      json: { type: 'boolean', default: false },
      phase: { type: 'string' },
      trace: { type: 'string', default: '' },
      cache: { type: 'string', default: '' },
    },
  });
  if (values.phase !== undefined) {
    const run = values.phase === 'index' ? benchIndex : benchQuestions;
    console.log(JSON.stringify(await run(values.trace, values.cache)));
    return;
  }
  const figures = values.events.split(',').flatMap((events) => benchTrace(Number(events), values.folder));
  if (values.json) console.log(JSON.stringify(figures));
  else console.table(figures.map(({ events, what, value, unit }) => ({ events, what, value, unit })));
}

if (process.argv[1] === self) await main();
