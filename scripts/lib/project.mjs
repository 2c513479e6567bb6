import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project, wherever a script was called from. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** A path inside the project. */
export const inProject = (...parts) => path.join(ROOT, ...parts);

/** The files of a folder of the project whose names end so, sorted; none where there is no such folder. */
export function filesIn(folder, ending) {
  const where = inProject(folder);
  if (!existsSync(where)) return [];
  return readdirSync(where, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(ending) && !name.split(path.sep).includes('node_modules'))
    .sort()
    .map((name) => path.join(where, name));
}

/** The script of an npm package, to run with this Node: the same on every platform, without a shell. */
export const packageScript = (...parts) => inProject('node_modules', ...parts);
