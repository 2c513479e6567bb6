import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TraceDescription } from '../../../protocol/index.ts';
import { run, type Ran, type RunOptions } from './program.ts';

const root = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));
const banner =
  "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);";

export interface Recording extends Ran {
  /** Path of the trace, whether it was written or not. */
  readonly trace: string;
}

let built: Promise<string> | undefined;

/** The `cinema` command as it is shipped, one file beside the recorder, and a cache of its own: built once a test run. */
function program(): Promise<string> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'cinema-command-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  for (const part of ['recorder', 'package.json']) symlinkSync(join(root, part), join(home, part));
  await build({
    absWorkingDir: root,
    entryPoints: { cinema: 'cli/main.ts', 'index-worker': 'trace/index-worker.ts' },
    outdir: join(home, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: banner },
    logLevel: 'error',
  });
  mkdirSync(join(home, 'cache'));
  return home;
}

/** Where the recorder and the indexes of a test run are kept: the index of what was just recorded is there already. */
export async function cacheFolder(): Promise<string> {
  return join(await program(), 'cache', 'execution-cinema');
}

/** Runs `cinema` with these words. */
export async function cinema(words: readonly string[], options: RunOptions): Promise<Ran> {
  const home = await program();
  const environment = { ...options.environment, XDG_CACHE_HOME: join(home, 'cache') };
  return run([process.execPath, join(home, 'dist', 'cinema.mjs'), ...words], { ...options, environment });
}

let prepared: Promise<unknown> | undefined;

/** Runs `cinema record` on a command, which may fail: its status is passed on. */
export async function record(
  command: readonly string[],
  {
    options = [],
    name = 'it.cinema',
    ...how
  }: RunOptions & { readonly options?: readonly string[]; readonly name?: string },
): Promise<Recording> {
  // The first recording compiles the recorder and says so: not in the words of a test's program.
  prepared ??= cinema(['record', '-o', join(await program(), 'first.cinema'), '--', 'true'], { directory: root });
  await prepared;
  const trace = join(how.directory, name);
  const ran = await cinema(['record', '-o', trace, ...options, '--', ...command], how);
  return { ...ran, trace };
}

/** What `cinema info --json` says of a trace. */
export async function info(trace: string): Promise<TraceDescription> {
  assert.ok(existsSync(trace), `there is no trace ${trace}`);
  const told = await cinema(['info', '--json', trace], { directory: dirname(trace) });
  assert.equal(told.status, 0, `cinema info failed: ${told.stderr}`);
  return JSON.parse(told.stdout) as TraceDescription;
}
