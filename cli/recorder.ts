import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultCacheFolder } from '../trace/index.ts';
import type { Terminal } from './command.ts';

/** A recorder that was compiled for the OTP on the PATH. */
export interface BuiltRecorder {
  readonly ebin: string;
  /** Path of the native part without its ending, as `erlang:load_nif/2` wants it; null if it could not be built here. */
  readonly nif: string | null;
}

/**
 * Compiles the recorder for the OTP that is installed here, once per version of either, into the user's cache.
 * @returns the built recorder, or what is missing and what to do, for people
 */
export async function buildRecorder(terminal: Terminal): Promise<BuiltRecorder | string> {
  const home = recorderHome();
  if (home === undefined) return 'the recorder is not beside this program: install Execution Cinema again';
  const otp = await ask('erl', [
    '-noshell',
    '-eval',
    'io:put_chars([erlang:system_info(otp_release), $-, erlang:system_info(version)]), halt().',
  ]);
  if (otp === undefined) return `Erlang is not on the PATH. Install it first: ${howToInstall()}`;
  const target = path.join(defaultCacheFolder(terminal.environment), `recorder-${sourceHash(home)}-otp${otp.trim()}`);
  if (!existsSync(path.join(target, 'ebin'))) {
    terminal.error('cinema: preparing the recorder for this OTP (once)\n');
    await mkdir(path.dirname(target), { recursive: true });
    const building = mkdtempSync(`${target}-`);
    const built = await ask('escript', [path.join(home, 'build.escript'), building], true);
    if (built === undefined || !existsSync(path.join(building, 'ebin'))) {
      rmSync(building, { recursive: true, force: true });
      return `the recorder could not be compiled:\n${built ?? 'escript did not run'}`;
    }
    settle(building, target);
  }
  const nif = path.join(target, 'priv', 'cinema_nif');
  return { ebin: path.join(target, 'ebin'), nif: existsSync(`${nif}.so`) ? nif : null };
}

/** Another recording may have finished the same work in between; then its result is as good. */
function settle(building: string, target: string): void {
  try {
    renameSync(building, target);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(path.join(target, 'ebin'))) throw error;
  }
}

/** Beside dist/ in the extension and the clone alike. */
function recorderHome(): string | undefined {
  const home = fileURLToPath(new URL('../recorder', import.meta.url));
  return existsSync(path.join(home, 'build.escript')) ? home : undefined;
}

function sourceHash(home: string): string {
  const hash = createHash('sha256').update(readFileSync(path.join(home, 'build.escript')));
  for (const folder of ['src', 'include', 'c_src']) {
    const inside = path.join(home, folder);
    if (!existsSync(inside)) continue;
    for (const name of readdirSync(inside).sort()) hash.update(name).update(readFileSync(path.join(inside, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

function howToInstall(): string {
  if (process.platform === 'darwin') return 'brew install erlang elixir';
  if (process.platform === 'win32') return 'winget install Erlang.ErlangOTP, then Elixir from elixir-lang.org/install';
  return 'sudo apt-get install erlang elixir (or your distribution’s packages)';
}

/** What a program prints, or undefined when it does not run or fails (then, with `evenFailed`, what it printed). */
function ask(program: string, words: readonly string[], evenFailed = false): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => chunks.push(data));
    child.stderr.on('data', (data: Buffer) => evenFailed && chunks.push(data));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 || evenFailed ? Buffer.concat(chunks).toString() : undefined));
  });
}
