import { IndexDamaged } from '../../trace/index.ts';
import { decodeFrame, encodeFrame, type CinemaNews, type ToPage } from '../../protocol/index.ts';
import { isRecord } from '../dap/arguments.ts';
import { Refusal, type Film } from './film.ts';
import { answer, isQuestion } from './questions.ts';

/** The way to one page. */
export interface Line {
  readonly send: (frame: Uint8Array) => void;
  /** What was sent before is still on its way: nothing more is begun until `resume`. */
  readonly isBusy: () => boolean;
}

/** One page that asks. */
export interface Conversation {
  /** A frame of the page. @returns false for bytes that are no message of the protocol: the page is to be hung up on. */
  readonly receive: (frame: Uint8Array) => boolean;
  readonly tell: (news: CinemaNews) => void;
  /** The last news: it is sent at once. */
  readonly end: (reason: string) => void;
  /** The line is free again. */
  readonly resume: () => void;
  /** The page is gone: whatever is being worked out for it stops. */
  readonly close: () => void;
}

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly given: unknown;
}

/** Questions of a page that wait; beyond, they are refused. */
const mostWaiting = 256;
/** Milliseconds between two reports of progress. */
const reportEvery = 100;

/** What a person waits for comes first; all else afterwards, in the order of asking. */
const urgent = ['seek', 'step', 'picture'];

/**
 * Answers the questions of one page. One question begins at each turn of the event loop, so that the debugger and a `cancel`
 * that came right behind a question have their turn; of those of one name only one is worked on at a time.
 */
export function converse(film: Film, line: Line): Conversation {
  const waiting: Asked[] = [];
  const running = new Map<number, { readonly name: string; readonly controller: AbortController }>();
  const news: CinemaNews[] = [];
  let isDue = false;
  let isClosed = false;

  const say = (message: ToPage): void => {
    if (!isClosed) line.send(encodeFrame(message));
  };

  const turn = (): void => {
    if (isDue || isClosed) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      if (isClosed || line.isBusy()) return;
      for (const one of news.splice(0)) say({ news: one });
      const next = takeNext();
      if (next === undefined) return;
      void work(next);
      turn();
    });
  };

  function takeNext(): Asked | undefined {
    const names = new Set([...running.values()].map(({ name }) => name));
    const free = waiting.filter(({ name }) => !names.has(name));
    const next =
      urgent.map((name) => free.find((one) => one.name === name)).find((one) => one !== undefined) ?? free[0];
    if (next !== undefined) waiting.splice(waiting.indexOf(next), 1);
    return next;
  }

  async function work(asked: Asked): Promise<void> {
    const controller = new AbortController();
    running.set(asked.id, { name: asked.name, controller });
    const answered = await answerTo(film, asked, controller.signal, say);
    running.delete(asked.id);
    if (!controller.signal.aborted) {
      try {
        say(answered);
      } catch (error) {
        say({ id: asked.id, problem: problemOf(error) });
      }
    }
    turn();
  }

  function cancel(id: number): void {
    const index = waiting.findIndex((one) => one.id === id);
    if (index !== -1) waiting.splice(index, 1);
    running.get(id)?.controller.abort();
  }

  return {
    receive(frame) {
      const message = decodeFrame(frame);
      if (!isRecord(message)) return false;
      const { id, ask, given, cancel: cancelled } = message;
      if (typeof cancelled === 'number') {
        cancel(cancelled);
        return true;
      }
      if (!Number.isSafeInteger(id) || typeof ask !== 'string') return false;
      const asked: Asked = { id: id as number, name: ask, given };
      if (waiting.length < mostWaiting) waiting.push(asked);
      else say({ id: asked.id, problem: `${mostWaiting} questions are waiting already: this one was not asked.` });
      turn();
      return true;
    },
    tell(one) {
      // Only the newest position is of interest to a page that was not told the last one yet.
      const index = news.findIndex(({ kind }) => kind === one.kind);
      if (index !== -1) news.splice(index, 1);
      news.push(one);
      turn();
    },
    end: (reason) => say({ news: { kind: 'ended', open: false, reason } }),
    resume: turn,
    close() {
      isClosed = true;
      waiting.length = 0;
      for (const { controller } of running.values()) controller.abort();
    },
  };
}

/** The answer, or why there is none; whatever goes wrong. Asked once more where the index had to be made anew. */
async function answerTo(
  film: Film,
  { id, name, given }: Asked,
  signal: AbortSignal,
  say: (message: ToPage) => void,
): Promise<ToPage> {
  if (!isQuestion(name)) return { id, problem: `This door does not know the question ${JSON.stringify(name)}.` };
  let reported = performance.now();
  const progress = (fraction: number, what: string): void => {
    const now = performance.now();
    if (signal.aborted || now - reported < reportEvery) return;
    reported = now;
    say({ id, progress: Math.min(1, Math.max(0, fraction)), what });
  };
  const ask = async (): Promise<ToPage> => ({ id, answer: await answer(film, name, given, { progress, signal }) });
  try {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      const problem = await film.mend();
      return problem === null ? await ask() : { id, problem };
    }
  } catch (error) {
    return { id, problem: problemOf(error) };
  }
}

/** For people; of a mistake of ours with its place, in one line. */
function problemOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof IndexDamaged || error instanceof RangeError) return error.message;
  const place = error instanceof Error ? /\n\s*(at .*)/.exec(error.stack ?? '')?.[1] : undefined;
  const what = error instanceof Error ? error.message : String(error);
  return `A mistake in Execution Cinema: ${what}${place === undefined ? '' : ` (${place})`}`;
}
