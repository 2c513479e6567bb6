// docs/performance.md from the results of the benchmarks.
import { budgetRows } from './budgets.mjs';

/**
 * @param {readonly { name: string, title: string, about: string }[]} benchmarks
 * @param {Readonly<Record<string, import('./budgets.mjs').Result | undefined>>} results
 */
export function pageText(benchmarks, results) {
  const budgets = budgetRows(results).map((one) => [one.what, one.budget, one.measured, one.met, one.how]);
  const parts = benchmarks.flatMap(({ name, title, about }) => {
    const result = results[name];
    if (result === undefined) return [];
    const note = `Measured ${result.measured.slice(0, 10)} in ${result.seconds} s on ${result.machine}; load average ${result.load}${result.quick ? '; small sizes only' : ''}.`;
    return [`## ${title}\n\n${about}\n\n${note}\n\n${table(result.figures)}`];
  });
  return [
    '# Performance\n',
    'Made by `npm run bench`; do not edit. One row for each budget of the design; where a budget is not met, it says so.',
    'The figures are of a machine that others were using as well: the load average stands beside each table (the number of',
    'programs that wanted a core, before and after), and where it is higher than the number of cores, times by the clock',
    'contain waiting for a core. Times of the processor do not.\n',
    rows(['what', 'budget', 'measured', 'met', 'how to measure'], budgets),
    '',
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
