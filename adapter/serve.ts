import { createServer, type AddressInfo } from 'node:net';
import { startAdapter, type AdapterOptions } from './start.ts';

type Log = Pick<AdapterOptions, 'log'>;

/** Serves the client on standard input and output; settles when it has gone and all was written. */
export async function serveStandardStreams(log: Log): Promise<void> {
  await startAdapter({ input: process.stdin, output: process.stdout, ...log }).ended;
  await new Promise<void>((flushed) => process.stdout.write('', () => flushed()));
  process.stdin.destroy();
}

/**
 * Serves one session a connection on 127.0.0.1, for as long as the process runs.
 * @param listening is told the port once it can be connected to
 * @returns only when the port cannot be had: why
 */
export function serveOnPort(port: number, listening: (port: number) => void, log: Log): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      void startAdapter({ input: socket, output: socket, ...log }).ended.then(() => socket.end());
    });
    server.on('error', (error) => resolve(`cannot listen on 127.0.0.1:${port}: ${error.message}`));
    server.listen(port, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
  });
}

/** A port as people write it, or null. */
export function portOf(text: string): number | null {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : null;
}
