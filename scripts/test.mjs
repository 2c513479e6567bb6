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

/** Those `beside` take one core and no time of others: they run one after the other while the first of the rest do. */
const PARTS = [
  { name: 'format', check: () => npmScript('format:check'), beside: true },
  { name: 'lint', check: () => npmScript('lint'), beside: true },
  { name: 'types', check: () => npmScript('typecheck'), beside: true },
  { name: 'walls', check: () => npmScript('walls'), beside: true },
  { name: 'recorder', check: () => runEunit(5 * MINUTE) },
  { name: 'unit', check: () => runMocha('test/.mocharc.json', 20 * MINUTE) },
  { name: 'vscode', check: realVsCode, workbench: true },
];

/** A check that passes or fails as a whole; what it says is kept until its result is told. */
async function npmScript(name) {
  const { code, output } = await npm(['run', '--silent', name], { limit: 15 * MINUTE, keep: true });
  return { ...(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }), output };
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

async function timed(part) {
  const begin = performance.now();
  const counts = await part.check();
  return { part, counts, seconds: ((performance.now() - begin) / 1000).toFixed(1) };
}

function tell({ part, counts, seconds }) {
  rows.push(`${part.name.padEnd(10)} ${seconds.padStart(6)} s   ${counts.passed} passed, ${counts.failed} failed`);
  if (counts.output) console.log(counts.output);
  console.log(rows.at(-1));
  passed += counts.passed;
  failed += counts.failed;
}

const besides = (async () => {
  const results = [];
  for (const part of parts.filter(({ beside }) => beside)) results.push(await timed(part));
  return results;
})();
let waited = false;
const tellBesides = async () => {
  if (waited) return;
  waited = true;
  (await besides).forEach(tell);
};
for (const part of parts.filter(({ beside }) => !beside)) {
  // A real VS Code has moments to keep: it is alone.
  if (part.workbench === true) await tellBesides();
  console.log(`\n== ${part.name}`);
  tell(await timed(part));
}
await tellBesides();
console.log(`\n${rows.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
