/** The adapter as a program: DAP on standard input and output, or on a TCP port with `--port N`. */
import { createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { startAdapter } from './index.ts';

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
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new Error(`--port needs a number from 0 to 65535, not ${values.port}`);
  return port;
}

function serveStandardStreams(): void {
  const adapter = startAdapter({ input: process.stdin, output: process.stdout, ...log });
  void adapter.ended.then(() => {
    process.stdout.write('', () => process.exit(0));
  });
}

function serveTcp(port: number): void {
  const server = createServer((socket) => {
    const adapter = startAdapter({ input: socket, output: socket, ...log });
    socket.setNoDelay(true);
    void adapter.ended.then(() => socket.end());
  });
  server.on('error', (error) => {
    process.stderr.write(`adapter: cannot listen on 127.0.0.1:${port}: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () => {
    const { port: bound } = server.address() as AddressInfo;
    process.stdout.write(`listening on 127.0.0.1:${bound}\n`);
  });
}

try {
  const port = readPort();
  if (port === null) serveStandardStreams();
  else serveTcp(port);
} catch (error) {
  process.stderr.write(`adapter: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exit(2);
}
