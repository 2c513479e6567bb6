import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { isRecord } from './arguments.ts';
import { handlers } from './handlers.ts';
import { failure, refuse, type Reply, type Session } from './session.ts';

interface QueuedEvent {
  readonly event: string;
  readonly body: object | undefined;
}

/** The wire: frames messages, hands requests to their handlers, answers each exactly once, then sends the events that follow. */
export class Door extends ProtocolServer {
  readonly #session: Session;
  readonly #log: (direction: 'in' | 'out', message: object) => void;

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

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    this.#log('in', request);
    const queue: QueuedEvent[] = [];
    const facts = {
      sequence: request.seq,
      after: (event: string, body?: object) => void queue.push({ event, body }),
    };
    const answer = (reply: Reply) => {
      this.#respond(request, reply);
      for (const { event, body } of queue) this.notify(event, body);
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
      const reply = handler(this.#session, isRecord(given) ? given : {}, facts);
      if (reply instanceof Promise) reply.then(answer, (error: unknown) => answer(internal(error)));
      else answer(reply);
    } catch (error) {
      queue.length = 0;
      answer(internal(error));
    }
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
