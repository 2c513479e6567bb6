// Packs the extension into execution-cinema.vsix: one file for every platform, no native parts, no dependencies.
import { statSync } from 'node:fs';
import { build } from './build.mjs';
import { isMain, runNode } from './lib/process.mjs';
import { inProject, packageScript } from './lib/project.mjs';

export const VSIX = inProject('execution-cinema.vsix');

const LARGEST = 2 * 1024 * 1024;

/** @returns {Promise<string | undefined>} what went wrong */
export async function pack() {
  await build();
  const vsce = packageScript('@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const { code, output } = await runNode(vsce, ['package', ...options, '--out', VSIX], { keep: true });
  if (code !== 0) return output;
  const listed = await runNode(vsce, ['ls', '--no-dependencies'], { keep: true });
  const native = listed.output.split(/\s+/).filter((name) => /\.(node|so|dylib|dll|exe)$/.test(name));
  if (native.length > 0) return `the package must run on every platform, but has ${native.join(', ')}`;
  const { size } = statSync(VSIX);
  if (size > LARGEST) return `${VSIX} has ${size} bytes, more than ${LARGEST}:\n${output}`;
  return undefined;
}

if (isMain(import.meta.url)) {
  const problem = await pack();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
  console.log(`execution-cinema.vsix  ${(statSync(VSIX).size / 1024).toFixed(0)} KB`);
}
