import path from 'node:path';
import { FileType, TabInputCustom, TabInputText, Uri, window, workspace } from 'vscode';
import type { TraceFile } from '../debug/configuration.ts';

export const OVERVIEW = 'cinema.overview';

/** Folders that hold other people's files, or copies. */
const NOT_IN = '**/{node_modules,_build,deps,.git,.elixir_ls}/**';
const AT_MOST = 500;

/** The trace the active tab shows, in the overview or as text. */
export function traceInView(): string | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = input instanceof TabInputCustom || input instanceof TabInputText ? input.uri : undefined;
  return uri !== undefined && isTrace(uri) ? uri.fsPath : undefined;
}

export const isTrace = (uri: Uri): boolean => uri.scheme === 'file' && uri.fsPath.endsWith('.cinema');

/** The traces of the workspace, newest first. */
export async function findTraces(): Promise<readonly TraceFile[]> {
  const found = await workspace.findFiles('**/*.cinema', NOT_IN, AT_MOST);
  const traces = await Promise.all(
    found.map(async (uri): Promise<TraceFile | undefined> => {
      try {
        const { mtime, size } = await workspace.fs.stat(uri);
        return { path: uri.fsPath, modified: mtime, bytes: size };
      } catch {
        return undefined; // gone since it was listed
      }
    }),
  );
  return traces.filter((trace) => trace !== undefined).sort((one, other) => other.modified - one.modified);
}

export async function kindOf(file: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    const { type } = await workspace.fs.stat(Uri.file(file));
    return (type & FileType.Directory) === 0 ? 'file' : 'folder';
  } catch {
    return 'nothing';
  }
}

/** Asks for a trace anywhere on the disk. */
export async function browseForTrace(): Promise<string | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showOpenDialog({
    title: 'Choose a Recording',
    openLabel: 'Replay',
    filters: { 'Execution Cinema recordings': ['cinema'] },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return chosen?.[0]?.fsPath;
}

/** The folder a trace lies in, as it is called in the workspace; empty at its top. */
export function folderForPeople(trace: string): string {
  const folder = path.dirname(workspace.asRelativePath(trace));
  return folder === '.' ? '' : folder;
}
