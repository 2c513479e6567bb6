import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TraceDescription } from '../protocol/index.ts';
import { describeTrace, joinParts } from '../trace/index.ts';
import { type Command, refuse, type Terminal } from './command.ts';
import { consultable } from './erlang-terms.ts';
import { bytes, count, duration } from './numbers.ts';
import { type BuiltRecorder, buildRecorder } from './recorder.ts';
import { parseRecordWords, type RecordOptions } from './record-options.ts';

export const record: Command = {
  name: 'record',
  summary: 'run a command and record every BEAM it starts',
  help: `
cinema record [options] -- COMMAND…

Runs the command as you would (mix test, mix run, iex -S mix, elixir script.exs, rebar3 shell, erl …, a release)
and leaves a trace. Nothing is added to your project. Your own code is recorded by lines and variables; messages,
spawns and exits of every process as well.

  -o, --output FILE     where the trace goes (default: named after the command, never overwriting)
  --lines PATTERN       record these modules by lines too: MyDep.*, :gen_server, app:phoenix (repeatable)
  --calls PATTERN       record these modules by calls (repeatable)
  --messages PATTERN    keep messages of these registered processes or modules even if they are infrastructure (repeatable)
  --redact KEY          leave out values under keys that contain KEY, besides the defaults (repeatable)
  --limit NAME=NUMBER   value, message (bytes), depth, width (elements), binary (bytes) (repeatable)
  --sink KIND           native or portable (default: native where a C compiler is at hand)

The command's exit status is passed on.

Examples:
  cinema record -- mix test test/cart_test.exs:12
  cinema record -o crash.cinema --calls app:ecto -- mix run -e "MyApp.run()"
`,
  async run(words, terminal) {
    const options = parseRecordWords(words);
    if (typeof options === 'string') return refuse(terminal, 'record', options);
    const recorder = await buildRecorder(terminal);
    if (typeof recorder === 'string') {
      terminal.error(`cinema: ${recorder}\n`);
      return 1;
    }
    if (options.sink === 'native' && recorder.nif === null) {
      terminal.error('cinema: no native sink here (it needs a C compiler and OTP’s headers). Try: --sink portable\n');
      return 1;
    }
    return recordCommand(options, recorder, terminal);
  },
};

async function recordCommand(options: RecordOptions, recorder: BuiltRecorder, terminal: Terminal): Promise<number> {
  const output = path.resolve(terminal.directory, options.output ?? freeName(terminal.directory, options.command));
  if (existsSync(output)) {
    terminal.error(`cinema: ${output} is there already. Move it away or give another name with -o.\n`);
    return 1;
  }
  const parts = `${output}.parts`;
  if (existsSync(parts)) {
    terminal.error(
      `cinema: ${parts} is left from a recording that was cut off. Finish it first: cinema join "${parts}"\n`,
    );
    return 1;
  }
  mkdirSync(parts, { recursive: true });
  const optionsFile = path.join(parts, 'options.terms');
  writeFileSync(optionsFile, recorderOptions(options, recorder, parts, terminal.directory));
  const status = await runCommand(
    options.command,
    recordingEnvironment(terminal.environment, recorder, optionsFile),
    terminal,
  );
  if (status === undefined) {
    rmSync(parts, { recursive: true, force: true });
    terminal.error(`cinema: "${options.command[0] ?? ''}" is not on the PATH\n`);
    return 127;
  }
  await finish(parts, output, options, terminal);
  return status;
}

/** What cinema_boot reads (recorder/README.md describes each entry). */
function recorderOptions(options: RecordOptions, recorder: BuiltRecorder, parts: string, directory: string): string {
  return consultable({
    parts,
    project: directory,
    command: [...options.command],
    lines: options.lines,
    calls: options.calls,
    messages: options.messages,
    redact: options.redact,
    limits: { map: { ...options.limits } },
    sink: { atom: options.sink === 'auto' && recorder.nif === null ? 'portable' : options.sink },
    nif: recorder.nif ?? '',
  });
}

/** The recorder rides along in the flags that every BEAM reads; what the user had there stays, after ours. */
function recordingEnvironment(
  environment: NodeJS.ProcessEnv,
  recorder: BuiltRecorder,
  optionsFile: string,
): NodeJS.ProcessEnv {
  // Not -s: a release in embedded mode would not load the module for it.
  const flags = `-pa ${quoteFlag(recorder.ebin)} -eval code:load_file(cinema_boot),cinema_boot:start()`;
  const before = environment['ERL_AFLAGS'];
  // VS Code's own Node runs us with this variable; in the user's program it would turn any Electron app into Node.
  const { ELECTRON_RUN_AS_NODE: _ours, ...theirs } = environment;
  return { ...theirs, ERL_AFLAGS: before ? `${flags} ${before}` : flags, CINEMA_OPTIONS: optionsFile };
}

/** Words of ERL_AFLAGS are split at blanks; a backslash keeps the next character as it is. */
function quoteFlag(word: string): string {
  return word.replace(/[\s"'\\]/g, (character) => `\\${character}`);
}

/** Runs in the user's terminal. Ctrl+C reaches the command through the terminal; we stay to finish the trace. */
function runCommand(
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const [program = '', ...words] = command;
    const windows = process.platform === 'win32';
    const child = spawn(program, words, {
      stdio: 'inherit',
      cwd: terminal.directory,
      env: environment,
      shell: windows,
    });
    const stop = forwardSignals(child);
    child.on('error', () => {
      stop();
      resolve(undefined);
    });
    child.on('close', (code, signal) => {
      stop();
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
}

function forwardSignals(child: ChildProcess): () => void {
  const ignore = (): void => undefined;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  process.on('SIGHUP', pass);
  return () => {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', pass);
    process.off('SIGHUP', pass);
  };
}

async function finish(parts: string, output: string, options: RecordOptions, terminal: Terminal): Promise<void> {
  for (const complaint of complaintsIn(parts))
    terminal.error(`\ncinema: a BEAM of this command could not be recorded: ${complaint}\n`);
  if (!readdirSync(parts).some((name) => name.endsWith('.cinema'))) {
    rmSync(parts, { recursive: true, force: true });
    terminal.error(
      `cinema: "${options.command.join(' ')}" started no BEAM that could be recorded, so there is no trace.\n` +
        'Give the command that starts Elixir or Erlang itself, for example: cinema record -- mix test\n',
    );
    return;
  }
  const joined = await joinParts(parts, output);
  if (!joined.ok) {
    terminal.error(`cinema: the parts could not be joined: ${joined.error.message}\nThey are kept in ${parts}\n`);
    return;
  }
  const described = await describeTrace(output);
  const facts = described.ok
    ? `${count(described.value.events, 'event')} of ${count(described.value.processCount, 'process', 'processes')} in ${duration(described.value.duration)}`
    : 'a trace';
  const dropped =
    described.ok && described.value.dropped > 0
      ? `, ${count(described.value.dropped, 'event')} dropped (shown as gaps)`
      : '';
  if (described.ok) terminal.error(missingCode(described.value));
  terminal.error(
    `\ncinema: recorded ${facts}${dropped} → ${path.relative(terminal.directory, output) || output} (${bytes(statSync(output).size)})\n` +
      'cinema: open it in VS Code and press F5\n',
  );
}

/** Why BEAMs were not recorded: each leaves a file that says so. */
function complaintsIn(parts: string): readonly string[] {
  return readdirSync(parts)
    .filter((name) => name.endsWith('.failed'))
    .map((name) => readFileSync(path.join(parts, name), 'utf8').trim());
}

/** A trace in which no line can be stepped through needs a word on why, and what to do. */
function missingCode(trace: TraceDescription): string {
  if (trace.modules.some(({ level }) => level === 'lines')) return '';
  const reasons = trace.skipped.slice(0, 3).map(({ module, reason }) => `  ${module}: ${reason}\n`);
  return (
    '\ncinema: no module was recorded by lines, so there is no source to step through.\n' +
    reasons.join('') +
    'cinema: code counts as yours when it was compiled in this folder. Was it compiled elsewhere (a copied _build, a release)?\n' +
    "cinema: compile it here again, or name it: cinema record --lines 'MyApp*' -- …\n"
  );
}

/** `mix test test/a_test.exs:3` → `mix-test.cinema`, then `mix-test-2.cinema`. */
export function freeName(directory: string, command: readonly string[]): string {
  const words = command.slice(0, 2).map((word) => path.basename(word).replace(/\.(exs?|erl|bat|cmd)$/, ''));
  const stem = words.filter((word) => /^[\w.-]+$/.test(word) && !word.startsWith('-')).join('-') || 'recording';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.cinema` : `${stem}-${number}.cinema`;
    if (!existsSync(path.join(directory, name)) && !existsSync(path.join(directory, `${name}.parts`))) return name;
  }
}
