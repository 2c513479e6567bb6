// Runs the benchmarks and writes docs/performance.md from what they print. `--only trace,step` runs some of them,
// `--quick` takes small traces; `--table` makes the page anew from the results that are there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const results = join(here, 'results');
const page = join(here, '..', 'docs', 'performance.md');

/** A benchmark prints JSON, an array of flat objects, when given `--json`. */
const benchmarks = [
  { name: 'trace', file: 'trace.ts', quick: ['--events', '100000'], title: 'The index and its questions' },
  { name: 'step', file: 'step.ts', quick: ['--events', '100000'], title: 'Steps through the debug protocol' },
  { name: 'recorder', file: 'recorder.ts', quick: ['--quick'], title: 'Recording' },
  { name: 'cinema', file: 'cinema.ts', quick: ['--quick'], title: 'The cinema' },
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});

const wanted = values.only?.split(',');
const chosen = benchmarks.filter(({ name, file }) => existsSync(join(here, file)) && (wanted?.includes(name) ?? true));
const unknown = wanted?.filter((name) => !chosen.some((one) => one.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

if (!values.table) {
  mkdirSync(results, { recursive: true });
  for (const { name, file, quick } of chosen) {
    console.log(`${name} …`);
    const given = ['--import', 'tsx', join(here, file), '--json', ...(values.quick ? quick : [])];
    const output = execFileSync(process.execPath, given, {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const figures = JSON.parse(output.slice(output.indexOf('[')));
    console.table(figures);
    const result = { measured: new Date().toISOString(), machine: machine(), quick: values.quick, figures };
    writeFileSync(join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  }
}
writeFileSync(page, pageText());

function machine() {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${type()} ${release().split('-')[0]}, Node ${process.version}`;
}

function pageText() {
  const parts = benchmarks.flatMap(({ name, title }) => {
    const file = `${name}.json`;
    if (!existsSync(results) || !readdirSync(results).includes(file)) return [];
    const { measured, machine: on, quick, figures } = JSON.parse(readFileSync(join(results, file), 'utf8'));
    const note = `Measured ${measured.slice(0, 10)} on ${on}${quick ? ', small traces only' : ''}.`;
    return [`## ${title}\n\n${note}\n\n${table(figures)}`];
  });
  return [
    '# Performance\n',
    'Made by `npm run bench` from the files in bench/results; do not edit. The budgets are in the design: a step of 10 million',
    'events under 5 ms at the 99th percentile, the first stop under 500 ms, a hit 10 million events away under 50 ms, under',
    '32 bytes an event with the index, under 300 MB of memory.\n',
    parts.join('\n\n'),
    '',
  ].join('\n');
}

/** Figures that differ only in the number of events stand side by side. */
function table(figures) {
  const sizes = [...new Set(figures.map(({ events }) => events).filter((events) => events !== undefined))];
  const first = figures[0] ?? {};
  if (sizes.length === 0 || !('value' in first)) {
    const columns = Object.keys(first).filter((name) => name !== 'bench');
    return rows(
      columns,
      figures.map((figure) => columns.map((name) => cell(figure[name]))),
    );
  }
  const labels = [...new Set(figures.map(({ what, unit }) => `${what}\n${unit}`))];
  const body = labels.map((label) => {
    const [what, unit] = label.split('\n');
    const values = sizes.map((size) =>
      figures.find((one) => one.what === what && one.unit === unit && one.events === size),
    );
    return [what, ...values.map((one) => (one === undefined ? '' : cell(one.value))), unit];
  });
  return rows(['', ...sizes.map((size) => `${size.toLocaleString('en-US')} events`), 'unit'], body);
}

function rows(head, body) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function cell(value) {
  return typeof value === 'number'
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 3 })
    : String(value ?? '');
}
