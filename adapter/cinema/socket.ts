import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { type CinemaNews, type DoorAddress } from '../../protocol/index.ts';
import { converse, type Conversation } from './conversation.ts';
import { type Film } from './film.ts';
import { addressOf, servePage } from './page.ts';

/** Where the pages of one film connect. */
export interface OpenDoor extends DoorAddress {
  readonly tell: (news: CinemaNews) => void;
  /** Tells the pages that it is over, and why; nobody can connect any more. */
  readonly close: (reason: string) => void;
}

/** A question is small: lanes, a value's handle, a view's state. */
const largestQuestion = 1 << 20;
/** Bytes on their way to a slow page; nothing more is worked out for it before they have left. */
const mostUnderway = 4 << 20;
/** Of all pages and their requests. */
const mostConnections = 256;

/**
 * Opens the WebSocket and the page for browsers on 127.0.0.1, on any free port unless one is given. Who connects must know the token,
 * and must come from the page itself, from a webview of VS Code, or from no page at all.
 * @throws an error of the system when the port cannot be had
 */
export function openDoor(film: Film, port = 0): Promise<OpenDoor> {
  const token = randomBytes(32).toString('hex');
  const pages = new Set<{ readonly socket: WebSocket; readonly conversation: Conversation }>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: largestQuestion,
    perMessageDeflate: false,
  });
  const server = createServer((request, response) => {
    if (!isOwnHost(request, server)) response.writeHead(403).end();
    else servePage(request, response, film, (given) => isToken(given, token));
  });
  server.maxConnections = mostConnections;
  server.on('upgrade', (request, stream: Duplex, head) => {
    stream.on('error', () => stream.destroy());
    const refusal = refusalOf(request, server, token);
    if (refusal !== null) {
      stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const page = { socket, conversation: talk(film, socket) };
      pages.add(page);
      socket.on('close', () => pages.delete(page));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      server.on('error', () => {});
      resolve({
        port: portOf(server),
        token,
        tell: (news) => {
          for (const { conversation } of pages) conversation.tell(news);
        },
        close: (reason) => {
          for (const { socket, conversation } of pages) {
            conversation.end(reason);
            socket.close(1001, shortened(reason));
          }
          server.close();
          server.closeIdleConnections();
          // Pages that do not say goodbye do not keep the process alive.
          setTimeout(() => server.closeAllConnections(), 1000).unref();
          server.unref();
        },
      });
    });
  });
}

/** Joins a page's socket to a conversation. */
function talk(film: Film, socket: WebSocket): Conversation {
  const conversation = converse(film, {
    send: (frame) =>
      socket.send(frame, () => {
        if (socket.bufferedAmount < mostUnderway) conversation.resume();
      }),
    isBusy: () => socket.bufferedAmount >= mostUnderway,
  });
  socket.on('message', (data, isBinary) => {
    if (!isBinary) socket.close(1003, 'Frames are binary.');
    else if (!conversation.receive(bytesOf(data))) socket.close(1002, 'This is no message of the cinema.');
  });
  // A frame that is too large, or no frame: the library closes the socket with the code that says so.
  socket.on('error', () => {});
  socket.on('close', conversation.close);
  return conversation;
}

/** Plain bytes: slicing a Buffer copies nothing, which whoever reads a frame counts on. */
function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Why a socket is not opened, as a status of HTTP; null when it is. */
function refusalOf(request: IncomingMessage, server: Server, token: string): string | null {
  const url = addressOf(request);
  if (url?.pathname !== '/door') return '404 Not Found';
  if (!isOwnHost(request, server) || !isOrigin(request.headers.origin, server)) return '403 Forbidden';
  return isToken(url.searchParams.get('token'), token) ? null : '401 Unauthorized';
}

/** Programs send no Origin; pages of other sites send theirs. */
function isOrigin(origin: string | undefined, server: Server): boolean {
  if (origin === undefined || /^vscode-webview:\/\/[^/]+$/.test(origin)) return true;
  return hostsOf(server).some((host) => origin === `http://${host}`);
}

/** A name that leads here by a trick of DNS is not ours. */
function isOwnHost({ headers: { host } }: IncomingMessage, server: Server): boolean {
  return host !== undefined && hostsOf(server).includes(host.toLowerCase());
}

function hostsOf(server: Server): readonly string[] {
  return ['127.0.0.1', 'localhost'].map((name) => `${name}:${portOf(server)}`);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

/** Takes the same time whatever is wrong with it. */
function isToken(given: string | null, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(token));
}

/** A reason of a closed socket has at most 123 bytes. */
function shortened(reason: string): string {
  return Buffer.byteLength(reason) <= 123 ? reason : `${reason.slice(0, 38)}…`;
}
