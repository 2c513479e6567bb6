/* eslint-disable no-console -- a command for developers */
import { parseArgs } from 'node:util';
import { generate } from './generate.ts';

const numbers = ['events', 'seed', 'workers', 'servers', 'clients', 'threads', 'skew', 'gapEvery', 'deepest'] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(numbers.map((name) => [name, { type: 'string' as const }])),
});
const [path] = positionals;
if (path === undefined) {
  console.error(
    `Usage: npx tsx trace/formats/cinema/generate-command.ts FILE ${numbers.map((name) => `[--${name} N]`).join(' ')}`,
  );
  process.exit(2);
}
const given = Object.fromEntries(
  numbers.flatMap((name) => (values[name] === undefined ? [] : [[name, Number(values[name])]])),
);
const started = performance.now();
const { events, processes } = generate(path, { events: 100_000, ...given });
console.log(`${events} events of ${processes} processes in ${((performance.now() - started) / 1000).toFixed(1)} s`);
