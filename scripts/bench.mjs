// Runs the benchmarks of bench/run.mjs (or run.ts) and hands its arguments on.
import { existsSync } from 'node:fs';
import { run } from './lib/process.mjs';
import { inProject } from './lib/project.mjs';
import { setUpOrExit } from './set-up.mjs';

await setUpOrExit({ workbench: false, tests: false });
const script = ['bench/run.mjs', 'bench/run.ts'].map((name) => inProject(name)).find((file) => existsSync(file));
if (script === undefined) {
  console.error('bench: there is no bench/run.mjs');
  process.exit(1);
}
const { code } = await run(process.execPath, ['--import', 'tsx', script, ...process.argv.slice(2)]);
process.exit(code);
