import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { portOf, serveFilm } from '../adapter/index.ts';
import { type Command, refuse, type Terminal } from './command.ts';

export const open: Command = {
  name: 'open',
  summary: 'show a trace as a film in the browser',
  help: `
cinema open FILE[#MOMENT] [--moment N] [--port N] [--no-browser]

Serves the cinema of a trace on this machine alone, prints its address and opens it in the browser: processes and
messages over time, with the sources beside. --moment N, or FILE#N, begins at a moment. The address has a token in it
that changes with every start: who knows it can look at the trace. Ctrl+C ends.
`,
  async run(words, terminal) {
    const asked = parsed(words);
    if (typeof asked === 'string') return refuse(terminal, 'open', asked);
    const served = await serveFilm(path.resolve(terminal.directory, asked.file), {
      ...(asked.moment !== undefined && { moment: asked.moment }),
      ...(asked.port !== undefined && { port: asked.port }),
      progress: progressOn(terminal),
    });
    if (!served.ok) {
      terminal.error(`cinema: ${served.error}\n`);
      return 1;
    }
    const address = `http://127.0.0.1:${served.value.port}/?token=${served.value.token}`;
    terminal.out(`${address}\n`);
    terminal.error('Ctrl+C ends.\n');
    if (asked.browser) openBrowser(address);
    await ended();
    served.value.close();
    return 0;
  },
};

export interface Asked {
  readonly file: string;
  readonly moment?: number;
  readonly port?: number;
  readonly browser: boolean;
}

/** What the words of the call ask for, or what is wrong with them. */
export function parsed(words: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      allowNegative: true,
      options: { moment: { type: 'string' }, port: { type: 'string' }, browser: { type: 'boolean', default: true } },
    });
    const [given, ...more] = positionals;
    if (given === undefined || more.length > 0) return 'give one trace file';
    const [, file = given, suffix] = /^(.+)#(\d+)$/.exec(given) ?? [];
    const moment = values.moment ?? suffix;
    if (moment !== undefined && !isNumber(moment)) return `--moment needs a number, not ${moment}`;
    const port = values.port === undefined ? undefined : portOf(values.port);
    if (port === null) return `--port needs a number from 0 to 65535, not ${values.port ?? ''}`;
    return {
      file,
      browser: values.browser,
      ...(moment !== undefined && { moment: Number(moment) }),
      ...(port !== undefined && { port }),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

/** One line on a terminal that changes; nothing where no one looks on. */
export function progressOn({ error }: Terminal): (fraction: number, what: string) => void {
  if (!process.stderr.isTTY) return () => {};
  let shown = -1;
  return (fraction, what) => {
    const percent = Math.floor(fraction * 100);
    if (percent === shown) return;
    shown = percent;
    error(`\r${what} ${percent}%${percent === 100 ? '\n' : ''}`);
  };
}

/** With the program that the system opens addresses with. Where there is none, the address stands on the terminal. */
function openBrowser(address: string): void {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open'];
  try {
    const child = spawn(program!, [...words, address], { stdio: 'ignore', detached: true });
    child.on('error', () => {});
    child.unref();
  } catch {
    // The same.
  }
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // `start` belongs to the shell; its first word would be a title. The address has no character that the shell minds.
  win32: ['cmd', '/c', 'start', ''],
};

/** Until someone presses Ctrl+C, or the system says so. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
