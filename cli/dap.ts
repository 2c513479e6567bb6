import { createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { startAdapter } from '../adapter/index.ts';
import { type Command, refuse, type Terminal } from './command.ts';

export const dap: Command = {
  name: 'dap',
  summary: 'speak the Debug Adapter Protocol, for any editor',
  help: `
cinema dap [--port N] [--verbose]

Replays traces for a client of the Debug Adapter Protocol: on standard input and output, or with --port on
127.0.0.1:N (0: any free port, which is printed), one session a connection. The client's launch request names the
trace: {"trace": "/path/NAME.cinema", "stopOnEntry": true}. --verbose writes every message to standard error.
`,
  async run(words, terminal) {
    const options = parsed(words);
    if (typeof options === 'string') return refuse(terminal, 'dap', options);
    const log = options.verbose
      ? {
          log: (direction: 'in' | 'out', message: object) => {
            terminal.error(`${direction} ${JSON.stringify(message)}\n`);
          },
        }
      : {};
    if (options.port !== null) return serve(options.port, terminal, log);
    await startAdapter({ input: process.stdin, output: process.stdout, ...log }).ended;
    await new Promise<void>((flushed) => process.stdout.write('', () => flushed()));
    process.stdin.destroy();
    return 0;
  },
};

type Log = Pick<Parameters<typeof startAdapter>[0], 'log'>;

/** Ends only when the port cannot be had; a person ends it with Ctrl+C. */
function serve(port: number, terminal: Terminal, log: Log): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      void startAdapter({ input: socket, output: socket, ...log }).ended.then(() => socket.end());
    });
    server.on('error', (error) => {
      terminal.error(`cinema: cannot listen on 127.0.0.1:${port}: ${error.message}\n`);
      resolve(1);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      terminal.out(`listening on 127.0.0.1:${address.port}\n`);
    });
  });
}

function parsed(words: readonly string[]): { readonly port: number | null; readonly verbose: boolean } | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, verbose: { type: 'boolean', default: false } },
    });
    if (values.port === undefined) return { port: null, verbose: values.verbose };
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) return `--port needs a number from 0 to 65535, not ${values.port}`;
    return { port, verbose: values.verbose };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
