import assert from 'node:assert/strict';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { type Duplex, type Readable, type Writable } from 'node:stream';
import { frame, takeMessages, type Incoming, type Outgoing } from './wire.ts';

export type Body = Record<string, unknown>;

export interface Client {
  /** Sends a request and waits for its response, which must succeed. */
  readonly request: (command: string, given?: object) => Promise<Body>;
  /** Sends a request and waits for its response, whatever it says. */
  readonly ask: (command: string, given?: unknown) => Promise<DebugProtocol.Response>;
  /** The next event of that name that was not taken yet; waits for it. */
  readonly event: (name: string) => Promise<Body>;
  /** Sends bytes as they are. */
  readonly raw: (bytes: string) => void;
  /** Everything sent and received, in order. */
  readonly messages: readonly (Outgoing | Incoming)[];
  readonly close: () => void;
}

/** A client of the debug protocol over a stream, or a pair of them. It asserts what holds for every message: numbering, one response a request. `patience` is how many milliseconds it waits for a message. */
export function createClient(
  streams: Duplex | { readonly stdout: Readable; readonly stdin: Writable },
  patience = 5_000,
): Client {
  const [input, output] = 'stdin' in streams ? [streams.stdout, streams.stdin] : [streams, streams];
  const messages: (Outgoing | Incoming)[] = [];
  const waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  const events: DebugProtocol.Event[] = [];
  let wake: (() => void)[] = [];
  let sequence = 0;
  let sequenceThere = 0;
  let problem: Error | null = null;
  let unread: Buffer = Buffer.alloc(0);

  const receive = (message: Incoming): void => {
    messages.push(message);
    assert.equal(message.seq, ++sequenceThere, 'messages are numbered in order');
    if (message.type === 'response') {
      const answer = waiting.get(message.request_seq);
      assert.ok(answer, `a response to no request, or a second one: ${JSON.stringify(message)}`);
      waiting.delete(message.request_seq);
      answer(message);
    } else {
      events.push(message);
      const woken = wake;
      wake = [];
      for (const action of woken) action();
    }
  };
  input.on('data', (chunk: Buffer) => {
    try {
      unread = takeMessages(Buffer.concat([unread, chunk]), receive);
    } catch (error) {
      problem = error as Error;
      input.destroy();
    }
  });

  const send = (command: string, given: unknown): number => {
    const message: Outgoing = {
      seq: ++sequence,
      type: 'request',
      command,
      ...(given !== undefined && { arguments: given }),
    };
    messages.push(message);
    output.write(frame(message));
    return sequence;
  };
  const ask = (command: string, given?: unknown): Promise<DebugProtocol.Response> =>
    withPatience(
      patience,
      `the response to ${command}`,
      () => problem,
      (resolve) => {
        waiting.set(send(command, given), resolve);
      },
    );
  const request = async (command: string, given?: object): Promise<Body> => {
    const response = await ask(command, given);
    assert.ok(response.success, `${command} was refused: ${response.message ?? ''}`);
    return (response.body ?? {}) as Body;
  };
  const event = (name: string): Promise<Body> =>
    withPatience(
      patience,
      `the event ${name}`,
      () => problem,
      (resolve) => {
        const look = (): void => {
          const index = events.findIndex((candidate) => candidate.event === name);
          if (index === -1) wake.push(look);
          else resolve((events.splice(0, index + 1).at(-1)!.body ?? {}) as Body);
        };
        look();
      },
    );
  return { request, ask, event, raw: (bytes) => void output.write(bytes), messages, close: () => void output.end() };
}

function withPatience<Value>(
  patience: number,
  what: string,
  problem: () => Error | null,
  start: (resolve: (value: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(problem() ?? new Error(`waited in vain for ${what}`)), patience);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
