// The whole check of the project, from a fresh clone: set-up, then each part with its time and result, and the sum.
//   node scripts/test.mjs [--only PART]…   (parts: format lint types walls recorder unit vscode)
import { parseArgs } from 'node:util';
import { runEunit } from './lib/eunit.mjs';
import { runMocha } from './lib/mocha.mjs';
import { npm } from './lib/process.mjs';
import { filesIn } from './lib/project.mjs';
import { pack } from './package.mjs';
import { setUpOrExit } from './set-up.mjs';

const MINUTE = 60_000;

const PARTS = [
  { name: 'format', check: () => npmScript('format:check') },
  { name: 'lint', check: () => npmScript('lint') },
  { name: 'types', check: () => npmScript('typecheck') },
  { name: 'walls', check: () => npmScript('walls') },
  { name: 'recorder', check: () => runEunit(5 * MINUTE) },
  { name: 'unit', check: () => runMocha('test/.mocharc.json', 20 * MINUTE) },
  { name: 'vscode', check: realVsCode, workbench: true },
];

/** A check that passes or fails as a whole. */
async function npmScript(name) {
  const { code } = await npm(['run', '--silent', name], { limit: 10 * MINUTE });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The packed extension in a real VS Code. */
async function realVsCode() {
  if (filesIn('test/vscode', '.test.ts').length === 0) return { passed: 0, failed: 0 };
  const problem = await pack();
  if (problem !== undefined) {
    console.error(problem);
    return { passed: 0, failed: 1 };
  }
  const counts = await runMocha('test/vscode/.mocharc.json', 15 * MINUTE);
  return { passed: counts.passed + 1, failed: counts.failed }; // the package itself is a check too
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const unknown = (values.only ?? []).filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')} (there are ${PARTS.map((part) => part.name).join(', ')})`);
  process.exit(2);
}
const parts = PARTS.filter((part) => values.only === undefined || values.only.includes(part.name));

await setUpOrExit({ workbench: parts.some((part) => part.workbench === true) });
let passed = 0;
let failed = 0;
const rows = [];
for (const part of parts) {
  console.log(`\n== ${part.name}`);
  const begin = performance.now();
  const counts = await part.check();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  rows.push(`${part.name.padEnd(10)} ${seconds.padStart(6)} s   ${counts.passed} passed, ${counts.failed} failed`);
  console.log(rows.at(-1));
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`\n${rows.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
