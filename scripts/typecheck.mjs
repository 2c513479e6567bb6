// Checks the types: the Node side, then the parts that run in a browser and know the DOM.
import { existsSync } from 'node:fs';
import { runNode } from './lib/process.mjs';
import { filesIn, inProject, packageScript } from './lib/project.mjs';

const PROJECTS = ['.', 'webview', 'test/cinema', 'test/vscode'];

let failed = false;
for (const project of PROJECTS) {
  if (!existsSync(inProject(project, 'tsconfig.json')) || filesIn(project, '.ts').length === 0) continue;
  const { code } = await runNode(packageScript('typescript', 'bin', 'tsc'), ['--noEmit', '--project', project]);
  if (code !== 0) failed = true;
}
if (failed) process.exit(1);
