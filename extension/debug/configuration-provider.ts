import path from 'node:path';
import {
  debug,
  DebugConfigurationProviderTriggerKind,
  workspace,
  type CancellationToken,
  type DebugConfiguration,
  type Disposable,
  type Memento,
  type WorkspaceFolder,
} from 'vscode';
import type { Programs } from '../programs.ts';
import { chooseTrace, rememberCommand } from '../record/ask.ts';
import { recordInTerminal } from '../record/record.ts';
import { showProblem } from '../show-problem.ts';
import { findTraces, kindOf, traceInView } from '../traces/traces.ts';
import {
  commandLineOf,
  completeConfiguration,
  DEBUG_TYPE,
  nameConfiguration,
  nameOf,
  type Surroundings,
} from './configuration.ts';

/** How many traces the list of the debug view offers. */
const LISTED = 10;

export function registerConfigurationProviders(programs: Programs, memory: Memento): readonly Disposable[] {
  const surroundingsOf = (folder: WorkspaceFolder | undefined, token?: CancellationToken): Surroundings => ({
    trusted: workspace.isTrusted,
    folders: foldersFrom(folder),
    now: new Date(),
    activeTrace: traceInView,
    findTraces,
    choose: (traces) => chooseTrace(traces, memory),
    kindOf,
    record: (request) => recordInTerminal(request, programs, folder, token),
  });

  return [
    debug.registerDebugConfigurationProvider(DEBUG_TYPE, {
      async resolveDebugConfiguration(folder, written, token) {
        const named = await nameConfiguration(written, surroundingsOf(folder, token));
        if (!named.ok) showProblem(named.error);
        return named.ok ? named.value : undefined;
      },
      async resolveDebugConfigurationWithSubstitutedVariables(folder, written, token) {
        const command = commandLineOf(written);
        if (command !== null) await rememberCommand(command, memory);
        const complete = await completeConfiguration(written, surroundingsOf(folder, token));
        if (complete.ok) return complete.value;
        if (token?.isCancellationRequested !== true) showProblem(complete.error);
        return undefined;
      },
    }),
    debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      { provideDebugConfigurations: replaysOfWorkspace },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  ];
}

/** One configuration for each of the newest traces, and one to record: what the list beside the green arrow offers. */
async function replaysOfWorkspace(folder: WorkspaceFolder | undefined): Promise<DebugConfiguration[]> {
  const traces = await findTraces();
  const replays = traces.slice(0, LISTED).map(({ path: trace }) => ({
    type: DEBUG_TYPE,
    request: 'launch',
    name: nameOf({ kind: 'trace', trace }),
    trace: folder === undefined ? trace : inVariables(trace, folder),
  }));
  const hasMix = folder !== undefined && (await kindOf(path.join(folder.uri.fsPath, 'mix.exs'))) === 'file';
  const command = 'mix test';
  const record = { type: DEBUG_TYPE, request: 'launch', name: nameOf({ kind: 'record', command }), record: command };
  return hasMix ? [...replays, record] : replays;
}

/** A path as it may stand in launch.json on every machine. */
function inVariables(file: string, folder: WorkspaceFolder): string {
  const relative = path.relative(folder.uri.fsPath, file);
  const inside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return inside ? `\${workspaceFolder}/${relative.split(path.sep).join('/')}` : file;
}

function foldersFrom(folder: WorkspaceFolder | undefined): readonly string[] {
  const all = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const first = folder?.uri.fsPath;
  return first === undefined ? all : [first, ...all.filter((other) => other !== first)];
}
