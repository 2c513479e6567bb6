import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../lib/project.mjs';
import { npm } from '../lib/process.mjs';

/** code-server 4.139.1 holds VS Code 1.139.1 and runs under Node 24 only, so a Node of its own comes with it. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

/**
 * Where the workbench is kept: in the project, or in the folder `CINEMA_WORKBENCH` names, to share one between checkouts.
 * A folder of its own for each version: it is removed as a whole.
 */
const workbenchFolder = () =>
  path.join(process.env.CINEMA_WORKBENCH ?? inProject('.vscode-e2e'), `code-server-${CODE_SERVER}`);

/** The two programs of an installed workbench. */
export function workbenchPrograms() {
  const modules = path.join(workbenchFolder(), 'node_modules');
  return {
    node: path.join(modules, NODE_PACKAGE, 'bin', 'node'),
    codeServer: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/**
 * Installs a real VS Code workbench from npm (about 260 MB to load, 490 MB on disk), once.
 *
 * Install scripts are off: they would compile ten native modules that no test needs. The two inner installs are what
 * code-server's own script does besides that; its dependencies are pinned by the shrinkwrap files inside.
 *
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function setUpWorkbench() {
  if (process.platform === 'win32') return 'the workbench for tests runs on Linux and macOS; use WSL';
  const folder = workbenchFolder();
  const stampFile = path.join(folder, 'installed.json');
  const stamp = JSON.stringify({ codeServer: CODE_SERVER, node: NODE, package: NODE_PACKAGE });
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;
  console.log(`set-up: a VS Code workbench for the tests (code-server ${CODE_SERVER}), about 260 MB`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const inner = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const steps = [
    [folder, ['install', ...options, `code-server@${CODE_SERVER}`, `${NODE_PACKAGE}@${NODE}`]],
    [inner, ['install', '--omit=dev', ...options]],
    [path.join(inner, 'extensions'), ['install', '--omit=dev', ...options]],
  ];
  for (const [cwd, args] of steps) {
    const { code, output } = await npm(args, { cwd, keep: true });
    if (code !== 0) return `\`npm ${args.join(' ')}\` failed in ${cwd}:\n${output.slice(-2000)}`;
  }
  slim(folder, inner);
  writeFileSync(stampFile, stamp);
  return undefined;
}

/** 821 to 490 MB: parts no test of a debugger touches (AI agents, search binaries of other platforms, manuals). */
function slim(folder, inner) {
  const needless = [
    path.join(inner, 'node_modules', '@github'),
    path.join(inner, 'node_modules', '@microsoft', 'mxc-sdk'),
    path.join(inner, 'extensions', 'copilot'),
    path.join(inner, 'extensions', 'mermaid-markdown-features'),
    path.join(folder, 'node_modules', NODE_PACKAGE, 'share'),
  ];
  const searchers = path.join(inner, 'node_modules', '@vscode', 'ripgrep-universal', 'bin');
  if (existsSync(searchers)) {
    for (const name of readdirSync(searchers)) {
      if (!name.endsWith(`${process.platform}-${process.arch}`)) needless.push(path.join(searchers, name));
    }
  }
  for (const place of needless) rmSync(place, { recursive: true, force: true });
}
