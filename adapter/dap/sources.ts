import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type SourceId, type Trace } from '../../trace/index.ts';

/** Where the text of a recorded file is. */
export type Location =
  /** The workspace has the recorded version (or nothing to compare it with). */
  | { readonly kind: 'workspace'; readonly path: string }
  /** The trace has it; the workspace has none, or another version at `changed`. */
  | { readonly kind: 'recorded'; readonly changed: string | null }
  /** Only another version, in the workspace. */
  | { readonly kind: 'changed'; readonly path: string }
  | { readonly kind: 'none' };

/**
 * Recorded files and where they are now.
 * Invariant: a file is read only if it lies inside one of the folders the client named, links followed.
 */
export interface Sources {
  readonly locate: (source: SourceId) => Location;
  /** Recorded files that a path of the workspace, or a recorded path, stands for. */
  readonly withPath: (path: string) => readonly SourceId[];
}

/** Larger files are not compared: they are no source code. */
const largestFile = 16 * 1024 * 1024;

interface Found {
  readonly path: string;
  readonly modified: number;
  readonly size: number;
  readonly hash: string;
}

export function createSources(
  trace: Trace,
  folders: readonly string[],
  sourceMap: Readonly<Record<string, string>> = {},
): Sources {
  const roots = folders.filter(isAbsolute).map((folder) => resolve(folder));
  const mapped = mappingsOf(sourceMap);
  const files = new Map<string, Found>();
  const candidates = new Map<string, string | null>();

  /** The file's hash, computed again when the file changed. */
  const hashOf = (path: string): string | null => {
    try {
      const { mtimeMs: modified, size } = statSync(path);
      const known = files.get(path);
      if (known?.modified === modified && known.size === size) return known.hash;
      if (size > largestFile) return null;
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
      files.set(path, { path, modified, size, hash });
      return hash;
    } catch {
      return null;
    }
  };

  const candidateOf = (source: SourceId): string | null => {
    const { path, hash } = trace.sources[source]!;
    const key = `${hash ?? ''}:${path}`;
    const known = candidates.get(key);
    if (known !== undefined) return known;
    const found =
      mappedFile(mapped, path) ?? findCandidate(roots, path, (file) => (hash === null ? null : hashOf(file) === hash));
    candidates.set(key, found);
    return found;
  };

  const locate = (source: SourceId): Location => {
    const recorded = trace.sources[source];
    if (recorded === undefined) return { kind: 'none' };
    const path = candidateOf(source);
    if (path === null) return recorded.text === null ? { kind: 'none' } : { kind: 'recorded', changed: null };
    if (recorded.hash === null || hashOf(path) === recorded.hash) return { kind: 'workspace', path };
    return recorded.text === null ? { kind: 'changed', path } : { kind: 'recorded', changed: path };
  };

  const withPath = (path: string): readonly SourceId[] => {
    const wanted = comparable(path);
    const ids = trace.sources.map((_, index) => index as SourceId);
    return ids.filter((id) => {
      const candidate = candidateOf(id);
      return comparable(trace.sources[id]!.path) === wanted || (candidate !== null && comparable(candidate) === wanted);
    });
  };

  return { locate, withPath };
}

/** A folder of the machine that recorded, as parts, and the folder here that has its files. */
interface Mapping {
  readonly from: readonly string[];
  readonly to: string;
}

/** The longest first. */
function mappingsOf(sourceMap: Readonly<Record<string, string>>): readonly Mapping[] {
  return Object.entries(sourceMap)
    .filter(([, to]) => isAbsolute(to))
    .map(([from, to]) => ({ from: partsOf(from), to: resolve(to) }))
    .sort((left, right) => right.from.length - left.from.length);
}

/** The file here that a client's own mapping gives for a recorded path; null where there is none. */
function mappedFile(mappings: readonly Mapping[], recorded: string): string | null {
  const parts = partsOf(recorded);
  if (!isHarmless(parts)) return null;
  for (const { from, to } of mappings) {
    if (!from.every((part, index) => comparable(part) === comparable(parts[index] ?? ''))) continue;
    const file = join(to, ...parts.slice(from.length));
    if (isFileInside(to, file)) return file;
  }
  return null;
}

const partsOf = (path: string): readonly string[] => path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
const isHarmless = (parts: readonly string[]): boolean => !parts.some((part) => part === '..' || part.includes('\0'));

/**
 * The workspace's file for a recorded path: that path itself where it lies in a folder, else the longest end of it
 * that exists in a folder. A bare name is too little to go by, unless the content is the same (`isSame` is true).
 */
function findCandidate(
  roots: readonly string[],
  recorded: string,
  isSame: (file: string) => boolean | null,
): string | null {
  const parts = partsOf(recorded);
  if (!isHarmless(parts)) return null;
  if (isAbsolute(recorded)) {
    const root = roots.find((folder) => isInside(folder, recorded));
    if (root !== undefined && isFileInside(root, recorded)) return recorded;
  }
  const ends = parts.map((_, index) => parts.slice(index));
  let other: string | null = null;
  for (const end of ends) {
    for (const root of roots) {
      const file = join(root, ...end);
      if (!isFileInside(root, file)) continue;
      if (isSame(file) === true) return file;
      if (end.length > 1) other ??= file;
    }
  }
  return other;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function isFileInside(root: string, path: string): boolean {
  try {
    return isInside(realpathSync(root), realpathSync(path)) && statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Windows writes one path in several ways. */
function comparable(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  return process.platform === 'win32' ? slashes.toLowerCase() : slashes;
}
