// Builds the recorder: recorder/src/*.erl into recorder/ebin, recorder/c_src/*.c into recorder/priv. No make, no rebar.
// The native part is optional: without a C compiler or OTP's headers it is left out, and said so.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ask, isMain, run, which } from './lib/process.mjs';
import { filesIn, inProject } from './lib/project.mjs';

/**
 * Compiles what is older than its sources.
 *
 * @returns {Promise<string | undefined>} the compiler's errors; undefined when built, or when there is no recorder yet
 */
export async function buildRecorder() {
  return (await buildModules()) ?? (await buildNative());
}

async function buildModules() {
  const sources = filesIn('recorder/src', '.erl');
  if (sources.length === 0) return undefined;
  const out = inProject('recorder', 'ebin');
  mkdirSync(out, { recursive: true });
  for (const file of filesIn('recorder/src', '.app.src')) {
    copyFileSync(file, path.join(out, path.basename(file, '.src')));
  }
  const headers = [...filesIn('recorder/src', '.hrl'), ...filesIn('recorder/include', '.hrl')];
  const stale = sources.filter((file) =>
    isStale(path.join(out, `${path.basename(file, '.erl')}.beam`), [file, ...headers]),
  );
  if (stale.length === 0) return undefined;
  const options = ['+debug_info', '+deterministic', '-Werror', '-I', inProject('recorder', 'include'), '-pa', out];
  const { code, output } = await run('erlc', [...options, '-o', out, ...stale], { keep: true });
  return code === 0 ? undefined : `the recorder does not compile:\n${output}`;
}

async function buildNative() {
  const sources = filesIn('recorder/c_src', '.c');
  if (sources.length === 0) return undefined;
  const compiler = which(...(process.env.CC ? [process.env.CC] : []), 'cc', 'gcc', 'clang');
  if (compiler === undefined) return leaveOut('no C compiler on the PATH');
  const headers = ask('erl', [
    '-noshell',
    '-eval',
    'io:put_chars(filename:join([code:root_dir(), "usr", "include"])), halt().',
  ]);
  if (headers === undefined || !existsSync(path.join(headers, 'erl_nif.h')))
    return leaveOut("OTP's erl_nif.h is not installed");
  const out = inProject('recorder', 'priv');
  mkdirSync(out, { recursive: true });
  const included = filesIn('recorder/c_src', '.h');
  for (const source of sources) {
    const target = path.join(out, `${path.basename(source, '.c')}.so`);
    if (!isStale(target, [source, ...included])) continue;
    const darwin = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
    const args = [
      '-O2',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-fPIC',
      '-shared',
      ...darwin,
      '-I',
      headers,
      '-o',
      target,
      source,
      '-lpthread',
    ];
    const { code, output } = await run(compiler, args, { keep: true });
    if (code !== 0) return `the recorder's native part does not compile:\n${output}`;
  }
  return undefined;
}

function leaveOut(why) {
  console.log(`build: the recorder's native part is left out: ${why}`);
  return undefined;
}

/** A target is stale when it is missing or older than one of its sources. */
function isStale(target, sources) {
  if (!existsSync(target)) return true;
  const built = statSync(target).mtimeMs;
  return sources.some((source) => statSync(source).mtimeMs > built);
}

if (isMain(import.meta.url)) {
  const problem = await buildRecorder();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
}
