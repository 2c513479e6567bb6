import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from '../../protocol/index.ts';
import type { CinemaQuestions, DoorAddress, ToPage } from '../../protocol/index.ts';

/** An open connection to a door. */
export interface DoorConnection {
  send(frame: Uint8Array): void;
  close(): void;
}

export interface DoorListeners {
  readonly opened: () => void;
  readonly frame: (frame: Uint8Array) => void;
  /** Called once, when it was open or could not be opened. */
  readonly closed: (why: string) => void;
}

/** Connects to a door on this machine. Frames are forwarded as they are: nothing here looks into them. */
export function connectDoor({ port, token }: DoorAddress, { opened, frame, closed }: DoorListeners): DoorConnection {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/door?token=${encodeURIComponent(token)}`);
  socket.binaryType = 'arraybuffer';
  let problem = '';
  socket.on('open', opened);
  socket.on('message', (data) => {
    if (data instanceof ArrayBuffer) frame(new Uint8Array(data));
  });
  socket.on('error', (error) => (problem = error.message));
  socket.on('close', (_, reason) => closed(reason.length > 0 ? reason.toString() : problem));
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    close: () => socket.close(),
  };
}

/** How long a single question may take, milliseconds. */
const PATIENCE = 10_000;

/** Asks a door one question over a connection of its own. @throws Error with the reason when there is no answer */
export function askDoor<Name extends keyof CinemaQuestions>(
  address: DoorAddress,
  ask: Name,
  given: CinemaQuestions[Name]['given'],
): Promise<CinemaQuestions[Name]['answer']> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(patience);
      connection.close();
      settle();
    };
    const patience = setTimeout(() => finish(() => reject(new Error('The door does not answer.'))), PATIENCE);
    const connection = connectDoor(address, {
      opened: () => connection.send(encodeFrame({ id: 1, ask, given })),
      frame: (bytes) => {
        const message = decodeFrame(bytes) as ToPage | undefined;
        if (message === undefined || 'news' in message || message.id !== 1) return;
        if ('answer' in message) finish(() => resolve(message.answer as CinemaQuestions[Name]['answer']));
        else if ('problem' in message) finish(() => reject(new Error(message.problem)));
      },
      closed: (why) => finish(() => reject(new Error(why))),
    });
  });
}
