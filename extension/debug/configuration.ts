import path from 'node:path';
import type { LaunchArguments, StartAt } from '../../protocol/index.ts';
import { failure, nextSteps, success, type Result } from '../problem.ts';
import { joinCommandLine, recordingName, splitCommandLine, timestamp } from '../record/command-line.ts';

export const DEBUG_TYPE = 'cinema';

/** A launch configuration as a person wrote it, or as VS Code makes it up: nothing in it is checked. */
export type WrittenConfiguration = Readonly<Record<string, unknown>>;

/** A configuration that names what to replay or what to record; variables such as `${file}` not yet replaced. */
export type NamedConfiguration = WrittenConfiguration & {
  readonly type: string;
  readonly request: string;
  readonly name: string;
};

/** What a person chose when nothing was written: a trace to replay, or a command line to record first. */
export type Choice =
  { readonly kind: 'trace'; readonly trace: string } | { readonly kind: 'record'; readonly command: string };

export interface TraceFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly bytes: number;
}

export interface RecordingRequest {
  readonly command: readonly string[];
  /** Options of `cinema record`. */
  readonly options: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the trace goes. */
  readonly trace: string;
}

/** What resolving a configuration has to know and to ask. The extension answers with VS Code, the tests without. */
export interface Surroundings {
  readonly trusted: boolean;
  /** The workspace folders, the one of the configuration first. */
  readonly folders: readonly string[];
  readonly now: Date;
  /** The trace the person looks at. */
  activeTrace(): string | undefined;
  /** The traces of the workspace, newest first. */
  findTraces(): Promise<readonly TraceFile[]>;
  /** Asks; undefined when the person thinks better of it. The list may be empty. */
  choose(traces: readonly TraceFile[]): Promise<Choice | undefined>;
  kindOf(file: string): Promise<'file' | 'folder' | 'nothing'>;
  /** Runs `cinema record` to its end. Its error says why there is no trace. */
  record(request: RecordingRequest): Promise<Result<null>>;
}

/** Answer of both steps; undefined stands for "the person gave up", which is no error. */
export type Resolved<Value> = Promise<Result<Value | undefined>>;

/**
 * First step, before VS Code replaces `${file}` and the like: where neither a trace nor a command is written, the trace
 * in view is taken, then the only one of the workspace; otherwise the person is asked.
 */
export async function nameConfiguration(
  written: WrittenConfiguration,
  surroundings: Surroundings,
): Resolved<NamedConfiguration> {
  const complete = (choice: Choice | null): NamedConfiguration => {
    const made = choice === null ? {} : choice.kind === 'trace' ? { trace: choice.trace } : { record: choice.command };
    const title = choice === null ? 'Replay' : nameOf(choice);
    return {
      ...written,
      ...made,
      type: DEBUG_TYPE,
      request: textOf(written['request']) ?? 'launch',
      name: textOf(written['name']) ?? title,
    };
  };
  if (isWritten(written['trace']) || isWritten(written['record'])) return success(complete(null));
  const active = surroundings.activeTrace();
  if (active !== undefined) return success(complete({ kind: 'trace', trace: active }));
  const traces = await surroundings.findTraces();
  const only = traces.length === 1 ? traces[0] : undefined;
  const choice = only ? ({ kind: 'trace', trace: only.path } as const) : await surroundings.choose(traces);
  return success(choice && complete(choice));
}

/** How a session is called in the debug views. */
export const nameOf = (choice: Choice): string =>
  choice.kind === 'trace' ? `Replay ${path.basename(choice.trace)}` : `Record ${choice.command}`;

/**
 * Second step, with all variables replaced: checks what is written, records if it says so, and gives what the adapter is
 * launched with.
 */
export async function completeConfiguration(
  named: NamedConfiguration,
  surroundings: Surroundings,
): Resolved<NamedConfiguration & LaunchArguments> {
  if (named.request !== 'launch') {
    return wrong(`"request": "${named.request}" is not known: a recording is replayed with "request": "launch".`);
  }
  const startAt = startAtOf(named['startAt']);
  if (!startAt.ok) return startAt;
  const cwd = cwdOf(named['cwd'], surroundings.folders);
  if (!cwd.ok) return cwd;
  const sourceFolders = listOfTexts(named['sourceFolders'], 'sourceFolders');
  if (!sourceFolders.ok) return sourceFolders;

  const sourceMap = sourceMapOf(named['sourceMap'], cwd.value);
  if (!sourceMap.ok) return sourceMap;

  const trace = isWritten(named['record'])
    ? await recorded(named, cwd.value, surroundings)
    : await existing(named['trace'], cwd.value, surroundings);
  if (!trace.ok) return trace;

  const folders = sourceFolders.value?.map((folder) => absolute(folder, cwd.value)) ?? surroundings.folders;
  return success({
    ...named,
    trace: trace.value,
    stopOnEntry: named['stopOnEntry'] !== false,
    startAt: startAt.value,
    sourceFolders: folders,
    ...(sourceMap.value !== undefined && { sourceMap: sourceMap.value }),
  });
}

async function existing(written: unknown, cwd: string | null, surroundings: Surroundings): Promise<Result<string>> {
  const text = textOf(written);
  if (text === undefined) return wrong('"trace" must be the path of a recording: "${workspaceFolder}/shop.cinema".');
  const trace = absolute(text, cwd);
  switch (await surroundings.kindOf(trace)) {
    case 'file':
      return success(trace);
    case 'folder':
      return wrong(`${trace} is a folder; "trace" must name a recording in it.`);
    case 'nothing':
      return failure(`There is no recording ${trace}.`, nextSteps.browse, nextSteps.record);
  }
}

async function recorded(
  named: NamedConfiguration,
  cwd: string | null,
  surroundings: Surroundings,
): Promise<Result<string>> {
  if (!surroundings.trusted) {
    return failure(
      'Recording starts a program of this workspace, so the workspace must be trusted first. Replaying a recording runs none of its code.',
      nextSteps.manageTrust,
    );
  }
  const command = commandOf(named['record']);
  if (!command.ok) return command;
  const options = listOfTexts(named['recordOptions'], 'recordOptions');
  if (!options.ok) return options;
  const env = environmentOf(named['env']);
  if (!env.ok) return env;
  if (cwd === null) return wrong('"cwd" must say in which folder to run the program: no folder is open.');
  if ((await surroundings.kindOf(cwd)) !== 'folder') return wrong(`There is no folder ${cwd} to run the program in.`);

  const file = `${recordingName(command.value)}-${timestamp(surroundings.now)}.cinema`;
  const trace = absolute(textOf(named['trace']) ?? path.join(RECORDINGS_FOLDER, file), cwd);
  const outcome = await surroundings.record({
    command: command.value,
    options: options.value ?? [],
    cwd,
    env: env.value,
    trace,
  });
  return outcome.ok ? success(trace) : outcome;
}

/** Recordings without a name of their own go here, under the folder the program runs in. */
export const RECORDINGS_FOLDER = '.cinema';

function commandOf(written: unknown): Result<readonly string[]> {
  const example = 'such as "mix test"';
  if (Array.isArray(written)) {
    const words: readonly unknown[] = written;
    if (words.length === 0 || !words.every((word) => typeof word === 'string')) {
      return wrong(`"record" must be a command line ${example}, or a list of its words.`);
    }
    return success(words);
  }
  const line = textOf(written);
  const words = line === undefined ? null : splitCommandLine(line);
  if (words === null) return wrong(`"record" has a quote that is never closed: ${String(line ?? written)}`);
  if (words.length === 0) return wrong(`"record" must be a command line ${example}.`);
  return success(words);
}

/** A command of a configuration as one line, for people; null where there is none. */
export function commandLineOf(configuration: WrittenConfiguration): string | null {
  const command = isWritten(configuration['record']) ? commandOf(configuration['record']) : null;
  return command?.ok ? joinCommandLine(command.value) : null;
}

function startAtOf(written: unknown): Result<StartAt> {
  if (written === undefined || written === null) return success('start');
  if (typeof written === 'number') return startAtMoment(written);
  if (typeof written === 'string') {
    if (written === 'start' || written === 'end' || written === 'firstException') return success(written);
    if (/^\d+$/.test(written)) return success({ moment: Number(written) });
    if (written.trim() !== '') return success({ function: written.trim() });
  }
  if (typeof written === 'object') {
    if ('moment' in written && typeof written.moment === 'number') return startAtMoment(written.moment);
    if ('function' in written && typeof written.function === 'string') return success({ function: written.function });
  }
  return wrong(
    '"startAt" must be "start", "end", "firstException", a moment such as 1234, or a function such as "Shop.Cart.add/2".',
  );
}

function startAtMoment(moment: number): Result<StartAt> {
  if (Number.isSafeInteger(moment) && moment >= 0) return success({ moment });
  return wrong(`"startAt": a moment is a whole number from 0, not ${moment}.`);
}

function cwdOf(written: unknown, folders: readonly string[]): Result<string | null> {
  const first = folders[0] ?? null;
  if (!isWritten(written)) return success(first);
  const text = textOf(written);
  if (text === undefined) return wrong('"cwd" must be the path of a folder.');
  if (!path.isAbsolute(text) && first === null) return wrong(`"cwd" must be absolute when no folder is open: ${text}`);
  return success(absolute(text, first));
}

function listOfTexts(written: unknown, attribute: string): Result<readonly string[] | undefined> {
  if (written === undefined || written === null) return success(undefined);
  if (Array.isArray(written) && written.every((item) => typeof item === 'string')) return success(written);
  return wrong(`"${attribute}" must be a list of texts.`);
}

function sourceMapOf(written: unknown, cwd: string | null): Result<Readonly<Record<string, string>> | undefined> {
  if (written === undefined || written === null) return success(undefined);
  const example = 'as in {"/build/shop": "${workspaceFolder}"}';
  if (typeof written !== 'object' || Array.isArray(written))
    return wrong(`"sourceMap" must be an object of folders, ${example}.`);
  const map: Record<string, string> = {};
  for (const [from, to] of Object.entries(written)) {
    if (typeof to !== 'string' || to === '') return wrong(`"sourceMap": ${from} must lead to a folder, ${example}.`);
    map[from] = absolute(to, cwd);
  }
  return success(map);
}

function environmentOf(written: unknown): Result<Readonly<Record<string, string>>> {
  if (written === undefined || written === null) return success({});
  if (typeof written !== 'object' || Array.isArray(written))
    return wrong('"env" must be an object of names and texts.');
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) {
    if (typeof value !== 'string' && typeof value !== 'number') return wrong(`"env": ${name} must be a text.`);
    env[name] = String(value);
  }
  return success(env);
}

const wrong = (message: string): { ok: false; error: { message: string; nextSteps: readonly [NextLaunch] } } => ({
  ok: false,
  error: { message, nextSteps: [nextSteps.openLaunchConfigurations] },
});
type NextLaunch = typeof nextSteps.openLaunchConfigurations;

const absolute = (file: string, folder: string | null): string => (folder === null ? file : path.resolve(folder, file));
const isWritten = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
