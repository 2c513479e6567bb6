import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { build } from 'esbuild';
import { launchBrowser, openPage, readable } from './page.ts';
import { type ServerOptions, startServer } from './server.ts';

/** What a run inside the extension host needs. */
export interface HostOptions extends ServerOptions {
  /** The folder to open; copied first. */
  readonly workspace: string;
  /** Mocha test files (`*.host.ts`) that may import `vscode`. */
  readonly tests: readonly string[];
  /** Milliseconds for the whole run. */
  readonly limit?: number;
}

/** One test that ran inside the extension host. */
export interface HostResult {
  readonly title: string;
  /** Undefined for a test that passed; else the error with its stack. */
  readonly error: string | undefined;
}

/**
 * Runs mocha tests inside the extension host of a real VS Code, beside the installed extension.
 *
 * @throws Error when the run does not end in time, or ends without results; the message has the host's console
 */
export async function runInExtensionHost({
  workspace,
  tests,
  limit = 90_000,
  ...options
}: HostOptions): Promise<readonly HostResult[]> {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cinema-host-')));
  const folder = path.join(root, path.basename(workspace));
  const results = path.join(root, 'results.json');
  cpSync(workspace, folder, { recursive: true });
  const { development, entry } = await prepareTests(root, tests, results);
  const server = await startServer(options);
  const browser = await launchBrowser();
  try {
    const console: string[] = [];
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const remote = `vscode-remote://${new URL(server.url).host}`;
    await openPage(browser, server, {
      folder,
      payload: [
        ['extensionDevelopmentPath', remote + development],
        ['extensionTestsPath', remote + entry],
      ],
      // What the workbench calls in its test mode: the console of the host, and the end of the run.
      bindings: {
        codeAutomationLog: (_type, values) => console.push(readable(format(...(values as unknown[])))),
        codeAutomationExit: () => {
          end();
        },
      },
    });
    const late = new AbortController();
    await Promise.race([ended, sleep(limit, undefined, { signal: late.signal })]);
    late.abort();
    try {
      return JSON.parse(readFileSync(results, 'utf8')) as readonly HostResult[];
    } catch {
      throw new Error(`no results from the extension host within ${limit} ms:\n${console.slice(-30).join('\n')}`);
    }
  } finally {
    await browser.close();
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

/**
 * Writes what the workbench is pointed at: an empty extension under development (it insists on one; the extension under
 * test is installed), and a CommonJS file that exports `run()`.
 */
async function prepareTests(
  root: string,
  tests: readonly string[],
  results: string,
): Promise<{ readonly development: string; readonly entry: string }> {
  const development = path.join(root, 'empty');
  mkdirSync(development);
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(path.join(development, 'package.json'), JSON.stringify(manifest));
  const entry = path.join(root, 'tests.cjs');
  const mocha = createRequire(import.meta.url).resolve('mocha');
  await build({
    stdin: { contents: entrySource(tests, mocha, results), resolveDir: import.meta.dirname, loader: 'js' },
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', mocha],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return { development, entry };
}

const entrySource = (tests: readonly string[], mocha: string, results: string): string => `
const { writeFileSync } = require('node:fs');
exports.run = async () => {
  const loaded = require(${JSON.stringify(mocha)});
  const Mocha = loaded.default ?? loaded;
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 20000, forbidPending: true });
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  ${tests.map((file) => `require(${JSON.stringify(path.resolve(file))});`).join('\n  ')}
  const results = [];
  await new Promise((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => results.push({ title: test.fullTitle() }))
      .on('fail', (test, error) => results.push({ title: test.fullTitle(), error: String(error?.stack ?? error) }));
  });
  writeFileSync(${JSON.stringify(results)}, JSON.stringify(results));
};
`;
