/**
 * What recording costs a program, beside OTP's own tracer writing to its own file port (`dbg`), on the same programs in the
 * same run. Each way of running has a BEAM of its own, with one scheduler; the ways take turns, and each figure is the
 * median of the rounds. The programs and the measuring are recorder/bench/*.erl.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './lib/numbers.ts';

/** One workload run in one way. What a way has no figure for is null. */
export interface RecorderFigure {
  readonly bench: 'recorder';
  readonly workload: string;
  readonly way: string;
  /** How many times as long as without a recorder: by the clock, and in processor time of all threads. */
  readonly 'times as long': number;
  readonly 'processor time': number;
  /** What it costs more than without, divided by the events that came: written or dropped. */
  readonly 'ns an event': number | null;
  readonly 'processor ns an event': number | null;
  /** Written a second by the clock, and a second of processor time, the program's own work included. */
  readonly 'M events/s': number | null;
  readonly 'M events/s of processor': number | null;
  readonly 'bytes an event': number | null;
  /** Part of the events that was dropped and counted. */
  readonly dropped: number | null;
}

/** What bench_recorder.erl prints: times in nanoseconds; events, dropped ones and bytes of one run. */
interface Sample {
  readonly workload: string;
  readonly median: number;
  readonly total: number;
  readonly processor: number;
  readonly runs: number;
  readonly events: number;
  readonly dropped: number;
  readonly bytes: number;
}

interface Way {
  readonly name: string;
  /** As bench_recorder.erl calls it. */
  readonly run: string;
  readonly schedulers: 'one' | 'all';
  /** The way it is compared with. */
  readonly beside: string;
}

const ways: readonly Way[] = [
  { name: 'no recorder', run: 'plain', schedulers: 'one', beside: 'no recorder' },
  { name: 'no recorder, again', run: 'plain', schedulers: 'one', beside: 'no recorder' },
  { name: 'off: loaded, not recording', run: 'loaded', schedulers: 'one', beside: 'no recorder' },
  { name: 'off: stopped', run: 'stopped', schedulers: 'one', beside: 'no recorder' },
  { name: 'native', run: 'native', schedulers: 'one', beside: 'no recorder' },
  { name: 'portable', run: 'portable', schedulers: 'one', beside: 'no recorder' },
  { name: 'dbg to a file', run: 'dbg', schedulers: 'one', beside: 'no recorder' },
  { name: 'no recorder, all schedulers', run: 'plain', schedulers: 'all', beside: 'no recorder, all schedulers' },
  { name: 'native, all schedulers', run: 'native', schedulers: 'all', beside: 'no recorder, all schedulers' },
];

/** Milliseconds after which no further round begins, once there are three. */
const longest = 60_000;

const sustained = ['lines', 'calls', 'messages'];

const recorder = fileURLToPath(new URL('../recorder/', import.meta.url));
const native = join(recorder, 'priv', 'cinema_nif.so');

export interface RecorderOptions {
  readonly rounds: number;
  /** How long a workload is repeated, and how long where it has to keep on. */
  readonly milliseconds: number;
  readonly sustainedMilliseconds: number;
}

export function benchRecorder(options: RecorderOptions): readonly RecorderFigure[] {
  if (!existsSync(join(recorder, 'ebin', 'cinema_recorder.beam'))) {
    throw new Error('the recorder is not built: npm run build:recorder');
  }
  const folder = mkdtempSync(join(tmpdir(), 'cinema-bench-'));
  try {
    return measure(options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure({ rounds, milliseconds, sustainedMilliseconds }: RecorderOptions, folder: string) {
  const bench = join(recorder, 'bench');
  const sources = readdirSync(bench).filter((name) => name.endsWith('.erl'));
  execFileSync('erlc', ['+debug_info', '-o', folder, ...sources.map((name) => join(bench, name))]);
  const possible = ways.filter(({ run }) => run !== 'native' || existsSync(native));
  if (possible.length < ways.length) console.error('  the native sink is not built (no C compiler?): left out');
  const samples = new Map<string, Sample[]>(possible.map(({ name }) => [name, []]));
  const begun = performance.now();
  for (let round = 0; round < rounds; round++) {
    // On a busy machine fewer rounds, rather than more minutes.
    if (round >= 3 && performance.now() - begun > longest) break;
    console.error(`  round ${round + 1} of ${rounds}`);
    // Another way goes first in each round.
    for (let index = 0; index < possible.length; index++) {
      const way = possible[(index + round) % possible.length]!;
      samples.get(way.name)!.push(...inBeam(way, milliseconds, folder, []));
    }
  }
  const workloads = [...new Set([...samples.values()].flat().map(({ workload }) => workload))];
  const figures = workloads.flatMap((workload) =>
    possible.map((way) =>
      figureOf(workload, way.name, takenOf(samples, way.name, workload), takenOf(samples, way.beside, workload)),
    ),
  );
  console.error(`  sustained, ${sustainedMilliseconds / 1000} s each`);
  const keptOn = possible
    .filter(({ run, schedulers }) => ['native', 'dbg'].includes(run) && schedulers === 'one')
    .flatMap((way) =>
      inBeam(way, sustainedMilliseconds / (way.run === 'dbg' ? 4 : 1), folder, sustained).map((sample) =>
        figureOf(`sustained ${sample.workload}`, way.name, [sample], takenOf(samples, way.beside, sample.workload)),
      ),
    );
  return [...figures, ...keptOn];
}

function inBeam(
  { run, schedulers }: Way,
  milliseconds: number,
  folder: string,
  workloads: readonly string[],
): Sample[] {
  const paths = ['-noshell', '-pa', join(recorder, 'ebin'), '-pa', folder];
  const given = ['-run', 'bench_recorder', 'main', run, String(milliseconds), folder, native, ...workloads];
  const output = execFileSync('erl', [...(schedulers === 'one' ? ['+S', '1:1'] : []), ...paths, ...given], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
    // Recordings of a user who records this very command are none of ours.
    env: { ...process.env, CINEMA_OPTIONS: '', ERL_AFLAGS: '', ERL_FLAGS: '' },
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample);
}

const takenOf = (samples: ReadonlyMap<string, readonly Sample[]>, way: string, workload: string): readonly Sample[] =>
  (samples.get(way) ?? []).filter((sample) => sample.workload === workload);

function figureOf(workload: string, way: string, taken: readonly Sample[], beside: readonly Sample[]): RecorderFigure {
  const of = (from: readonly Sample[], question: (sample: Sample) => number): number => median(from.map(question));
  const wall = of(taken, (sample) => sample.median);
  const wallBeside = of(beside, (sample) => sample.median);
  const processor = of(taken, (sample) => sample.processor / sample.runs);
  const processorBeside = of(beside, (sample) => sample.processor / sample.runs);
  const events = of(taken, (sample) => sample.events);
  const dropped = of(taken, (sample) => sample.dropped);
  const recorded = events > 0;
  const came = events + dropped;
  return {
    bench: 'recorder',
    workload: workload.replaceAll('_', ' '),
    way,
    'times as long': rounded(wall / wallBeside),
    'processor time': rounded(processor / processorBeside),
    'ns an event': recorded ? rounded((wall - wallBeside) / came) : null,
    'processor ns an event': recorded ? rounded((processor - processorBeside) / came) : null,
    'M events/s': recorded ? rounded(of(taken, (sample) => (sample.events * sample.runs) / sample.total) * 1000) : null,
    'M events/s of processor': recorded
      ? rounded(of(taken, (sample) => (sample.events * sample.runs) / sample.processor) * 1000)
      : null,
    'bytes an event': recorded ? rounded(of(taken, (sample) => sample.bytes / sample.events)) : null,
    dropped: recorded ? rounded(dropped / came) : null,
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
    },
  });
  const figures = benchRecorder({
    rounds: Number(values.rounds ?? (values.quick ? 1 : 5)),
    milliseconds: values.quick ? 60 : 120,
    sustainedMilliseconds: values.quick ? 500 : 3000,
  });
  if (values.json) console.log(JSON.stringify(figures));
  else console.table(figures);
}
