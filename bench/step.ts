/**
 * How long one step takes, from the request of a client to the `stopped` event, through the real framing of the protocol
 * over streams in memory; and what a client asks after each stop. Random places of generated traces.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startAdapter } from '../adapter/index.ts';
import { createClient, type Client } from '../test/dap/client.ts';
import { randomNumbers } from '../test/dap/streams.ts';
import { atFraction, median } from './lib/numbers.ts';
import { traceOf } from './lib/traces.ts';

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
/** Not steps of a line: they go wherever the cause is. */
const causes: ReadonlySet<string> = new Set(['toCause', 'toEffect']);
const reverseVerbs: ReadonlySet<string> = new Set(['stepBackInto', 'stepBackOut', 'toCause', 'toEffect']);

/** Two ends of a connection; unlike the ones of the tests they do not dawdle. */
function connection(): readonly [Duplex, Duplex] {
  const [there, back] = [new PassThrough(), new PassThrough()];
  return [Duplex.from({ writable: there, readable: back }), Duplex.from({ writable: back, readable: there })];
}

/** A session on one trace, with what its steps took so far. */
interface Bench {
  readonly client: Client;
  readonly events: number;
  readonly launch: number;
  readonly random: () => number;
  /** By what was done: one list of times a round. */
  readonly rounds: Map<string, Time[][]>;
}

/** Milliseconds by the clock, and of the processor: those of other programs on a busy machine are not in it. */
interface Time {
  readonly clock: number;
  readonly processor: number;
}

export interface StepOptions {
  /** Sizes of the traces; they take turns, so that all of them see the same machine. */
  readonly events: readonly number[];
  readonly folder: string;
  readonly rounds: number;
  /** Steps of each kind in a round. */
  readonly count: number;
}

export async function benchStep({ events, folder, rounds, count }: StepOptions): Promise<readonly StepFigure[]> {
  const benches: Bench[] = [];
  for (const size of events) benches.push(await prepare(size, folder));
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    console.error(round === 0 ? '  warming up' : `  round ${round} of ${rounds}`);
    for (const command of commands) {
      for (const bench of benches) add(bench, command, await timesOf(bench, command, count), round > 0);
    }
    for (const bench of benches) add(bench, view, await viewTimes(bench, Math.ceil(count / 5)), round > 0);
  }
  const figures: StepFigure[] = [];
  for (const bench of benches) {
    figures.push(...figuresOf(bench), ...(await farFigures(bench)));
    bench.client.close();
  }
  return figures;
}

const view = 'what VS Code asks at a stop';

function add({ rounds }: Bench, what: string, times: Time[], counted: boolean): void {
  if (!counted) return;
  const lists = rounds.get(what) ?? [];
  rounds.set(what, [...lists, times]);
}

async function prepare(size: number, folder: string): Promise<Bench> {
  const trace = traceOf(size, folder);
  const cacheFolder = join(folder, `index-${size}`);
  // The first launch builds the index if need be; the others are what a person waits for.
  (await opened(trace, cacheFolder)).close();
  const launches: number[] = [];
  let client: Client | null = null;
  for (let index = 0; index < 5; index++) {
    client?.close();
    const begun = performance.now();
    client = await opened(trace, cacheFolder);
    launches.push(performance.now() - begun);
  }
  const { momentCount } = (await client!.request('cinema/position')) as { momentCount: number };
  return {
    client: client!,
    events: momentCount,
    launch: median(launches),
    random: randomNumbers(1),
    rounds: new Map(),
  };
}

function figureOf({ events }: Bench, what: string, value: number): StepFigure {
  return { bench: 'step', events, what, value: Number(value.toPrecision(3)), unit: 'ms' };
}

/** Of each kind of step the median, and the 99th percentile of a round: the median of the rounds. */
function figuresOf(bench: Bench): readonly StepFigure[] {
  const figures = [figureOf(bench, 'launch to first stop, indexed', bench.launch)];
  const every: Time[][] = [];
  for (const [what, rounds] of bench.rounds) {
    const of = (fraction: number, which: keyof Time): number =>
      median(
        rounds.map((times) =>
          atFraction(
            times.map((time) => time[which]),
            fraction,
          ),
        ),
      );
    figures.push(
      figureOf(bench, `${what}, median`, of(0.5, 'clock')),
      figureOf(bench, `${what}, 99th percentile`, of(0.99, 'clock')),
      figureOf(bench, `${what}, 99th percentile of processor time`, of(0.99, 'processor')),
    );
    if (!causes.has(what) && what !== view) rounds.forEach((times, round) => (every[round] ??= []).push(...times));
  }
  const all = (which: keyof Time): number =>
    median(
      every.map((times) =>
        atFraction(
          times.map((time) => time[which]),
          0.99,
        ),
      ),
    );
  figures.push(
    figureOf(bench, 'any step, 99th percentile', all('clock')),
    figureOf(bench, 'any step, 99th percentile of processor time', all('processor')),
  );
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

async function seekAnywhere({ client, events, random }: Bench): Promise<number> {
  const { process } = await client.request('cinema/seek', { moment: Math.floor(random() * events) });
  await client.event('cinema/position');
  return (process as number) + 1;
}

async function timed(work: () => Promise<unknown>): Promise<Time> {
  const used = process.cpuUsage();
  const begun = performance.now();
  await work();
  const clock = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  return { clock, processor: (user + system) / 1000 };
}

async function timesOf(bench: Bench, command: string, count: number): Promise<Time[]> {
  const { client } = bench;
  const times: Time[] = [];
  while (times.length < count) {
    const threadId = await seekAnywhere(bench);
    // Several steps from each place: a person steps on from where he is.
    for (let step = 0; step < 5; step++) {
      let asked: Promise<unknown> = Promise.resolve();
      times.push(
        await timed(() => {
          asked = reverseVerbs.has(command)
            ? client.request('cinema/step', { verb: command, threadId })
            : client.request(command, { threadId });
          return client.event('stopped');
        }),
      );
      await asked;
      await client.event('cinema/position');
    }
  }
  return times;
}

/** What VS Code asks at every stop: threads, one frame, the other frames, scopes, the variables of each. */
async function viewTimes(bench: Bench, count: number): Promise<Time[]> {
  const { client } = bench;
  const times: Time[] = [];
  for (let index = 0; index < count; index++) {
    const threadId = await seekAnywhere(bench);
    times.push(
      await timed(async () => {
        await client.request('threads');
        await client.request('stackTrace', { threadId, startFrame: 0, levels: 1 });
        const { stackFrames } = (await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 })) as {
          stackFrames: readonly { id: number }[];
        };
        const { scopes } = (await client.request('scopes', { frameId: stackFrames[0]!.id })) as {
          scopes: readonly { variablesReference: number }[];
        };
        for (const { variablesReference } of scopes) await client.request('variables', { variablesReference });
      }),
    );
  }
  return times;
}

/** From one end to the other: without a hit, and to a hit that is as far away as can be. */
async function farFigures(bench: Bench): Promise<readonly StepFigure[]> {
  const { client, events } = bench;
  const timeOf = async (command: string, given: object): Promise<number> => {
    const begun = performance.now();
    const asked = client.request(command, given);
    await client.event('stopped');
    const time = performance.now() - begun;
    await asked;
    await client.event('cinema/position');
    return time;
  };
  await client.request('setExceptionBreakpoints', { filters: [] });
  await timeOf('cinema/seek', { moment: 0 });
  const { stackFrames, threadId } = await firstFrame(client);
  const { source, line } = stackFrames[0] ?? {};
  if (source === undefined || line === undefined) return [];
  const hits: number[] = [];
  const misses: number[] = [];
  for (let round = 0; round < 5; round++) {
    await client.request('setBreakpoints', { source, breakpoints: [{ line }] });
    await timeOf('cinema/seek', { moment: events - 1 });
    hits.push(await timeOf('reverseContinue', { threadId }));
    await client.request('setBreakpoints', { source, breakpoints: [] });
    await timeOf('cinema/seek', { moment: events - 1 });
    misses.push(await timeOf('reverseContinue', { threadId }));
  }
  return [
    figureOf(bench, 'reverseContinue from the end to a hit near the start', median(hits)),
    figureOf(bench, 'reverseContinue from the end to the start, no hit', median(misses)),
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
      folder: { type: 'string', default: join(tmpdir(), 'execution-cinema-bench') },
      rounds: { type: 'string', default: '5' },
      count: { type: 'string', default: '400' },
      json: { type: 'boolean', default: false },
    },
  });
  const figures = await benchStep({
    events: values.events.split(',').map(Number),
    folder: values.folder,
    rounds: Number(values.rounds),
    count: Number(values.count),
  });
  if (values.json) console.log(JSON.stringify(figures));
  else console.table(figures);
}
