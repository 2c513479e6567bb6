import type { Host } from './host.ts';
import { inPage, storageOf } from './in-page.ts';

/** The page as `cinema open` serves it: it holds the socket itself. The address carries the token. */
export function browserHost(): Host {
  const { recalled, ...own } = inPage(storageOf(() => localStorage));
  const address = new URL(location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.pathname = '/door';
  address.hash = '';
  let socket: WebSocket | null = null;
  let open = (): void => {};
  let answer: (fingerprint: string) => void = () => {};
  return {
    ...own,
    kind: 'browser',
    start: (listeners) => {
      answer = (fingerprint) => listeners.recalled(fingerprint, recalled(fingerprint));
      open = () => {
        socket = new WebSocket(address);
        socket.binaryType = 'arraybuffer';
        socket.addEventListener('open', () => listeners.connected());
        socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (data instanceof ArrayBuffer) listeners.frame(new Uint8Array(data));
        });
        socket.addEventListener('close', ({ reason }) => {
          socket = null;
          listeners.disconnected(reason === '' ? 'The program that served this page has ended.' : reason, true);
        });
      };
      open();
    },
    send: (frame) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>);
    },
    open: () => {
      if (socket === null) open();
    },
    recall: (fingerprint) => answer(fingerprint),
  };
}
