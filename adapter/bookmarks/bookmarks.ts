import { accessSync, constants } from 'node:fs';
import {
  eventAt,
  readNotes,
  writeNotes,
  type Moment,
  type ProcessId,
  type Result,
  type Trace,
} from '../../trace/index.ts';
import { type Bookmark } from '../../protocol/index.ts';
import { isRecord } from '../dap/arguments.ts';
import { positionOf } from '../replay/position.ts';

/** What people write of a moment. */
export interface BookmarkText {
  readonly name: string;
  readonly note: string;
}

interface Kept extends BookmarkText {
  readonly id: number;
  readonly moment: number;
  readonly process: number;
}

const mostBookmarks = 1000;
const longestName = 200;
const longestNote = 10_000;
/** The section of a trace's notes that bookmarks are kept in. */
const section = 'bookmarks';

/** Bookmarks of a recording, kept in its file, in the order of time; what cannot be read in them is left out. */
export function bookmarksOf(trace: Trace): readonly Bookmark[] {
  return keptIn(trace)
    .map(({ id, moment, process, name, note }) => {
      const { time, processLabel } = positionOf(trace, { moment: moment as Moment, process: process as ProcessId });
      return { id, moment, process, time, processLabel, name, note };
    })
    .sort((left, right) => left.moment - right.moment || left.id - right.id);
}

/** Puts a bookmark; with an id of one that is there its name and note are changed. The error is a sentence for people. */
export function putBookmark(
  trace: Trace,
  at: { readonly moment: number; readonly process: number } | { readonly id: number },
  text: BookmarkText,
): Result<readonly Bookmark[], string> {
  const kept = keptIn(trace);
  const name = text.name.trim().slice(0, longestName);
  const note = text.note.slice(0, longestNote);
  if (name === '') return { ok: false, error: 'A bookmark needs a name.' };
  if ('id' in at) {
    if (!kept.some(({ id }) => id === at.id)) return { ok: false, error: 'This bookmark is no longer there.' };
    return write(
      trace,
      kept.map((one) => (one.id === at.id ? { ...one, name, note } : one)),
    );
  }
  if (at.moment < 0 || at.moment >= trace.eventCount)
    return { ok: false, error: 'This moment is not in the recording.' };
  if (kept.length >= mostBookmarks)
    return { ok: false, error: `A recording keeps at most ${mostBookmarks} bookmarks: remove one first.` };
  const id = 1 + kept.reduce((most, one) => Math.max(most, one.id), 0);
  return write(trace, [...kept, { id, moment: at.moment, process: at.process, name, note }]);
}

export function removeBookmark(trace: Trace, id: number): Result<readonly Bookmark[], string> {
  const kept = keptIn(trace);
  return write(
    trace,
    kept.filter((one) => one.id !== id),
  );
}

function keptIn(trace: Trace): readonly Kept[] {
  const found: unknown = readNotes(trace.path)[section];
  if (!Array.isArray(found)) return [];
  const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return found.filter(isRecord).flatMap(({ id, moment, process, name, note }) => {
    if (!isWhole(id) || !isWhole(moment) || moment >= trace.eventCount || typeof name !== 'string') return [];
    const own = isWhole(process) && process < trace.processCount ? process : eventAt(trace, moment as Moment).process;
    return [{ id, moment, process: own, name, note: typeof note === 'string' ? note : '' }];
  });
}

/** Other notes of the file stay as they are. */
function write(trace: Trace, kept: readonly Kept[]): Result<readonly Bookmark[], string> {
  try {
    accessSync(trace.path, constants.W_OK);
  } catch {
    return {
      ok: false,
      error: 'Bookmarks are kept in the recording, and its file cannot be written to. Copy it to a place where it can.',
    };
  }
  const written = writeNotes(trace.path, { ...readNotes(trace.path), [section]: kept });
  if (!written.ok) return { ok: false, error: `${written.error.message} ${written.error.hint ?? ''}`.trim() };
  return { ok: true, value: bookmarksOf(trace) };
}
