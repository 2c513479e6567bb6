/**
 * How long one step takes, from the request of a client to the `stopped` event, through the real framing of the protocol
 * over streams in memory; and what a client asks after each stop. Random places of generated traces.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startAdapter } from '../adapter/index.ts';
import { generate } from '../trace/testing.ts';
import { createClient, type Client } from '../test/dap/client.ts';
import { randomNumbers } from '../test/dap/streams.ts';

export interface StepFigure {
  readonly bench: 'step';
  /** Events of the trace. */
  readonly events: number;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms';
}

const commands = [
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'stepBackInto',
  'stepBackOut',
  'toCause',
  'toEffect',
] as const;
const reverseVerbs: ReadonlySet<string> = new Set(['stepBackInto', 'stepBackOut', 'toCause', 'toEffect']);

/** A generated trace of about that many events; made once. */
function traceOf(events: number, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `trace-${events}.cinema`);
  if (!existsSync(path)) {
    generate(`${path}.new`, { events });
    renameSync(`${path}.new`, path);
  }
  return path;
}

/** Two ends of a connection; unlike the ones of the tests they do not dawdle. */
function connection(): readonly [Duplex, Duplex] {
  const [there, back] = [new PassThrough(), new PassThrough()];
  return [Duplex.from({ writable: there, readable: back }), Duplex.from({ writable: back, readable: there })];
}

export async function benchStep(events: number, folder: string, count = 1000): Promise<readonly StepFigure[]> {
  const trace = traceOf(events, folder);
  const cacheFolder = join(folder, `index-${events}`);
  // The first launch builds the index if need be; the second is what a person waits for.
  (await opened(trace, cacheFolder)).close();
  const begun = performance.now();
  const client = await opened(trace, cacheFolder);
  const launch = performance.now() - begun;
  const { momentCount } = (await client.request('cinema/position')) as { momentCount: number };
  const random = randomNumbers(1);
  const figures: StepFigure[] = [];
  const add = (what: string, value: number): void => {
    figures.push({ bench: 'step', events: momentCount, what, value: Math.round(value * 1000) / 1000, unit: 'ms' });
  };
  const addAll = (what: string, times: readonly number[]): void => {
    const sorted = [...times].sort((left, right) => left - right);
    add(`${what}, median`, sorted[Math.floor(sorted.length / 2)]!);
    add(`${what}, 99th percentile`, sorted[Math.floor(sorted.length * 0.99)]!);
  };
  add('launch to first stop, indexed', launch);
  for (const command of commands) addAll(command, await timesOf(client, command, count, momentCount, random));
  addAll('what VS Code asks at a stop', await viewTimes(client, Math.ceil(count / 5), momentCount, random));
  for (const [what, time] of await farTimes(client, momentCount)) add(what, time);
  client.close();
  return figures;
}

async function opened(trace: string, cacheFolder: string): Promise<Client> {
  const [here, there] = connection();
  startAdapter({ input: there, output: there });
  const client = createClient(here, 600_000);
  await client.request('initialize', {});
  await client.request('launch', { trace, cacheFolder, sourceFolders: [] });
  await client.request('configurationDone');
  await client.event('cinema/position');
  return client;
}

async function seekAnywhere(client: Client, momentCount: number, random: () => number): Promise<number> {
  const { process } = await client.request('cinema/seek', { moment: Math.floor(random() * momentCount) });
  await client.event('cinema/position');
  return (process as number) + 1;
}

async function timesOf(client: Client, command: string, count: number, momentCount: number, random: () => number) {
  const times: number[] = [];
  while (times.length < count) {
    const threadId = await seekAnywhere(client, momentCount, random);
    // Several steps from each place: a person steps on from where he is.
    for (let step = 0; step < 5; step++) {
      const begun = performance.now();
      const asked = reverseVerbs.has(command)
        ? client.request('cinema/step', { verb: command, threadId })
        : client.request(command, { threadId });
      await client.event('stopped');
      times.push(performance.now() - begun);
      await asked;
      await client.event('cinema/position');
    }
  }
  return times;
}

/** What VS Code asks at every stop: threads, one frame, the other frames, scopes, the variables of each. */
async function viewTimes(client: Client, count: number, momentCount: number, random: () => number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const threadId = await seekAnywhere(client, momentCount, random);
    const begun = performance.now();
    await client.request('threads');
    await client.request('stackTrace', { threadId, startFrame: 0, levels: 1 });
    const { stackFrames } = (await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 })) as {
      stackFrames: readonly { id: number }[];
    };
    const { scopes } = (await client.request('scopes', { frameId: stackFrames[0]!.id })) as {
      scopes: readonly { variablesReference: number }[];
    };
    for (const { variablesReference } of scopes) await client.request('variables', { variablesReference });
    times.push(performance.now() - begun);
  }
  return times;
}

/** From one end to the other: without a hit, and to a hit that is as far away as can be. */
async function farTimes(client: Client, momentCount: number): Promise<readonly (readonly [string, number])[]> {
  const timed = async (command: string, given: object): Promise<number> => {
    const begun = performance.now();
    const asked = client.request(command, given);
    await client.event('stopped');
    const time = performance.now() - begun;
    await asked;
    await client.event('cinema/position');
    return time;
  };
  await client.request('setExceptionBreakpoints', { filters: [] });
  await timed('cinema/seek', { moment: 0 });
  const { stackFrames, threadId } = await firstFrame(client);
  const { source, line } = stackFrames[0] ?? {};
  if (source === undefined || line === undefined) return [];
  await client.request('setBreakpoints', { source, breakpoints: [{ line }] });
  await timed('cinema/seek', { moment: momentCount - 1 });
  const back = await timed('reverseContinue', { threadId });
  await client.request('setBreakpoints', { source, breakpoints: [] });
  await timed('cinema/seek', { moment: momentCount - 1 });
  const toStart = await timed('reverseContinue', { threadId });
  return [
    ['reverseContinue from the end to a hit near the start', back],
    ['reverseContinue from the end to the start, no hit', toStart],
  ];
}

async function firstFrame(client: Client) {
  const { process } = (await restarted(client)) as {
    process: number;
  };
  const { stackFrames } = (await client.request('stackTrace', { threadId: process + 1 })) as {
    stackFrames: readonly { source?: object; line: number }[];
  };
  return { stackFrames, threadId: process + 1 };
}

async function restarted(client: Client) {
  await client.request('restart');
  await client.event('cinema/position');
  return client.request('cinema/position');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '100000,10000000' },
      folder: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const folder = values.folder ?? join(tmpdir(), 'execution-cinema-bench');
  const figures: StepFigure[] = [];
  for (const events of values.events.split(',').map(Number)) figures.push(...(await benchStep(events, folder)));
  if (values.json === true) console.log(JSON.stringify(figures));
  else console.table(figures);
}
