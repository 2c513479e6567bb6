import { fileURLToPath, pathToFileURL } from 'node:url';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { type ChangedSource } from '../../protocol/index.ts';
import { type Place, type SourceId } from '../../trace/index.ts';
import { integerIn, textIn, type Arguments } from './arguments.ts';
import { type Client, type Replay } from './session.ts';

/** Lines and columns count from 1 here; the client may count from 0. Column 0 (unknown) becomes the first. */
export function clientLine(client: Client, line: number): number {
  return client.linesStartAt1 ? line : line - 1;
}

export function clientColumn(client: Client, column: number): number {
  return Math.max(1, column) - (client.columnsStartAt1 ? 0 : 1);
}

export function ownLine(client: Client, line: number): number {
  return client.linesStartAt1 ? line : line + 1;
}

export function ownColumn(client: Client, column: number): number {
  return client.columnsStartAt1 ? column : column + 1;
}

export function clientPath(client: Client, path: string): string {
  return client.usesUris ? pathToFileURL(path).href : path;
}

/**
 * A client that speaks of paths may still send a URI: VS Code does so with the source of a hover when its window is
 * connected to another machine (`vscode-remote://ssh-remote+host/home/me/cart.ex`). Its path is a path here.
 */
function ownPath(client: Client, path: string): string {
  if (!client.usesUris && !/^[a-z][a-z\d+.-]+:\/\//i.test(path)) return path;
  try {
    return path.startsWith('file:') ? fileURLToPath(path) : decodeURIComponent(new URL(path).pathname);
  } catch {
    return path;
  }
}

/** A reference is the source's number in the trace plus one: the same for the whole session. */
export function sourceOf(replay: Replay, client: Client, id: SourceId): DebugProtocol.Source | undefined {
  const recorded = replay.trace.sources[id];
  if (recorded === undefined) return undefined;
  const name = baseName(recorded.path);
  const location = replay.sources.locate(id);
  switch (location.kind) {
    case 'workspace':
      return { name, path: clientPath(client, location.path) };
    case 'changed':
      return {
        name,
        path: clientPath(client, location.path),
        origin: 'changed since it was recorded',
        presentationHint: 'deemphasize',
      };
    case 'recorded':
      return {
        name,
        path: recorded.path,
        sourceReference: id + 1,
        origin: location.changed === null ? 'recorded' : 'recorded; the file has changed since',
        ...(location.changed !== null && { adapterData: changedFile(clientPath(client, location.changed)) }),
      };
    case 'none':
      return { name, path: recorded.path, origin: 'not recorded', presentationHint: 'deemphasize' };
  }
}

/** Where a place is for the client; null where it is not known. */
export function clientPlace(
  replay: Replay,
  client: Client,
  place: Pick<Place, 'source' | 'line' | 'column'> | null,
): { readonly source: DebugProtocol.Source; readonly line: number; readonly column: number } | null {
  const source = place === null || place.source === -1 ? undefined : sourceOf(replay, client, place.source);
  if (place === null || source === undefined) return null;
  return { source, line: clientLine(client, place.line), column: clientColumn(client, place.column) };
}

/** What `adapterData` of a source tells an editor that wants to compare: the file that has changed since it was recorded. */
function changedFile(path: string): ChangedSource {
  return { changed: path };
}

/** The recorded files a client means; none where the trace knows no such file. */
export function sourcesMeant(replay: Replay, client: Client, source: Arguments): readonly SourceId[] {
  const reference = integerIn(source, 'sourceReference') ?? 0;
  if (reference > 0) {
    const id = (reference - 1) as SourceId;
    return replay.trace.sources[id] === undefined ? [] : [id];
  }
  const path = textIn(source, 'path');
  return path === undefined ? [] : replay.sources.withPath(ownPath(client, path));
}

export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
