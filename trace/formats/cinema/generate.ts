import { createRandom } from './generated/random.ts';
import { shopModules } from './generated/shop.ts';
import { createSimulation } from './generated/simulation.ts';
import { simulateThread } from './generated/thread.ts';
import { createWriter, type WriterOptions } from './writer.ts';

/** What a generated trace shall be like. The same options give the same bytes. */
export interface GenerateOptions {
  /** Records of events to write, about. */
  readonly events: number;
  readonly seed?: number;
  /** Short-lived processes to spawn, about; one for 500 events unless told. */
  readonly workers?: number;
  /** GenServers with a name, and processes that call them. */
  readonly servers?: number;
  readonly clients?: number;
  /** Scheduler threads. */
  readonly threads?: number;
  /** Nanoseconds by which each thread's clock is ahead of the thread before it; processes then keep to their thread. */
  readonly skew?: number;
  /** One record in so many begins a gap; 0: none does. */
  readonly gapEvery?: number;
  /** How deep the deepest recursions go. */
  readonly deepest?: number;
  /** The recording is cut off: no end chunk. */
  readonly cutOff?: boolean;
  readonly writer?: WriterOptions;
}

export interface Generated {
  /** Records written, those of processes not counted. */
  readonly events: number;
  readonly processes: number;
}

/**
 * Writes a recording of a made-up shop as a real .cinema file: GenServers and their clients, an Erlang loop, recursions, exceptions
 * caught and not, thousands of short processes, bursts and pauses, clocks that disagree. Some 3 microseconds an event.
 */
export function generate(path: string, options: GenerateOptions): Generated {
  const random = createRandom(options.seed ?? 1);
  const modules = shopModules();
  const writer = createWriter(path, {
    osPid: 4242,
    tick0: 1_000_000_000n,
    monotonic0: 5_000_000_000n,
    wall0: 1_700_000_000_000_000_000n,
    nanosecondsPerTick: 0.5,
    ...options.writer,
  });
  writer.manifest({
    recorder: '0.1.0',
    node: 'shop@localhost',
    creation: 1,
    otp: '25',
    erts: '13.1.5',
    elixir: '1.14.0',
    os: 'linux',
    osPid: 4242,
    command: ['mix', 'run'],
    directory: '/home/dev/shop',
    schedulers: options.threads ?? 2,
    sink: 'native',
    // NEWER_REFERENCE_EXT, three numbers, node, creation
    referencePrefix: Buffer.from([90, 0, 3, 119, 14, ...Buffer.from('shop@localhost'), 0, 0, 0, 1]).toString('base64'),
  });
  for (const module of Object.values(modules)) {
    writer.source(module.path, module.hash, module.bytes);
    writer.module(module.json);
  }

  let events = 0;
  const skew = options.skew ?? 0;
  const threads = Array.from({ length: options.threads ?? 2 }, (_, index) =>
    simulateThread(writer.thread(index + 1), {
      random,
      skew: skew * index,
      gapEvery: options.gapEvery ?? 0,
      count: () => events++,
    }),
  );
  const simulation = createSimulation({
    random,
    modules,
    threads,
    pinned: skew !== 0,
    servers: options.servers ?? 4,
    clients: options.clients ?? 12,
    deepest: options.deepest ?? 200,
    pause: 2_000_000,
  });
  const workers = options.workers ?? Math.ceil(options.events / 500);
  const spacing = options.events / (workers + 1);
  let spawned = 0;
  let idle = 0;
  while (events < options.events && idle < 1000) {
    const before = events;
    while (spawned < workers && spawned * spacing <= events) {
      simulation.spawnWorker();
      spawned++;
    }
    simulation.turn();
    idle = events === before ? idle + 1 : 0;
  }
  writer.finish(options.cutOff === true ? null : { reason: 'stopped', events, dropped: 0, skipped: [] });
  return { events, processes: simulation.processCount() };
}
