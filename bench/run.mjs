// Runs the benchmarks and writes docs/performance.md from what they print (README.md says how it is called).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pageText } from './lib/page.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const results = join(here, 'results');
const page = join(here, '..', 'docs', 'performance.md');

/** A benchmark prints JSON, an array of flat objects, when given `--json`; what it is doing it says on its stderr. */
const benchmarks = [
  {
    name: 'recorder',
    file: 'recorder.ts',
    quick: ['--quick'],
    title: 'Recording',
    about:
      'Programs recorded in each way, beside OTP\'s own tracer writing to a file. *lines* and *calls*: a parser, nothing but calls and bindings, the worst case. *messages*: a ring of processes; *server*: a gen_server with four clients. "ns an event" is what recording adds, divided by the events; "times as long" and "ns an event" are by the clock.',
  },
  {
    name: 'trace',
    file: 'trace.ts',
    quick: ['--events', '100000'],
    sized: true,
    title: 'The index and its questions',
    about: 'Generated traces of a shop; questions at random moments, asked of the trace itself.',
  },
  {
    name: 'step',
    file: 'step.ts',
    quick: ['--events', '100000', '--rounds', '2', '--count', '200'],
    sized: true,
    title: 'Steps through the debug protocol',
    about:
      'From the request of a client to the `stopped` event, over streams in memory, at random moments. The sizes take turns; the 99th percentile is the median of those of the rounds.',
  },
  {
    name: 'cinema',
    file: 'cinema.ts',
    quick: ['--events', '100000', '--rounds', '1'],
    sized: true,
    title: 'The film in a browser',
    about:
      "Generated traces of up to 10,000 processes in headless Chromium, 1600 by 900 pixels, while the wheel turns at every frame: panning, zooming, scrolling. *work a frame*: what the page takes to make and draw it; *between frames*: what a person sees. Without a graphics card both renderers draw in software: WebGL in a browser that is asked to, the canvas in one that is as it comes. The first picture is that of a program just started, from the page's address to the screen. Medians of the rounds; the renderers take turns.",
  },
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string' },
    quick: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});

const wanted = values.only?.split(',');
const chosen = benchmarks.filter(({ name }) => wanted?.includes(name) ?? true);
const unknown = wanted?.filter((name) => !chosen.some((one) => one.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

if (!values.table) {
  mkdirSync(results, { recursive: true });
  const begun = performance.now();
  for (const benchmark of chosen) runOne(benchmark);
  console.log(`bench: ${seconds(begun)} s in all`);
}
const known = Object.fromEntries(benchmarks.map(({ name }) => [name, readResult(name)]));
writeFileSync(page, pageText(benchmarks, known));

function runOne({ name, file, quick, sized }) {
  console.log(`${name} …`);
  const before = loadavg()[0];
  const begun = performance.now();
  const sizes = sized && values.events !== undefined ? ['--events', values.events] : [];
  const given = ['--import', 'tsx', join(here, file), '--json', ...(values.quick ? quick : []), ...sizes];
  const output = execFileSync(process.execPath, given, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const figures = JSON.parse(output.slice(output.indexOf('[')));
  console.table(figures.map(({ bench: _, ...figure }) => figure));
  const load = `${before.toFixed(1)} to ${loadavg()[0].toFixed(1)}`;
  const measured = new Date().toISOString();
  const result = { measured, seconds: seconds(begun), machine: machine(), load, quick: values.quick, figures };
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`${name}: ${seconds(begun)} s`);
}

function readResult(name) {
  const file = join(results, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function seconds(begun) {
  return Math.round((performance.now() - begun) / 1000);
}

function machine() {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const ask = ['-noshell', '-eval', 'io:put_chars(erlang:system_info(otp_release)), halt().'];
  const otp = execFileSync('erl', ask, { encoding: 'utf8' }).trim();
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${type()} ${release().split('-')[0]}, OTP ${otp}, Node ${process.version}`;
}
