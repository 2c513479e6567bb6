import { existsSync, readFileSync } from 'node:fs';
import { inProject } from '../lib/project.mjs';
import { npm } from '../lib/process.mjs';

/**
 * Installs the npm packages of package-lock.json unless node_modules holds just these.
 *
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function setUpPackages() {
  if (packagesAreCurrent()) return undefined;
  // `npm ci` begins by deleting: only where there is nothing yet.
  const verb = existsSync(inProject('node_modules')) ? 'install' : 'ci';
  console.log(`set-up: npm ${verb}`);
  const { code } = await npm([verb, '--no-audit', '--no-fund', '--loglevel=error']);
  return code === 0 ? undefined : `\`npm ${verb}\` failed`;
}

/** Compares the lock file with the copy npm leaves inside node_modules: one read, no walk over the packages. */
function packagesAreCurrent() {
  const installedFile = inProject('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    if (place === '' || optional || devOptional) return true; // the project itself; what other platforms need
    return installed[place]?.version === version;
  });
}
