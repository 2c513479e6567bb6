import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workbenchPrograms } from '../../../scripts/set-up/workbench.mjs';
import { QUIET_SETTINGS } from './settings.ts';

/** What a workbench server is started with. */
export interface ServerOptions {
  /** Packed extensions to install. */
  readonly vsix?: readonly string[];
  /** Extension folders to copy in as they are. */
  readonly extensions?: readonly string[];
  /** User settings, over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `true` switches workspace trust off, so everything is trusted; `false` opens every folder in restricted mode. */
  readonly trust?: boolean;
  /** Added to the environment of the server, and so of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The smoke-test driver: honours test payloads, and keeps toasts and experiments away. Off for human eyes. */
  readonly driver?: boolean;
}

/** A running server of the real VS Code workbench. */
export interface Server {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** What the server has printed so far. */
  readonly log: () => string;
  /** Ends the server, its extension hosts and all they started, and removes their folders. */
  readonly stop: () => Promise<void>;
}

const START_LIMIT = 30_000;

/** The servers running now: each leads a process group of its own, which would outlive us; and how to clear up after it. */
const running = new Map<number, () => void>();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const [group, discard] of running) {
      signalGroup(group, 'SIGKILL');
      discard();
    }
    process.exit(130);
  });
}

/**
 * Starts a throw-away code-server on a free loopback port, with folders of its own.
 *
 * @throws Error when the workbench is not installed, an extension does not install, or the server does not come up;
 *   the message has the server's log
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { node, codeServer } = workbenchPrograms();
  if (!existsSync(codeServer)) throw new Error('the workbench is not installed: run `npm run set-up`');
  const root = mkdtempSync(path.join(os.tmpdir(), 'cinema-workbench-'));
  const folders = prepareFolders(root, options);
  const environment = serverEnvironment(folders.home, options.environment ?? {});
  const logFile = path.join(root, 'server.log');
  const log = openSync(logFile, 'a');
  const readLog = (): string => readFileSync(logFile, 'utf8');
  const common = [
    codeServer,
    ...['--config', folders.config],
    ...['--user-data-dir', folders.data],
    ...['--extensions-dir', folders.extensions],
  ];
  const discard = (): void => {
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  for (const file of options.vsix ?? []) {
    const install = spawn(node, [...common, '--install-extension', file], {
      env: environment,
      stdio: ['ignore', log, log],
    });
    if ((await exitOf(install)) !== 0) {
      const text = readLog();
      discard();
      throw new Error(`${file} does not install:\n${text}`);
    }
  }

  const child = spawn(
    node,
    [
      ...common,
      ...['--auth', 'none', '--bind-addr', '127.0.0.1:0'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
      '--ignore-last-opened',
      ...(options.trust === false ? [] : ['--disable-workspace-trust']),
      ...(options.driver === false ? [] : ['--vscode-option', 'enable-smoke-test-driver']),
    ],
    { cwd: root, env: environment, detached: true, stdio: ['ignore', log, log] },
  );
  const group = child.pid;
  if (group === undefined) throw new Error(`${node} does not start`);
  running.set(group, discard);
  const stop = async (): Promise<void> => {
    signalGroup(group, 'SIGTERM');
    for (let waited = 0; waited < 3000 && signalGroup(group, 0); waited += 50) await sleep(50);
    signalGroup(group, 'SIGKILL');
    running.delete(group);
    discard();
  };
  try {
    return { url: await untilListening(child, readLog), log: readLog, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Folders {
  readonly data: string;
  readonly extensions: string;
  readonly home: string;
  readonly config: string;
}

function prepareFolders(root: string, options: ServerOptions): Folders {
  const data = path.join(root, 'data');
  const extensions = path.join(root, 'extensions');
  const home = path.join(root, 'home');
  const config = path.join(root, 'config.yaml');
  for (const folder of [path.join(data, 'User'), extensions, home]) mkdirSync(folder, { recursive: true });
  const settings = { ...QUIET_SETTINGS, ...options.settings };
  writeFileSync(path.join(data, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  writeFileSync(config, '{}\n'); // else one is written into the home folder of whoever runs the tests
  for (const from of options.extensions ?? []) {
    const manifest = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8')) as Record<string, string>;
    const name = `${String(manifest['publisher'])}.${String(manifest['name'])}-${String(manifest['version'])}`;
    cpSync(from, path.join(extensions, name.toLowerCase()), { recursive: true });
  }
  return { data, extensions, home, config };
}

function serverEnvironment(home: string, added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  // In a terminal of another VS Code, its variables would make the command line talk to that one.
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_|NODE_OPTIONS$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no marketplace, no traffic
    ...added,
  };
}

async function untilListening(child: ChildProcess, readLog: () => string): Promise<string> {
  const end = Date.now() + START_LIMIT;
  for (;;) {
    const url = /HTTP server listening on (http:\/\/[^/\s]+)/.exec(readLog())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}:\n${readLog()}`);
    if (Date.now() > end) throw new Error(`code-server does not listen after ${START_LIMIT} ms:\n${readLog()}`);
    await sleep(25);
  }
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.on('error', () => {
      resolve(127);
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });

/** Signals a process group; false where it is gone. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}
