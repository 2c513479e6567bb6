import path from 'node:path';
import { QuickPickItemKind, window, workspace, type Memento, type QuickPickItem } from 'vscode';
import type { Choice, TraceFile } from '../debug/configuration.ts';
import { agoText, bytesText } from '../traces/file-text.ts';
import { browseForTrace, folderForPeople, kindOf } from '../traces/traces.ts';
import { joinCommandLine } from './command-line.ts';

const RECENT = 'recentCommands';
const RECENT_AT_MOST = 10;

interface Item extends QuickPickItem {
  /** What choosing it means; absent for headings. */
  readonly answer?: () => Promise<Choice | undefined>;
}

/** Asks which trace to replay; recording a program and looking elsewhere on the disk are offered too. */
export async function chooseTrace(traces: readonly TraceFile[], memory: Memento): Promise<Choice | undefined> {
  const now = Date.now();
  const items: Item[] = traces.map((trace) => ({
    label: `$(history) ${path.basename(trace.path)}`,
    description: `${agoText(trace.modified, now)}, ${bytesText(trace.bytes)}`,
    detail: folderForPeople(trace.path),
    answer: () => Promise.resolve({ kind: 'trace', trace: trace.path }),
  }));
  const elsewhere: Item[] = [
    { label: '', kind: QuickPickItemKind.Separator },
    { label: '$(record) Record a program…', answer: () => askWhatToRecord(memory) },
    {
      label: '$(folder-opened) Choose a recording elsewhere…',
      answer: async () => {
        const trace = await browseForTrace();
        return trace === undefined ? undefined : { kind: 'trace', trace };
      },
    },
  ];
  const chosen = await window.showQuickPick<Item>([...items, ...elsewhere], {
    title: 'Execution Cinema',
    placeHolder: traces.length === 0 ? 'There is no recording in this workspace yet' : 'Which recording to replay?',
    matchOnDetail: true,
  });
  return chosen?.answer?.();
}

/** Asks for a command line: recent ones, those that fit the project, or any other written into the box. */
export async function askWhatToRecord(memory: Memento): Promise<Choice | undefined> {
  const recent = recentCommands(memory);
  const fitting = (await fittingCommands()).filter((command) => !recent.includes(command));
  const item = (command: string): QuickPickItem => ({ label: command });
  const heading = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const listed = [
    ...(recent.length > 0 ? [heading('recent'), ...recent.map(item)] : []),
    ...(fitting.length > 0 ? [heading('for this project'), ...fitting.map(item)] : []),
  ];
  const command = await pickOrWrite(listed);
  return command === undefined ? undefined : { kind: 'record', command };
}

/** A list to choose from that takes what is written as one more item. */
function pickOrWrite(listed: readonly QuickPickItem[]): Promise<string | undefined> {
  const box = window.createQuickPick();
  box.title = 'Record a Program';
  box.placeholder = 'The command that starts it, such as mix test';
  box.items = listed;
  return new Promise((resolve) => {
    box.onDidChangeValue((value) => {
      const written = value.trim();
      const known = listed.some(({ label }) => label === written);
      box.items = written === '' || known ? listed : [{ label: written, description: 'as written' }, ...listed];
    });
    box.onDidAccept(() => {
      const chosen = box.selectedItems[0]?.label ?? box.value.trim();
      resolve(chosen === '' ? undefined : chosen);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

const recentCommands = (memory: Memento): readonly string[] => memory.get<readonly string[]>(RECENT, []);

/** Remembers a command line for the next time one is asked for. */
export async function rememberCommand(command: string, memory: Memento): Promise<void> {
  const others = recentCommands(memory).filter((recent) => recent !== command);
  await memory.update(RECENT, [command, ...others].slice(0, RECENT_AT_MOST));
}

/** What people usually run in a project of this kind. */
async function fittingCommands(): Promise<readonly string[]> {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const commands: string[] = [];
  const editor = window.activeTextEditor?.document;
  if (
    editor?.languageId === 'elixir' &&
    /(?<!_test)\.exs$/.test(editor.fileName) &&
    !/mix\.exs$/.test(editor.fileName)
  ) {
    commands.push(joinCommandLine(['elixir', workspace.asRelativePath(editor.uri, false)]));
  }
  if (folder === undefined) return commands;
  const has = async (file: string): Promise<boolean> => (await kindOf(path.join(folder, file))) === 'file';
  if (await has('mix.exs')) commands.push('mix test', 'iex -S mix', 'mix run --no-halt');
  if (await has('rebar.config')) commands.push('rebar3 shell', 'rebar3 eunit', 'rebar3 ct');
  return commands;
}
