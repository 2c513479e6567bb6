import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './process.mjs';
import { filesIn, inProject } from './project.mjs';

/**
 * Compiles recorder/test/*.erl into a temporary folder and runs the `*_tests` modules with EUnit, whose JUnit report is
 * what is counted.
 *
 * @param {number} limit milliseconds for all of it
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runEunit(limit) {
  const sources = filesIn('recorder/test', '.erl').filter(
    (file) => path.dirname(file) === inProject('recorder', 'test'),
  );
  const modules = sources.map((file) => path.basename(file, '.erl')).filter((name) => name.endsWith('_tests'));
  if (modules.length === 0) return { passed: 0, failed: 0 };
  const out = mkdtempSync(path.join(os.tmpdir(), 'cinema-eunit-'));
  try {
    const include = ['-I', inProject('recorder', 'include'), '-I', inProject('recorder', 'src')];
    const ebin = inProject('recorder', 'ebin');
    const compiled = await run('erlc', ['+debug_info', ...include, '-pa', ebin, '-o', out, ...sources], { keep: true });
    if (compiled.code !== 0) {
      console.error(compiled.output);
      return { passed: 0, failed: 1 };
    }
    const report = `{report, {eunit_surefire, [{dir, ${erlangString(out)}}]}}`;
    const program = `R = eunit:test([${modules.join(', ')}], [verbose, ${report}]), halt(case R of ok -> 0; _ -> 1 end).`;
    const paths = ['-pa', ebin, '-pa', out];
    const { code, output, late } = await run('erl', ['-noshell', ...paths, '-eval', program], {
      cwd: inProject('recorder'),
      keep: true,
      limit,
    });
    const counts = readCounts(out);
    const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
    if (failed > 0) console.error(late ? `${output}\nended after ${limit / 1000} s` : output);
    return { passed: counts.passed, failed };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Sums the `<testsuite tests=… failures=… errors=… skipped=…>` heads; what was cancelled counts as failed. */
function readCounts(folder) {
  let passed = 0;
  let failed = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.xml'))) {
    const head = /<testsuite [^>]*>/.exec(readFileSync(path.join(folder, name), 'utf8'))?.[0] ?? '';
    const count = (attribute) => Number(new RegExp(` ${attribute}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const bad = count('failures') + count('errors') + count('skipped');
    passed += count('tests') - bad;
    failed += bad;
  }
  return { passed, failed };
}

const erlangString = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
