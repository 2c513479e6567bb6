import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './process.mjs';
import { inProject, packageScript } from './project.mjs';

/**
 * Runs mocha with a configuration of the project and counts its tests. A test that is skipped counts as failed.
 *
 * @param {string} config name of the configuration file
 * @param {number} limit milliseconds for all of it
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runMocha(config, limit) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-test-'));
  const counts = path.join(folder, 'counts.json');
  const args = [
    packageScript('mocha', 'bin', 'mocha.js'),
    ...['--config', inProject(config)],
    ...['--reporter', inProject('scripts', 'lib', 'mocha-reporter.cjs')],
    '--forbid-pending',
  ];
  const { code, late } = await run(process.execPath, args, { env: { CINEMA_MOCHA_COUNTS: counts }, limit });
  if (late) console.error(`ended after ${limit / 1000} s`);
  try {
    const { passed, failed } = JSON.parse(readFileSync(counts, 'utf8'));
    // A failure outside any test (a file that does not load, a process that dies late) has only the exit code.
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
