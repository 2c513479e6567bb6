// Makes a fresh clone ready: npm packages, Erlang, Elixir and Chromium, the recorder, and (unless --no-workbench) a
// VS Code workbench for the tests. Needs only Node; running it again costs under a second.
import { isMain } from './lib/process.mjs';
import { setUpPackages } from './set-up/packages.mjs';
import { setUpSystem } from './set-up/system.mjs';
import { setUpWorkbench } from './set-up/workbench.mjs';
import { buildRecorder } from './build-recorder.mjs';

const OLDEST_NODE = [20, 19];

/**
 * @param {{ workbench?: boolean, tests?: boolean }} [options] `workbench: false` leaves the VS Code for tests out,
 *   `tests: false` what only tests need
 * @returns {Promise<readonly string[]>} what is missing, each with what to do; empty when all is ready
 */
export async function setUp({ workbench = true, tests = true } = {}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    return [
      `Node ${OLDEST_NODE.join('.')} or newer is needed to work on this project; this is ${process.versions.node}`,
    ];
  }
  const problems = [await setUpPackages(), await setUpSystem({ tests })];
  if (problems.every((problem) => problem === undefined)) problems.push(await buildRecorder());
  if (workbench) problems.push(await setUpWorkbench());
  return problems.filter((problem) => problem !== undefined);
}

/** Sets up or ends the process, saying why. */
export async function setUpOrExit(options) {
  const problems = await setUp(options);
  for (const problem of problems) console.error(`set-up: ${problem}`);
  if (problems.length > 0) process.exit(1);
}

if (isMain(import.meta.url)) await setUpOrExit({ workbench: !process.argv.includes('--no-workbench') });
