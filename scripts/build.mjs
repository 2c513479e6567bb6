// Bundles the programs into dist/: each entry that exists becomes one file without dependencies.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isMain } from './lib/process.mjs';
import { filesIn, inProject, ROOT } from './lib/project.mjs';

/** Bundled CommonJS packages call `require`, which an ES module has not. */
const REQUIRE =
  "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);";

const NODE = { platform: 'node', target: 'node20' };
const MODULE = { ...NODE, format: 'esm', banner: { js: REQUIRE } };
const PAGE = { platform: 'browser', target: 'es2022', format: 'esm', loader: { '.svg': 'text', '.ttf': 'dataurl' } };

/** A page has none of Node's modules and globals: it gets what a film in memory needs of them. */
const WITHOUT_NODE = {
  inject: [inProject('adapter/cinema/browser/globals.ts')],
  plugins: [
    {
      name: 'without-node',
      setup(bundler) {
        const contents = `module.exports = require(${JSON.stringify(inProject('adapter/cinema/browser/node.ts'))}).node;`;
        bundler.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'without-node' }));
        bundler.onLoad({ filter: /./, namespace: 'without-node' }, () => ({ contents, resolveDir: ROOT }));
      },
    },
  ],
};

const ENTRIES = [
  { from: 'extension/extension.ts', to: 'dist/extension.cjs', ...NODE, format: 'cjs', external: ['vscode'] },
  { from: 'adapter/main.ts', to: 'dist/adapter.mjs', ...MODULE },
  { from: 'cli/main.ts', to: 'dist/cinema.mjs', ...MODULE, program: true },
  { from: 'trace/index-worker.ts', to: 'dist/index-worker.mjs', ...MODULE },
  { from: 'adapter/cinema/shared-film.ts', to: 'dist/webview/shared-film.js', ...PAGE, ...WITHOUT_NODE },
  { from: 'query/main.ts', to: 'dist/query-server.mjs', ...MODULE },
];

/** Files that are not bundled but used as they are. */
const COPIES = ['codicon.css', 'codicon.ttf'].map((name) => ({
  from: `node_modules/@vscode/codicons/dist/${name}`,
  to: `dist/webview/${name}`,
}));

/**
 * What was there is replaced file by file, so that a program that runs from dist/ meanwhile finds its files; what does not belong to
 * the build goes at the end.
 * @returns {Promise<readonly { to: string, bytes: number }[]>} what was built
 * @throws the bundler's errors, already printed
 */
export async function build({ minify = true } = {}) {
  const { build: bundle } = await import('esbuild');
  mkdirSync(inProject('dist/webview'), { recursive: true });
  for (const { from, to } of COPIES) copyFileSync(inProject(from), inProject(to));
  const made = new Set(COPIES.map(({ to }) => inProject(to)));
  const entries = [...ENTRIES, ...pages()].filter((entry) => existsSync(inProject(entry.from)));
  const built = await Promise.all(
    entries.map(async ({ from, to, program = false, ...options }) => {
      const { metafile } = await bundle({
        ...options,
        absWorkingDir: ROOT,
        entryPoints: [from],
        outfile: to,
        bundle: true,
        metafile: true,
        minifySyntax: minify,
        minifyWhitespace: minify,
        legalComments: 'eof',
        logLevel: 'warning',
        ...(program && { banner: { js: `${shebang(from)}${REQUIRE}` } }),
      });
      for (const file of Object.keys(metafile.outputs)) made.add(inProject(file));
      if (program) chmodSync(inProject(to), 0o755);
      return { to, bytes: statSync(inProject(to)).size };
    }),
  );
  for (const file of filesIn('dist', '')) {
    if (!made.has(file) && statSync(file, { throwIfNoEntry: false })?.isFile() === true) rmSync(file, { force: true });
  }
  return built;
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
