// Builds everything and opens a real VS Code on examples/, ready for F5: the one on the PATH, or (where there is none,
// or with --workbench) one from npm in the browser, which runs until Ctrl+C.
import { run, which } from './lib/process.mjs';
import { inProject, ROOT } from './lib/project.mjs';
import { build } from './build.mjs';
import { pack, VSIX } from './package.mjs';
import { setUpOrExit } from './set-up.mjs';

const EXAMPLES = inProject('examples');

const desktop = process.argv.includes('--workbench') ? undefined : which('code', 'codium', 'code-insiders');
await setUpOrExit({ workbench: desktop === undefined, tests: false });
if (desktop !== undefined) await openDesktop(desktop);
else await openWorkbench();

async function openDesktop(code) {
  await build();
  const result = await run(code, ['--new-window', `--extensionDevelopmentPath=${ROOT}`, EXAMPLES]);
  if (result.code !== 0) {
    console.error(`start: ${code} ended with ${result.code}; \`npm start -- --workbench\` needs no installed VS Code`);
    process.exit(1);
  }
  console.log('VS Code is open on examples/: press F5.');
}

async function openWorkbench() {
  const problem = await pack();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
  const { tsImport } = await import('tsx/esm/api');
  const { startServer } = await tsImport('../test/vscode/harness/server.ts', import.meta.url);
  const server = await startServer({ vsix: [VSIX], driver: false, settings: { 'files.autoSave': 'afterDelay' } });
  const address = `${server.url}/?${new URLSearchParams({ folder: EXAMPLES })}`;
  console.log(`\nVS Code is at ${address}\nPress F5 there. Only this machine reaches it. Ctrl+C ends it.`);
  setInterval(() => {}, 2 ** 31 - 1); // the server is detached: stay for as long as it shall run
}
