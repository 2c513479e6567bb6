import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { IndexDamaged } from '../../trace/index.ts';
import { isRecord } from './arguments.ts';
import { handlers } from './handlers.ts';
import { mend } from './mend.ts';
import { failure, refuse, type Replay, type Reply, type Session } from './session.ts';

interface QueuedEvent {
  readonly event: string;
  readonly body: object | undefined;
}

/** The wire: frames messages, hands requests to their handlers, answers each exactly once, then sends the events that follow. */
export class Door extends ProtocolServer {
  readonly #session: Session;
  readonly #log: (direction: 'in' | 'out', message: object) => void;
  /** The index being made anew; null when it is whole. Settles with what went wrong. */
  #mending: Promise<string | null> | null = null;

  constructor(createSession: (door: Door) => Session, log: (direction: 'in' | 'out', message: object) => void) {
    super();
    this.#log = log;
    this.#session = createSession(this);
  }

  notify(event: string, body?: object): void {
    const message: DebugProtocol.Event = { seq: 0, type: 'event', event, ...(body !== undefined && { body }) };
    this.sendEvent(message);
    this.#log('out', message);
  }

  /** For whoever else meets a damaged index: the cinema's pages. */
  mend(): Promise<string | null> {
    return this.#mend(this.#session.replay, 0);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    this.#log('in', request);
    // What ends the session or the mending itself does not wait for it.
    const waits = !['cancel', 'disconnect', 'terminate'].includes(request.command);
    if (this.#mending !== null && waits) void this.#mending.then(() => this.#handle(request));
    else this.#handle(request);
  }

  /** Answers a request; once more after mending where a part of the index turned out damaged. */
  #handle(request: DebugProtocol.Request, isRetry = false): void {
    const session = this.#session;
    const { replay } = session;
    const cursor = replay?.cursor;
    const queue: QueuedEvent[] = [];
    const facts = {
      sequence: request.seq,
      after: (event: string, body?: object) => void queue.push({ event, body }),
    };
    const answer = (reply: Reply) => {
      this.#respond(request, reply);
      for (const { event, body } of queue) this.notify(event, body);
    };
    const fail = (error: unknown) => {
      queue.length = 0;
      if (!(error instanceof IndexDamaged)) answer(internal(error));
      else if (isRetry) answer(refuse(failure.badTrace, error.message, true));
      else {
        // As if it had not been asked.
        if (replay !== null && cursor !== undefined) replay.cursor = cursor;
        void this.#mend(replay, request.seq).then((problem) => {
          if (problem === null) this.#handle(request, true);
          else answer(refuse(failure.badTrace, problem, true));
        });
      }
    };
    try {
      const handler = Object.hasOwn(handlers, request.command) ? handlers[request.command] : undefined;
      if (handler === undefined) {
        answer(
          refuse(failure.unknownRequest, `This adapter does not know the request ${JSON.stringify(request.command)}.`),
        );
        return;
      }
      const given: unknown = request.arguments;
      const reply = handler(session, isRecord(given) ? given : {}, facts);
      if (reply instanceof Promise) reply.then(answer, fail);
      else answer(reply);
    } catch (error) {
      fail(error);
    }
  }

  /** Requests that meet the same damage share one mending. A launch that met it only has to begin again. */
  #mend(replay: Replay | null, sequence: number): Promise<string | null> {
    if (replay === null) return Promise.resolve(null);
    this.#mending ??= mend(this.#session, replay, sequence)
      .catch((error: unknown) => `The index of the recording is damaged: ${String(error)}`)
      .finally(() => (this.#mending = null));
    return this.#mending;
  }

  #respond(request: DebugProtocol.Request, reply: Reply): void {
    const message: DebugProtocol.Response = {
      seq: 0,
      type: 'response',
      request_seq: request.seq,
      command: request.command,
      success: reply.ok,
    };
    if (reply.ok) {
      if (reply.value !== undefined) message.body = reply.value;
    } else {
      const { id, message: text, shown } = reply.error;
      // A message is a template: braces in it would be taken for variables.
      message.message = text;
      message.body = { error: { id, format: '{text}', variables: { text }, showUser: shown } };
    }
    this.sendResponse(message);
    this.#log('out', message);
  }
}

function internal(error: unknown): Reply {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return refuse(failure.internal, `The adapter failed: ${text}`, true);
}
