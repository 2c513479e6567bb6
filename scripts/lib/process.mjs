import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './project.mjs';

const WINDOWS = process.platform === 'win32';

/** The longest a timer can wait, 24 days: no limit. */
const LONGEST = 2 ** 31 - 1;

/**
 * Runs a command and waits for its end. Its output goes to the terminal, unless it is kept.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] the project's folder unless told
 * @param {NodeJS.ProcessEnv} [options.env] added to this process's environment
 * @param {boolean} [options.keep] collect the output instead of showing it
 * @param {number} [options.limit] milliseconds after which it and what it started are ended; none unless told
 * @returns {Promise<{ code: number, output: string, late: boolean }>} a command that could not start has code 127
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    // Its own group, so that a limit ends its children too.
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: options.keep ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: !WINDOWS,
      shell: WINDOWS && /\.(cmd|bat)$/i.test(command),
    });
    let output = '';
    let late = false;
    const end = (signal) => {
      try {
        if (WINDOWS) child.kill();
        else process.kill(-child.pid, signal);
      } catch {
        // It ended by itself.
      }
    };
    // Asked first, so that it can end what it has detached; forced when it does not listen.
    let force;
    const timer = setTimeout(() => {
      late = true;
      end('SIGTERM');
      force = setTimeout(() => end('SIGKILL'), 5000);
    }, options.limit ?? LONGEST);
    const forward = (signal) => {
      end(signal);
      process.exit(130);
    };
    process.once('SIGINT', forward);
    process.once('SIGTERM', forward);
    const finish = (code, text = output) => {
      clearTimeout(timer);
      clearTimeout(force);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve({ code, output: text, late });
    };
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => finish(127, String(error.message)));
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Runs a JavaScript file with this Node. */
export const runNode = (script, args, options) => run(process.execPath, [script, ...args], options);

/**
 * Runs npm. Under `npm run` npm says where it is; else it lies on the PATH.
 *
 * @param {readonly string[]} args
 */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return runNode(script, args, options);
  return run(WINDOWS ? 'npm.cmd' : 'npm', args, options);
}

/** The path of the first of these programs that is on the PATH, or undefined. */
export function which(...names) {
  const endings = WINDOWS ? (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        if (isProgram(file)) return file;
      }
    }
  }
  return undefined;
}

/** What a short command prints, or undefined where it is missing or fails. */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : undefined;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** True where this file is the one Node was started with, also through a symbolic link. */
export const isMain = (url) =>
  process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;
