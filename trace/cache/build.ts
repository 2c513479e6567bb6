import { renameSync, rmSync } from 'node:fs';
import { indexBuilder, TooManyEvents, type BuiltIndex } from '../build/builder.ts';
import { type Result, type TraceContent, type TraceError } from '../model.ts';
import { fileSink, memoryStore, type Sink, type Source } from '../store/store.ts';
import { codeCounts, learntFrom, type Learnt } from '../trace.ts';
import { unfinishedPath } from './folder.ts';
import { writeFooter } from './index-file.ts';

export interface BuildOptions {
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

interface Built {
  readonly index: BuiltIndex;
  readonly learnt: Learnt;
}

/** Reads all events of a content into an index file; it appears under its name only when it is whole. */
export async function buildIndexFile(
  content: TraceContent,
  path: string,
  options: BuildOptions,
): Promise<Result<void, TraceError>> {
  const temporary = unfinishedPath(path);
  try {
    const file = fileSink(temporary);
    let built: Result<Built, TraceError>;
    try {
      built = await readInto(content, file, options);
      if (built.ok) writeFooter(file, { fingerprint: content.fingerprint, ...built.value });
    } finally {
      file.close();
    }
    if (!built.ok) return built;
    renameSync(temporary, path);
    return { ok: true, value: undefined };
  } catch (error) {
    const message = `The index cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, error: { code: 'unreadable', message, file: path } };
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The same in memory, where nothing can be written. */
export async function buildIndexInMemory(
  content: TraceContent,
  options: BuildOptions,
): Promise<Result<Built & { readonly source: Source }, TraceError>> {
  const store = memoryStore();
  const built = await readInto(content, store, options);
  return built.ok ? { ok: true, value: { ...built.value, source: store.source() } } : built;
}

async function readInto(content: TraceContent, sink: Sink, options: BuildOptions): Promise<Result<Built, TraceError>> {
  const before = codeCounts(content);
  const builder = indexBuilder(content, sink);
  try {
    const read = await content.read({ sink: builder.add, ...options });
    if (!read.ok) return read;
    return { ok: true, value: { index: builder.finish(), learnt: learntFrom(content, before) } };
  } catch (error) {
    if (!(error instanceof TooManyEvents)) throw error;
    const hint = 'Record less at a time: fewer modules, or a shorter run.';
    return { ok: false, error: { code: 'tooLarge', message: error.message, hint } };
  }
}
