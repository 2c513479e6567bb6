import path from 'node:path';
import {
  CodeLens,
  commands,
  languages,
  Range,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import { kindOf } from '../traces/traces.ts';
import { joinCommandLine } from './command-line.ts';
import { testAtLine, testsInSource } from './tests-in-source.ts';

const TEST_FILES = { language: 'elixir', scheme: 'file', pattern: '**/*_test.exs' };

/** "Record" above every test of an ExUnit file, and the command "Record This Test" for the one at the cursor. */
export function registerTestLens(
  startRecording: (command: string, cwd: string) => Thenable<unknown>,
): readonly Disposable[] {
  const record = async (uri: Uri, line: number | undefined): Promise<void> => {
    const cwd = await projectOf(uri);
    const file = path.relative(cwd, uri.fsPath).split(path.sep).join('/');
    await startRecording(joinCommandLine(['mix', 'test', line === undefined ? file : `${file}:${line}`]), cwd);
  };
  return [
    languages.registerCodeLensProvider(TEST_FILES, { provideCodeLenses: lensesOf }),
    commands.registerCommand('cinema.recordTest', async (uri?: Uri, line?: number) => {
      const editor = window.activeTextEditor;
      const target = uri ?? editor?.document.uri;
      if (target === undefined) return;
      if (line !== undefined || editor?.document.uri.toString() !== target.toString()) return record(target, line);
      const test = testAtLine(testsInSource(editor.document.getText()), editor.selection.active.line + 1);
      return record(target, test?.line);
    }),
  ];
}

function lensesOf(document: TextDocument): CodeLens[] {
  if (!workspace.getConfiguration('cinema', document).get<boolean>('recordLens', true)) return [];
  return testsInSource(document.getText()).map(
    ({ line }) =>
      new CodeLens(new Range(line - 1, 0, line - 1, 0), {
        title: '$(record) Record',
        tooltip: 'Run this with mix test, record it, and replay the recording',
        command: 'cinema.recordTest',
        arguments: [document.uri, line],
      }),
  );
}

/** The nearest folder above a file that has a mix.exs; the workspace folder, or the file's own, where none has. */
async function projectOf(uri: Uri): Promise<string> {
  const top = workspace.getWorkspaceFolder(uri)?.uri.fsPath;
  let folder = path.dirname(uri.fsPath);
  while ((await kindOf(path.join(folder, 'mix.exs'))) !== 'file') {
    const above = path.dirname(folder);
    if (folder === top || folder === above) return top ?? path.dirname(uri.fsPath);
    folder = above;
  }
  return folder;
}
