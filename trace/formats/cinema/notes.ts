import * as fs from 'node:fs';
import { type Result, type TraceError } from '../../model.ts';
import { type ChunkEntry, type Container, openContainer } from './container.ts';
import { chunkKind, chunkState } from './layout.ts';
import { writePacked } from './pack.ts';

/** What people wrote into a trace, in sections. Sections that this version does not know are kept as they are. */
export interface Notes {
  /** Arrangements of lanes; `state` is the page's own. */
  readonly views: readonly { readonly name: string; readonly state: unknown }[];
  readonly [section: string]: unknown;
}

/** As JSON, in bytes. */
const largestNotes = 16 << 20;
const none: Notes = { views: [] };

/** The newest notes in a trace file; none where there are none, or none that can be read. */
export function readNotes(path: string): Notes {
  const opened = openContainer(path);
  if (!opened.ok) return none;
  const newest = newestNotes(opened.value);
  opened.value.close();
  if (newest === undefined) return none;
  const json = parsed(newest.bytes);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return none;
  const views: unknown = 'views' in json ? json.views : [];
  return { ...json, views: Array.isArray(views) ? views.filter(isView) : [] };
}

/**
 * Appends notes to a trace file. What was there stays; the newest hold. Remains of notes that were not written to the end are
 * removed first, nothing else of the file is ever changed.
 */
export function writeNotes(path: string, notes: Notes): Result<void, TraceError> {
  const refused = (message: string, hint: string): Result<void, TraceError> => ({
    ok: false,
    error: { code: 'unreadable', message, file: path, hint },
  });
  const json = new TextEncoder().encode(JSON.stringify(notes));
  if (json.length > largestNotes) {
    return refused(`Notes of ${json.length} bytes are too large to keep.`, 'Remove some views first.');
  }
  if (fs.existsSync(`${path}.live`)) {
    return refused('This recording is not finished.', 'Let it end, or make it whole with `cinema join`.');
  }
  const opened = openContainer(path);
  if (!opened.ok) return opened;
  const { tail } = opened.value;
  opened.value.close();
  if (tail.is === 'other') {
    return refused('The recording was cut off while it was written.', 'Make it whole with `cinema join` first.');
  }
  try {
    const file = fs.openSync(path, 'r+');
    try {
      if (tail.is === 'notes') fs.ftruncateSync(file, tail.offset);
      const parts: Uint8Array[] = [];
      writePacked((bytes) => parts.push(bytes), header, json, 6);
      const chunk = Buffer.concat(parts);
      for (let done = 0; done < chunk.length;) {
        done += fs.writeSync(file, chunk, done, chunk.length - done, tail.offset + done);
      }
    } finally {
      fs.closeSync(file);
    }
    return { ok: true, value: undefined };
  } catch (error) {
    return refused(
      `The trace cannot be written to: ${error instanceof Error ? error.message : String(error)}`,
      'Copy it to a place where you may write.',
    );
  }
}

const header = {
  kind: chunkKind.notes,
  part: 0,
  state: chunkState.sealed,
  thread: 0,
  sequence: 0,
  firstTick: 0n,
  lastTick: 0n,
  monotonic: 0n,
  records: 0,
  dropped: 0,
};

/** The newest notes whose bytes are whole. */
export function newestNotes(
  container: Container,
): { readonly chunk: ChunkEntry; readonly bytes: Uint8Array } | undefined {
  for (let at = container.notes.length - 1; at >= 0; at--) {
    const chunk = container.notes[at]!;
    const loaded = container.load(chunk);
    if (loaded.ok) return { chunk, bytes: loaded.value };
  }
  return undefined;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function isView(view: unknown): view is Notes['views'][number] {
  return typeof view === 'object' && view !== null && 'name' in view && typeof view.name === 'string';
}
