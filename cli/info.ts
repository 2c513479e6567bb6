import path from 'node:path';
import type { TraceDescription } from '../protocol/index.ts';
import { describeTrace } from '../trace/index.ts';
import { type Command, refuse } from './command.ts';
import { bytes, count, duration } from './numbers.ts';

export const info: Command = {
  name: 'info',
  summary: 'tell what is in a trace',
  help: `
cinema info [--json] FILE

Tells what is in a trace: how it was made, its processes, modules and their levels, events by kind,
duration, gaps, crashes and size. --json prints the same as one JSON object.
`,
  async run(words, terminal) {
    const json = words.includes('--json');
    const [file, ...more] = words.filter((word) => word !== '--json');
    if (file === undefined || more.length > 0 || file.startsWith('-'))
      return refuse(terminal, 'info', 'give one trace file');
    const described = await describeTrace(path.resolve(terminal.directory, file));
    if (!described.ok) {
      const { message, hint } = described.error;
      terminal.error(`cinema: ${message}\n${hint === undefined ? '' : `${hint}\n`}`);
      return 1;
    }
    terminal.out(json ? `${JSON.stringify(described.value)}\n` : page(described.value));
    return 0;
  },
};

function page(trace: TraceDescription): string {
  const nodes = trace.nodes.map((node) => {
    const elixir = node.elixir === null ? '' : `, Elixir ${node.elixir}`;
    return `  ${node.command.join(' ')}\n    in ${node.directory}\n    ${node.name}, OTP ${node.otp}${elixir}`;
  });
  const kinds = trace.eventsByKind.map(
    ({ kind, count: number }) => `  ${kind.padEnd(12)} ${number.toLocaleString('en-US').padStart(12)}`,
  );
  const processes = trace.processes.map((one) => {
    const end = one.crashed
      ? `crashed: ${one.exit ?? ''}`
      : one.exit === null
        ? 'alive at the end'
        : `ended: ${one.exit}`;
    return `  ${one.label.padEnd(40)} ${one.events.toLocaleString('en-US').padStart(10)}  ${end}`;
  });
  const modules = trace.modules.map(
    (one) =>
      `  ${one.name.replace(/^Elixir\./, '').padEnd(40)} ${one.level}${one.reason === null ? '' : ` (${one.reason})`}`,
  );
  const skipped = trace.skipped.map((one) => `  ${one.module.padEnd(40)} not recorded: ${one.reason}`);
  const gaps = trace.dropped === 0 ? 'none' : `${count(trace.dropped, 'event')} dropped`;
  const unlisted = trace.processCount - trace.processes.length;
  return [
    `${path.basename(trace.file)}: ${count(trace.events, 'event')}, ${duration(trace.duration)}, ${bytes(trace.bytes)}${trace.complete ? '' : ', cut off'}`,
    ...(trace.recordedAt === null ? [] : [`recorded ${trace.recordedAt}`]),
    ...nodes,
    `gaps: ${gaps}`,
    ...section(
      'damage',
      trace.damage.map((one) => `  ${one}`),
    ),
    ...section('events', kinds),
    ...section(count(trace.processCount, 'process', 'processes'), processes),
    ...(unlisted > 0 ? [`  … and ${unlisted} more`] : []),
    ...section('modules', [...modules, ...skipped]),
    ...section(
      'crashes',
      trace.crashes.map((one) => `  ${duration(one.time).padStart(10)}  ${one.process}: ${one.reason}`),
    ),
    '',
  ].join('\n');
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...rows];
}
