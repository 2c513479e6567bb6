import { decodeFrame, encodeFrame } from '../../protocol/index.ts';
import type { CinemaNews, CinemaQuestions, ToPage } from '../../protocol/index.ts';

type Name = keyof CinemaQuestions;
export type Given<Question extends Name> = CinemaQuestions[Question]['given'];
export type Answer<Question extends Name> = CinemaQuestions[Question]['answer'];

/** An answer, or why there is none. `cancelled`: the page itself no longer wants it; nothing is to be shown. */
export type Answered<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string; readonly cancelled: boolean };

export interface AskOptions {
  /** Aborting cancels the question at the door. */
  readonly signal?: AbortSignal;
  /** Part done, 0 to 1, of what takes long. */
  readonly progress?: (fraction: number, what: string) => void;
}

/** Asks the door. */
export interface Client {
  ask<Question extends Name>(
    question: Question,
    given: Given<Question>,
    options?: AskOptions,
  ): Promise<Answered<Answer<Question>>>;
  /**
   * Like `ask`, but a newer question of the same slot cancels the older one: for what follows the mouse or the window.
   */
  askNewest<Question extends Name>(
    slot: string,
    question: Question,
    given: Given<Question>,
    options?: AskOptions,
  ): Promise<Answered<Answer<Question>>>;
  /** Questions that are not answered yet. */
  readonly pending: () => number;
}

interface Waiting {
  readonly settle: (answered: Answered<unknown>) => void;
  readonly progress: AskOptions['progress'];
}

/** The client's other end: what the host gives it. */
export interface ClientEnd {
  receive(frame: Uint8Array): void;
  /** The door is gone: whoever waits is told. */
  drop(why: string): void;
}

/**
 * @param send where frames go
 * @param news is told what happens without being asked for
 */
export function createClient(
  send: (frame: Uint8Array) => void,
  news: (news: CinemaNews) => void,
): { readonly client: Client; readonly end: ClientEnd } {
  const waiting = new Map<number, Waiting>();
  const newest = new Map<string, AbortController>();
  let next = 1;

  const ask: Client['ask'] = (question, given, { signal, progress } = {}) =>
    new Promise((resolve) => {
      const cancelled: Answered<never> = { ok: false, problem: 'cancelled', cancelled: true };
      if (signal?.aborted === true) return resolve(cancelled);
      const id = next++;
      const stop = (): void => {
        if (!waiting.delete(id)) return;
        send(encodeFrame({ cancel: id }));
        resolve(cancelled);
      };
      signal?.addEventListener('abort', stop, { once: true });
      waiting.set(id, {
        settle: (answered) => {
          waiting.delete(id);
          signal?.removeEventListener('abort', stop);
          resolve(answered as Answered<never>);
        },
        progress,
      });
      send(encodeFrame({ id, ask: question, given }));
    });

  return {
    client: {
      ask,
      askNewest: async (slot, question, given, options = {}) => {
        newest.get(slot)?.abort();
        const controller = new AbortController();
        newest.set(slot, controller);
        options.signal?.addEventListener('abort', () => controller.abort(), { once: true });
        const answered = await ask(question, given, { ...options, signal: controller.signal });
        if (newest.get(slot) === controller) newest.delete(slot);
        return answered;
      },
      pending: () => waiting.size,
    },
    end: {
      receive: (frame) => {
        const message = decodeFrame(frame) as ToPage | undefined;
        if (message === undefined) return;
        if ('news' in message) return news(message.news);
        const found = waiting.get(message.id);
        if (found === undefined) return;
        if ('progress' in message) found.progress?.(message.progress, message.what);
        else if ('problem' in message) found.settle({ ok: false, problem: message.problem, cancelled: false });
        else found.settle({ ok: true, value: message.answer });
      },
      drop: (why) => {
        for (const one of [...waiting.values()]) one.settle({ ok: false, problem: why, cancelled: false });
      },
    },
  };
}
