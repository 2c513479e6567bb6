// Bundles the programs into dist/: each entry that exists becomes one file without dependencies.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isMain } from './lib/process.mjs';
import { inProject, ROOT } from './lib/project.mjs';

/** Bundled CommonJS packages call `require`, which an ES module has not. */
const REQUIRE =
  "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);";

const NODE = { platform: 'node', target: 'node20' };
const MODULE = { ...NODE, format: 'esm', banner: { js: REQUIRE } };
const PAGE = { platform: 'browser', target: 'es2022', format: 'esm', loader: { '.svg': 'text', '.ttf': 'dataurl' } };

const ENTRIES = [
  { from: 'extension/extension.ts', to: 'dist/extension.cjs', ...NODE, format: 'cjs', external: ['vscode'] },
  { from: 'adapter/main.ts', to: 'dist/adapter.mjs', ...MODULE },
  { from: 'cli/main.ts', to: 'dist/cinema.mjs', ...MODULE, program: true },
  { from: 'trace/index-worker.ts', to: 'dist/index-worker.mjs', ...MODULE },
  { from: 'query/main.ts', to: 'dist/query-server.mjs', ...MODULE },
];

/**
 * @returns {Promise<readonly { to: string, bytes: number }[]>} what was built
 * @throws the bundler's errors, already printed
 */
export async function build({ minify = true } = {}) {
  const { build: bundle } = await import('esbuild');
  rmSync(inProject('dist'), { recursive: true, force: true });
  mkdirSync(inProject('dist'), { recursive: true });
  const entries = [...ENTRIES, ...pages()].filter((entry) => existsSync(inProject(entry.from)));
  return Promise.all(
    entries.map(async ({ from, to, program = false, ...options }) => {
      await bundle({
        ...options,
        absWorkingDir: ROOT,
        entryPoints: [from],
        outfile: to,
        bundle: true,
        minifySyntax: minify,
        minifyWhitespace: minify,
        legalComments: 'eof',
        logLevel: 'warning',
        ...(program && { banner: { js: `${shebang(from)}${REQUIRE}` } }),
      });
      if (program) chmodSync(inProject(to), 0o755);
      return { to, bytes: statSync(inProject(to)).size };
    }),
  );
}

/** Each page of the webviews is a folder with a main.ts; it becomes a script, and a style sheet beside it. */
function pages() {
  if (!existsSync(inProject('webview'))) return [];
  return readdirSync(inProject('webview')).map((page) => ({
    from: `webview/${page}/main.ts`,
    to: `dist/webview/${page}.js`,
    ...PAGE,
  }));
}

/** esbuild keeps a first line `#!` of the source, before the banner. */
const shebang = (from) => (readFileSync(inProject(from), 'utf8').startsWith('#!') ? '' : '#!/usr/bin/env node\n');

if (isMain(import.meta.url)) {
  try {
    const built = await build({ minify: !process.argv.includes('--readable') });
    for (const { to, bytes } of built) console.log(`${to}  ${(bytes / 1024).toFixed(0)} KB`);
    if (built.length === 0) console.log('nothing to bundle yet');
  } catch {
    process.exit(1); // esbuild has printed the errors
  }
}
