import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openContent } from '../formats/index.ts';
import { type Result, type TraceContent, type TraceError } from '../model.ts';
import { assemble, codeCounts, type Trace } from '../trace.ts';
import { buildIndexFile, buildIndexInMemory, type BuildOptions } from './build.ts';
import { defaultCacheFolder, indexPath, prepareFolder, tidyFolder, touch } from './folder.ts';
import { readIndexFile } from './index-file.ts';
import { buildInWorker } from './worker.ts';

export interface OpenOptions {
  /** Where indexes are kept; the user's cache unless told. */
  readonly cacheFolder?: string;
  /** Part done of the index being built, and what is being done. Not called when the index is there. */
  readonly progress?: (fraction: number, what: string) => void;
  readonly signal?: AbortSignal;
  /** Memory for pages of the index, bytes; 64 MB unless told. */
  readonly cacheBytes?: number;
}

/** Errors that a second try in memory would only repeat. */
const final: ReadonlySet<TraceError['code']> = new Set(['cancelled', 'tooLarge', 'damaged']);

/** The bundled worker stands beside the bundled programs; there is none when run from sources. */
const workerFile = new URL('./index-worker.mjs', import.meta.url);

/**
 * Opens a recording. Its index is taken from the cache, or built first: in a worker where there is one, else here, a slice of a
 * few milliseconds at a time. An index that is damaged or of another version is built again without a word.
 */
export async function openTrace(path: string, options: OpenOptions = {}): Promise<Result<Trace, TraceError>> {
  if (options.signal?.aborted === true) return { ok: false, error: cancelled(path) };
  const opened = await openContent(path);
  if (!opened.ok) return opened;
  const content = opened.value;
  const trace = await openIndexed(path, content, options);
  if (!trace.ok) content.close();
  return trace;
}

async function openIndexed(
  path: string,
  content: TraceContent,
  options: OpenOptions,
): Promise<Result<Trace, TraceError>> {
  const before = codeCounts(content);
  const building: BuildOptions = {
    progress: (fraction) => options.progress?.(fraction, 'Indexing'),
    ...(options.signal !== undefined && { signal: options.signal }),
  };
  const folder = prepareFolder(options.cacheFolder ?? defaultCacheFolder());
  if (folder !== null) {
    const file = indexPath(folder, content.fingerprint);
    const load = () => {
      const found = readIndexFile(file, content.fingerprint);
      if (found === null) return null;
      touch(file);
      return assemble(path, content, found.index, found.source, found.learnt, before, options.cacheBytes);
    };
    const known = load();
    if (known !== null) return { ok: true, value: known };
    const built = existsSync(workerFile)
      ? await buildInWorker(fileURLToPath(workerFile), path, file, building)
      : await buildIndexFile(content, file, building);
    if (!built.ok && final.has(built.error.code)) return built;
    const fresh = built.ok ? load() : null;
    if (fresh !== null) {
      tidyFolder(folder, file);
      return { ok: true, value: fresh };
    }
    // A full disk, a folder that lost its rights: the recording can still be looked at.
  }
  const reopened = await openContent(path);
  if (!reopened.ok) return reopened;
  const built = await buildIndexInMemory(reopened.value, building);
  reopened.value.close();
  if (!built.ok) return built;
  const { index, learnt, source } = built.value;
  return { ok: true, value: assemble(path, content, index, source, learnt, before, options.cacheBytes) };
}

function cancelled(path: string): TraceError {
  return { code: 'cancelled', message: 'Opening the recording was cancelled.', file: path };
}
