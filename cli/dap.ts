import { parseArgs } from 'node:util';
import { portOf, serveOnPort, serveStandardStreams } from '../adapter/index.ts';
import { type Command, refuse } from './command.ts';

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
    if (options.port === null) {
      await serveStandardStreams(log);
      return 0;
    }
    const say = (port: number): void => terminal.out(`listening on 127.0.0.1:${port}\n`);
    terminal.error(`cinema: ${await serveOnPort(options.port, say, log)}\n`);
    return 1;
  },
};

function parsed(words: readonly string[]): { readonly port: number | null; readonly verbose: boolean } | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, verbose: { type: 'boolean', default: false } },
    });
    if (values.port === undefined) return { port: null, verbose: values.verbose };
    const port = portOf(values.port);
    if (port === null) return `--port needs a number from 0 to 65535, not ${values.port}`;
    return { port, verbose: values.verbose };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
