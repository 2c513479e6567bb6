import { WebSocket, type ClientOptions } from 'ws';
import {
  decodeFrame,
  encodeFrame,
  type CinemaNews,
  type CinemaQuestions,
  type DoorAddress,
  type ToPage,
} from '../../protocol/index.ts';

type Name = keyof CinemaQuestions;

/** A page of the cinema that asks over the wire. */
export interface TestPage {
  /** The answer. @throws the problem */
  readonly ask: <Asked extends Name>(
    name: Asked,
    given: CinemaQuestions[Asked]['given'],
  ) => Promise<CinemaQuestions[Asked]['answer']>;
  /** Sends a question and answers its number and what is said of it; an answer or a problem ends it. */
  readonly begin: (
    name: string,
    given: unknown,
  ) => { readonly id: number; readonly said: ToPage[]; readonly done: Promise<ToPage> };
  readonly cancel: (id: number) => void;
  readonly send: (bytes: Uint8Array | string) => void;
  /** The next news that were not taken yet; waits for them. */
  readonly news: () => Promise<CinemaNews>;
  /** Frames that came, decoded. */
  readonly received: readonly ToPage[];
  readonly socket: WebSocket;
  /** Code and reason of the socket's end. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly close: () => void;
}

export function urlOf({ port, token }: DoorAddress, path = '/door'): string {
  return `ws://127.0.0.1:${port}${path}?token=${token}`;
}

/** @throws what the door answered instead of opening: `Unexpected server response: 403` */
export async function connectPage(address: DoorAddress, options: ClientOptions = {}): Promise<TestPage> {
  const socket = new WebSocket(urlOf(address), { perMessageDeflate: false, ...options });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return {
    ...talk(
      (frame) => socket.send(frame),
      (receive) => socket.on('message', receive),
    ),
    socket,
    closed,
    close: () => socket.close(),
  };
}

/** The same over any way of getting frames there and back. */
export function talk(
  send: (frame: Uint8Array | string) => void,
  listen: (receive: (frame: Uint8Array) => void) => unknown,
): Omit<TestPage, 'socket' | 'closed' | 'close'> {
  const waiting = new Map<number, { readonly said: ToPage[]; readonly settle: (message: ToPage) => void }>();
  const received: ToPage[] = [];
  const untaken: CinemaNews[] = [];
  const wake: (() => void)[] = [];
  let next = 1;
  listen((frame) => {
    const message = decodeFrame(Uint8Array.from(frame)) as ToPage;
    received.push(message);
    if ('news' in message) {
      untaken.push(message.news);
      for (const one of wake.splice(0)) one();
      return;
    }
    const question = waiting.get(message.id);
    if (question === undefined) throw new Error(`An answer to no question: ${JSON.stringify(message)}`);
    question.said.push(message);
    if (!('progress' in message)) {
      waiting.delete(message.id);
      question.settle(message);
    }
  });
  const begin: TestPage['begin'] = (name, given) => {
    const id = next++;
    const said: ToPage[] = [];
    const done = new Promise<ToPage>((settle) => waiting.set(id, { said, settle }));
    send(encodeFrame({ id, ask: name, given }));
    return { id, said, done };
  };
  return {
    begin,
    ask: async (name, given) => {
      const message = await begin(name, given).done;
      if ('problem' in message) throw new Error(message.problem);
      return ('answer' in message ? message.answer : undefined) as never;
    },
    cancel: (id) => send(encodeFrame({ cancel: id })),
    send,
    received,
    news: async () => {
      for (;;) {
        const one = untaken.shift();
        if (one !== undefined) return one;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
  };
}

/** Everything of the trace in some lanes. */
export function wholePicture(duration: number, lanes: readonly number[]): CinemaQuestions['picture']['given'] {
  return {
    window: { axis: 'time', from: 0, to: duration + 1 },
    lanes: Int32Array.from(lanes),
    folded: new Uint8Array(lanes.length),
    columns: 400,
    kinds: 0,
    texts: true,
    arrowsOf: -1,
    mostArrows: 1000,
  };
}
