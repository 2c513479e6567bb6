import { track } from '../build/shapes.ts';
import { type Moment } from '../model.ts';
import { type Trace } from '../trace.ts';

/** Folders of a project that hold what others wrote, as the recorder has it (`cinema_levels`). */
const foreignFolders = new Set(['deps', '_build', 'node_modules', '.hex', '.mix', '.cache', '.elixir_ls']);

const memory = 'sites of foreign code';

/**
 * Which sites are not of the program's own code: dependencies, OTP, what was recorded by calls only. Own is what lies in the folder that
 * the recorded command ran in, outside of its folders for dependencies.
 *
 * @returns by site number, 1 for foreign; null where nothing is foreign, or everything would be: then nothing is told apart
 */
export function foreignSites(trace: Trace): Uint8Array | null {
  const { memory: kept } = trace.inside;
  let found = kept.get(memory) as { readonly sites: Uint8Array | null } | undefined;
  if (found === undefined) kept.set(memory, (found = { sites: findForeign(trace) }));
  return found.sites;
}

/** Whether an event is of code that is not the program's own. */
export function isForeignAt(trace: Trace, moment: Moment): boolean {
  const foreign = foreignSites(trace);
  return foreign !== null && foreign[trace.inside.tracks.get(moment, track.site)] === 1;
}

/** Names of the modules that are not the program's own, in the order of the trace. */
export function foreignModules(trace: Trace): readonly string[] {
  const foreign = foreignSites(trace);
  if (foreign === null) return [];
  const modules = new Set<number>();
  trace.sites.forEach(({ module }, index) => foreign[index + 1] === 1 && modules.add(module));
  return [...modules].map((module) => trace.modules[module]?.name ?? '').filter((name) => name !== '');
}

function findForeign(trace: Trace): Uint8Array | null {
  const roots = trace.nodes.map(({ directory }) => partsOf(directory)).filter((parts) => parts.length > 0);
  const isOwnSource = trace.sources.map(({ path }) => isOwn(partsOf(path), isAbsolute(path), roots));
  const foreign = new Uint8Array(trace.sites.length + 1);
  let count = 0;
  trace.sites.forEach(({ source, module }, index) => {
    const own = trace.modules[module]?.level === 'lines' && (source === -1 || isOwnSource[source] === true);
    if (own) return;
    foreign[index + 1] = 1;
    count++;
  });
  return count === 0 || count === trace.sites.length ? null : foreign;
}

function isOwn(parts: readonly string[], whole: boolean, roots: readonly (readonly string[])[]): boolean {
  // A path that does not begin at the root was compiled within the project.
  const root = whole ? roots.find((names) => names.every((name, index) => parts[index] === name)) : [];
  if (root === undefined) return roots.length === 0 && !parts.some((part) => foreignFolders.has(part));
  return !parts.slice(root.length, -1).some((part) => foreignFolders.has(part));
}

const partsOf = (path: string): readonly string[] => path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
const isAbsolute = (path: string): boolean => /^([\\/]|[a-z]:)/i.test(path);
