import { readFileSync } from 'node:fs';
import { type Command, misused, type Terminal } from './command.ts';
import { dap } from './dap.ts';
import { info } from './info.ts';
import { join } from './join.ts';
import { open } from './open.ts';
import { record } from './record.ts';
import { serve } from './serve.ts';

const commands: readonly Command[] = [record, open, info, join, dap, serve];

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  environment: process.env,
  directory: process.cwd(),
};

process.exitCode = await choose(process.argv.slice(2));

async function choose(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') return help(rest[0]);
  if (first === '--version' || first === 'version') {
    terminal.out(`cinema ${version()}\n`);
    return 0;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    terminal.error(`cinema: there is no command "${first}". See: cinema help\n`);
    return misused;
  }
  if (
    rest.includes('--help') &&
    !(command === record && rest.indexOf('--') < rest.indexOf('--help') && rest.includes('--'))
  )
    return help(first);
  return command.run(rest, terminal);
}

function help(name: string | undefined): number {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) terminal.out(`${command.help.trim()}\n`);
  else if (name !== undefined) {
    terminal.error(`cinema: there is no command "${name}". See: cinema help\n`);
    return misused;
  } else {
    const rows = commands.map((one) => `  ${one.name.padEnd(8)} ${one.summary}`);
    terminal.out(
      `Execution Cinema: record a running Elixir or Erlang program and walk through it, forwards and backwards.\n\n${rows.join('\n')}\n\nMore: cinema help COMMAND\n`,
    );
  }
  return 0;
}

/** The version stands in package.json beside dist/, in the sources one folder up as well. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}
