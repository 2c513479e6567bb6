import { accessSync, constants } from 'node:fs';
import { readNotes, writeNotes } from '../../trace/index.ts';
import { Refusal, type Views } from './film.ts';

/** Arrangements in the file of a trace. */
export function keptViews(path: () => string): Views {
  return {
    get canKeep() {
      return isWritable(path());
    },
    list: () => readNotes(path()).views,
    keep: (views) => {
      const notes = readNotes(path());
      const written = writeNotes(path(), { ...notes, views });
      if (!written.ok) throw new Refusal(written.error.message);
    },
  };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
