/** The adapter as a program: DAP on standard input and output, or on a TCP port with `--port N`. */
import { parseArgs } from 'node:util';
import { portOf, serveOnPort, serveStandardStreams } from './index.ts';

const usage = `usage: adapter [--port N]
  Speaks the Debug Adapter Protocol on standard input and output; with --port on 127.0.0.1:N
  (0: any free port, which is printed), one session a connection.
  CINEMA_LOG=verbose writes every message to standard error.`;

const log =
  process.env['CINEMA_LOG'] === 'verbose'
    ? {
        log: (direction: 'in' | 'out', message: object) =>
          void process.stderr.write(`${direction} ${JSON.stringify(message)}\n`),
      }
    : {};

function readPort(): number | null {
  const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  if (values.port === undefined) return null;
  const port = portOf(values.port);
  if (port === null) throw new Error(`--port needs a number from 0 to 65535, not ${values.port}`);
  return port;
}

async function serve(port: number | null): Promise<void> {
  if (port === null) {
    await serveStandardStreams(log);
    process.exit(0);
  }
  const say = (bound: number): void => void process.stdout.write(`listening on 127.0.0.1:${bound}\n`);
  process.stderr.write(`adapter: ${await serveOnPort(port, say, log)}\n`);
  process.exit(1);
}

try {
  void serve(readPort());
} catch (error) {
  process.stderr.write(`adapter: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exit(2);
}
