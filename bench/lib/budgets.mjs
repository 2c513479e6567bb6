// The budgets of the design, section 5, beside what was measured: a row each.

/** @typedef {{ measured: string, machine: string, load: string, quick: boolean, figures: readonly object[] }} Result */

/**
 * @param {Readonly<Record<string, Result | undefined>>} results by the name of the benchmark
 * @returns {readonly { what: string, budget: string, measured: string, met: string, how: string }[]}
 */
export function budgetRows(results) {
  const of = (name) => results[name]?.figures ?? [];
  const trace = (what, unit, events = largest(of('trace'))) => value(of('trace'), { what, unit, events });
  const step = (what, events = largest(of('step'))) => value(of('step'), { what, events });
  const cinema = (what, renderer) =>
    value(of('cinema'), { what: `${what}, ${renderer}`, events: largest(of('cinema')) });
  const renderers = ['webgl', 'canvas'];
  const each = (tell) => renderers.map((renderer) => `${renderer} ${tell(renderer)}`).join('; ');
  const every = (holds) => renderers.every(holds);
  const recorder = (workload, way) => of('recorder').find((one) => one.workload === workload && one.way === way);

  const off = ['off: loaded, not recording', 'off: stopped'].map((way) =>
    middle(
      of('recorder')
        .filter((one) => one.way === way)
        .map((one) => one['processor time']),
    ),
  );
  const noise = middle(
    of('recorder')
      .filter((one) => one.way === 'no recorder, again')
      .map((one) => one['processor time']),
  );
  const workloads = [...new Set(of('recorder').map(({ workload }) => workload))].filter(
    (name) => !name.startsWith('sustained'),
  );
  const natives = workloads.map((name) => recorder(name, 'native')).filter((one) => one !== undefined);
  const sustained = ['calls', 'messages', 'lines']
    .map((name) => recorder(`sustained ${name}`, 'native'))
    .filter((one) => one !== undefined);
  const [small, large] = [smallest(of('step')), largest(of('step'))];
  const slowest = step('any step, 99th percentile');
  const slowestProcessor = step('any step, 99th percentile of processor time');
  const ratio = slowest / step('any step, 99th percentile', small);
  const ratioProcessor = slowestProcessor / step('any step, 99th percentile of processor time', small);
  const memory = trace('memory at most', 'MB');
  const growth = memory / trace('memory at most', 'MB', smallest(of('trace')));
  const bytes = trace('bytes an event, trace', 'bytes') + trace('bytes an event, index', 'bytes');
  const indexBytes = trace('bytes an event, index', 'bytes');
  const recorded = natives.map((one) => ({ name: one.workload, bytes: one['bytes an event'] + indexBytes }));

  return [
    row('recording off', 'no measurable cost', 'recorder', {
      known: natives.length > 0,
      measured: `${show(off[0])} times the processor time with the recorder loaded, ${show(off[1])} after a recording was stopped; the same program measured twice: ${show(noise)}`,
      // What differs less than two equal runs do, or by less than one in twenty, cannot be told from noise.
      met: off.every((factor) => Math.abs(factor - 1) <= Math.max(0.05, Math.abs(noise - 1))),
    }),
    row('recording on, an event', 'under 500 ns', 'recorder', {
      known: natives.length > 0,
      measured: natives
        .map(
          (one) =>
            `${one.workload} ${show(one['ns an event'])} ns (${show(one['processor ns an event'])} of processor)`,
        )
        .join('; '),
      met: parts(
        natives,
        (one) => one['ns an event'] < 500,
        (one) => one.workload,
      ),
    }),
    row('sustained on one scheduler', 'over 1M events/s', 'recorder', {
      known: sustained.length > 0,
      measured: sustained
        .map(
          (one) =>
            `${one.workload.replace('sustained ', '')} ${show(one['M events/s'])} M events/s (${show(one['M events/s of processor'])} M a second of processor)`,
        )
        .join('; '),
      met: parts(
        sustained,
        (one) => one['M events/s'] > 1,
        (one) => one.workload.replace('sustained ', ''),
      ),
    }),
    row('import of a stock trace file', "10 times the speed of OTP's own reader", '', {
      known: true,
      measured: 'stock trace files cannot be opened yet',
      met: false,
    }),
    row(`F5 to first stop, ${millions(large)} indexed`, 'under 500 ms', 'step', {
      known: of('step').length > 0,
      measured: `${show(step('launch to first stop, indexed'))} ms`,
      met: step('launch to first stop, indexed') < 500,
    }),
    row(`one step through DAP, ${millions(large)}`, '99th percentile under 5 ms', 'step', {
      known: of('step').length > 0,
      measured: `${show(slowest)} ms (${show(slowestProcessor)} ms of processor); beside the steps: to the cause ${show(step('toCause, 99th percentile'))} ms, to the effect ${show(step('toEffect, 99th percentile'))} ms, all that VS Code asks at a stop ${show(step('what VS Code asks at a stop, 99th percentile'))} ms`,
      met: slowest < 5,
    }),
    row(`the same beside ${millions(small)}`, 'at most 1.5 times', 'step', {
      known: small !== large,
      measured: `${show(ratio)} times (${show(ratioProcessor)} times the processor time)`,
      met: ratio <= 1.5,
    }),
    row(`reverseContinue over ${millions(large)}`, 'under 50 ms', 'step', {
      known: of('step').length > 0,
      measured: `${show(step('reverseContinue from the end to a hit near the start'))} ms to a hit, ${show(step('reverseContinue from the end to the start, no hit'))} ms to the start`,
      met: step('reverseContinue from the end to a hit near the start') < 50,
    }),
    row(`memory, ${millions(largest(of('trace')))}`, 'under 300 MB, growing slower than the trace', 'trace', {
      known: of('trace').length > 0,
      measured: `${show(memory)} MB while asking; ${show(growth)} times that of ${millions(smallest(of('trace')))}; ${show(trace('memory while indexing', 'MB'))} MB while indexing`,
      met: Math.max(memory, trace('memory while indexing', 'MB')) < 300,
    }),
    row('bytes of disk an event, with the index', 'under 32', 'trace,recorder', {
      known: of('trace').length > 0,
      // What a recorder writes is compressed when its parts are joined: the trace is what stays on the disk.
      measured:
        `generated shop ${show(bytes)}; while recording, before the parts are joined and compressed: ` +
        recorded.map((one) => `${one.name} ${show(one.bytes)}`).join('; '),
      met: bytes < 32,
    }),
    row(`cinema, ${millions(largest(of('cinema')))}: first picture`, 'under 1 s', 'cinema', {
      known: of('cinema').length > 0,
      measured: each((renderer) => `${show(cinema('from the address to the first picture', renderer))} ms`),
      met: every((renderer) => cinema('from the address to the first picture', renderer) < 1000),
    }),
    row('the same while panning and zooming', '95th percentile under 16 ms a frame', 'cinema', {
      known: of('cinema').length > 0,
      measured: each(
        (renderer) =>
          `${show(cinema('work a frame, 95th percentile', renderer))} ms of work, ${show(cinema('between frames, 95th percentile', renderer))} ms between frames`,
      ),
      met: every((renderer) => cinema('work a frame, 95th percentile', renderer) < 16),
    }),
  ];
}

function row(what, budget, benchmark, { known, measured, met }) {
  const judged = met === true ? 'yes' : met === false ? '**no**' : met;
  return {
    what,
    budget,
    measured: known ? measured : 'not measured',
    met: known ? judged : '**no**',
    how: benchmark === '' ? '' : `\`npm run bench -- --only ${benchmark}\``,
  };
}

/** yes, no, or for which it is not. */
function parts(list, holds, name) {
  const missed = list.filter((one) => !holds(one)).map(name);
  if (missed.length === 0) return true;
  return missed.length === list.length ? false : `**no** for ${missed.join(', ')}`;
}

const value = (figures, { what, unit, events }) =>
  figures.find((one) => one.what === what && (unit === undefined || one.unit === unit) && one.events === events)
    ?.value ?? Number.NaN;
const largest = (figures) => Math.max(...figures.map(({ events }) => events));
const smallest = (figures) => Math.min(...figures.map(({ events }) => events));
const middle = (numbers) =>
  [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const show = (number) =>
  Number.isFinite(number) ? number.toLocaleString('en-US', { maximumSignificantDigits: 3 }) : 'not known';
const millions = (events) =>
  !Number.isFinite(events)
    ? 'events'
    : events >= 950_000
      ? `${Math.round(events / 1e6)}M events`
      : `${Math.round(events / 1000)}k events`;
