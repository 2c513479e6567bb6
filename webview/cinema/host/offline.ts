import type { Host } from './host.ts';
import { inPage, storageOf } from './in-page.ts';

/** The door inside a page that someone was sent: takes where answers go, gives where questions go. */
export type InnerDoor = (receive: (frame: Uint8Array) => void) => (frame: Uint8Array) => void;

declare global {
  /** Set by the script that carries the film, before this page's own script runs. */
  var cinemaDoor: InnerDoor | undefined;
  /** How the lanes were arranged when the page was shared; there once the door has answered. */
  var cinemaState: unknown;
}

/** The page as one file: its door runs beside it. */
export function offlineHost(door: InnerDoor): Host {
  const { recalled, ...own } = inPage(storageOf(() => sessionStorage));
  let send: (frame: Uint8Array) => void = () => {};
  let answer: (fingerprint: string) => void = () => {};
  return {
    ...own,
    kind: 'offline',
    start: (listeners) => {
      answer = (fingerprint) =>
        listeners.recalled(fingerprint, recalled(fingerprint) ?? globalThis.cinemaState ?? null);
      send = door((frame) => listeners.frame(frame));
      listeners.connected();
    },
    send: (frame) => send(frame),
    open: () => {},
    recall: (fingerprint) => answer(fingerprint),
  };
}
