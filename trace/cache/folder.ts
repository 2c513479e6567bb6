import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { indexVersion } from './index-file.ts';

/** All indexes together; beyond, those not used for longest go. */
export const cacheLimit = 4 * 2 ** 30;
const ending = '.cinema-index';
const unfinished = '.building';
/** Leftovers of a process that died while building, milliseconds. */
const staleAfter = 24 * 3600 * 1000;

/** Where indexes and built recorders are kept unless told otherwise: the cache of the user, never beside the recordings. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const name = 'execution-cinema';
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), name, 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', name);
  const given = environment['XDG_CACHE_HOME'];
  return join(given !== undefined && given !== '' ? given : join(homedir(), '.cache'), name);
}

/** The file of a recording's index: named after its content and the version of indexes. */
export function indexPath(folder: string, fingerprint: string): string {
  const name = createHash('sha256').update(`${indexVersion}:${fingerprint}`).digest('hex').slice(0, 40);
  return join(folder, `${name}${ending}`);
}

/** A name to build under; renamed when the index is whole. */
export function unfinishedPath(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}${unfinished}`;
}

/** Makes the folder; null when it cannot be written to. */
export function prepareFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return null;
  }
}

/** Marks an index as used now. */
export function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // It only decides which index goes first.
  }
}

/** Removes the indexes used longest ago until the rest is within the limit, and what dead builders left. `keep` stays. */
export function tidyFolder(folder: string, keep: string, limit = cacheLimit): void {
  try {
    const entries = readdirSync(folder)
      .filter((name) => name.endsWith(ending) || name.endsWith(unfinished))
      .map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name)) }))
      .sort((left, right) => right.stat.mtimeMs - left.stat.mtimeMs);
    let total = 0;
    for (const { path, stat } of entries) {
      const isStale = path.endsWith(unfinished) && Date.now() - stat.mtimeMs > staleAfter;
      if (!path.endsWith(unfinished)) total += stat.size;
      if (path !== keep && (isStale || (total > limit && path.endsWith(ending)))) rmSync(path, { force: true });
    }
  } catch {
    // Someone else tidies too; the next opening will.
  }
}
