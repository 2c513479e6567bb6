import path from 'node:path';
import { Position, Range, Uri, ViewColumn, window, workspace, type Disposable, type TextEditor } from 'vscode';
import type { DoorAddress, PlaceView } from '../../protocol/index.ts';
import { kindOf } from '../traces/traces.ts';
import { askDoor } from './door.ts';
import type { FilmSource } from './doors.ts';

/** Documents with the text that a trace has of a source the workspace has not. */
const SCHEME = 'cinema-recorded';

/** Doors by the number that stands in the address of a document. */
const doors: DoorAddress[] = [];

/** Serves recorded sources as read-only documents. */
export function registerRecordedSources(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ query }) => {
      const [door, source] = query.split(',').map(Number);
      const address = doors[door ?? -1];
      if (address === undefined || source === undefined) return 'This recording is no longer open.';
      const { text } = await askDoor(address, 'source', { source });
      return text ?? 'The recording has not kept the text of this source.';
    },
  });
}

/** Shows a place of a trace in an editor: the workspace's file where there is one, else the text in the trace. */
export async function openPlace(place: PlaceView, film: FilmSource | undefined): Promise<void> {
  const uri = (await inWorkspace(place.path)) ?? recorded(place, film);
  if (uri === undefined) return;
  const at = new Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
  const editor: TextEditor = await window.showTextDocument(uri, { viewColumn: ViewColumn.One, preserveFocus: false });
  editor.revealRange(new Range(at, at));
}

/** Only files of the workspace are opened: a path in a trace may name anything. */
async function inWorkspace(recordedPath: string): Promise<Uri | undefined> {
  const parts = recordedPath.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return undefined;
  if (path.isAbsolute(recordedPath) && workspace.getWorkspaceFolder(Uri.file(recordedPath)) !== undefined) {
    if ((await kindOf(recordedPath)) === 'file') return Uri.file(recordedPath);
  }
  for (const folder of workspace.workspaceFolders ?? []) {
    // The longest end of the recorded path that is there; a bare name is too little to go by.
    for (let from = 1; from < parts.length - 1; from++) {
      const candidate = Uri.joinPath(folder.uri, ...parts.slice(from));
      if ((await kindOf(candidate.fsPath)) === 'file') return candidate;
    }
  }
  return undefined;
}

function recorded(place: PlaceView, film: FilmSource | undefined): Uri | undefined {
  if (film === undefined) return undefined;
  const { address } = film;
  let door = doors.findIndex(({ port, token }) => port === address.port && token === address.token);
  if (door === -1) door = doors.push(address) - 1;
  return Uri.from({
    scheme: SCHEME,
    path: `/${path.posix.basename(place.path.replaceAll('\\', '/'))}`,
    query: `${door},${place.source}`,
  });
}
