// Builds the recorder in its folder, the same way it is built where it is used (recorder/build.escript): modules into
// recorder/ebin, and with a C compiler and OTP's headers its native part into recorder/priv. Warnings are errors here.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isMain, run } from './lib/process.mjs';
import { filesIn, inProject } from './lib/project.mjs';

const SCRIPT = inProject('recorder', 'build.escript');

/**
 * Builds the recorder when a source is newer than what was built.
 *
 * @returns {Promise<string | undefined>} the compiler's errors; undefined when built, or when there is no recorder
 */
export async function buildRecorder() {
  if (!existsSync(SCRIPT) || !isStale()) return undefined;
  const env = { ERL_COMPILER_OPTIONS: '[warnings_as_errors, report]' };
  const { code, output } = await run('escript', [SCRIPT, inProject('recorder')], { env, keep: true });
  if (code !== 0) return `the recorder does not compile:\n${output}`;
  console.log(`build: recorder, ${output.trim().split('\n').at(-1)}`);
  return output.includes('compiler failed') ? `the recorder's native part does not compile:\n${output}` : undefined;
}

/** True when a module is missing, or older than the newest source of all: they share headers. */
function isStale() {
  const modules = filesIn('recorder/src', '.erl');
  const built = modules.map((file) => inProject('recorder', 'ebin', `${path.basename(file, '.erl')}.beam`));
  if (!built.every((file) => existsSync(file))) return true;
  const sources = ['.erl', '.hrl', '.app.src'].flatMap((ending) => filesIn('recorder/src', ending));
  sources.push(SCRIPT, ...filesIn('recorder/include', '.hrl'), ...filesIn('recorder/c_src', ''));
  const time = (file) => statSync(file).mtimeMs;
  return Math.max(...sources.map(time)) > Math.min(...built.map(time));
}

if (isMain(import.meta.url)) {
  const problem = await buildRecorder();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
}
