// Records the examples again: `npm run examples`. Each recording replaces the one that is committed beside its program.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { isMain, run } from './lib/process.mjs';
import { inProject } from './lib/project.mjs';

const EXAMPLES = [
  { folder: 'shop', prepare: ['mix', 'compile'], command: ['mix', 'run', '-e', 'Shop.Demo.run()'] },
  { folder: 'ledger', prepare: ['mix', 'test', '--seed', '0'], command: ['mix', 'test', '--seed', '0'] },
  {
    folder: 'relay',
    prepare: ['erlc', '+debug_info', '-o', 'ebin', 'src/relay.erl', 'src/turnstile.erl'],
    command: ['erl', '-noshell', '-pa', 'ebin', '-s', 'relay', 'main', '-s', 'init', 'stop'],
  },
];

/** Programs run in a copy outside the project, so that recordings hold no paths of whoever made them. */
const STAGE = path.join(os.tmpdir(), 'execution-cinema');

/** @throws when an example could not be recorded; what was there before stays */
export async function recordExamples() {
  const home = path.join(STAGE, 'home');
  mkdirSync(home, { recursive: true });
  for (const { folder, prepare, command } of EXAMPLES) {
    const cwd = path.join(STAGE, folder);
    rmSync(cwd, { recursive: true, force: true });
    cpSync(inProject('examples', folder), cwd, {
      recursive: true,
      filter: (file) => !/[/\\](_build|ebin)$|\.cinema$/.test(file),
    });
    mkdirSync(path.join(cwd, 'ebin'), { recursive: true });
    // Compiled before, so that the recording shows the program and not its compiler.
    await run(prepare[0], prepare.slice(1), { keep: true, cwd, env: { HOME: home } });
    const name = `${folder}.cinema`;
    const words = [inProject('dist', 'cinema.mjs'), 'record', '-o', name, '--', ...command];
    const { output } = await run(process.execPath, words, {
      keep: true,
      cwd,
      env: { HOME: home, XDG_CACHE_HOME: home },
    });
    console.log(output);
    const kept = inProject('examples', folder, name);
    const made = path.join(cwd, name);
    writeFileSync(`${kept}.new`, readFileSync(made));
    renameSync(`${kept}.new`, kept);
  }
  rmSync(STAGE, { recursive: true, force: true });
}

if (isMain(import.meta.url)) {
  await build();
  await recordExamples();
}
