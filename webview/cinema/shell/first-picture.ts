import type { Client } from '../client.ts';

/** What the answers to these draw is the first that a person sees of a trace. */
const pictures: ReadonlySet<string> = new Set(['picture', 'tree', 'sequence', 'waterfall', 'table']);
/** What can be read beside the picture, which has no hurry until there is one. */
const beside: ReadonlySet<string> = new Set(['event', 'source']);
/** Milliseconds from the page's script after which that is asked nevertheless: a trace may have nothing to draw. */
const mostWaited = 1500;

/**
 * A client that asks for the first picture before it asks for what is read beside it, and notes when that picture is on screen (as a
 * performance measure too, `cinema.firstPicture`).
 */
export function firstPictureFirst(client: Client): {
  readonly client: Client;
  /** Milliseconds from the page's script to the first picture on screen; null before. */
  readonly firstPicture: () => number | null;
  /** See `App`. */
  readonly pictured: Promise<void>;
} {
  const start = performance.now();
  let first: number | null = null;
  let isDone = false;
  let waiting = 0;
  let goOn = (): void => {};
  const pictured = new Promise<void>((resolve) => {
    goOn = resolve;
    setTimeout(resolve, mostWaited);
  });
  const note = (question: string): void => {
    if (isDone || !pictures.has(question)) return;
    isDone = true;
    // The answer is drawn in the next frame; the task after it comes when that is on screen.
    requestAnimationFrame(() =>
      setTimeout(() => {
        first = performance.now() - start;
        performance.measure('cinema.firstPicture', { start, duration: first });
        goOn();
      }),
    );
  };
  const turnOf = async (question: string): Promise<void> => {
    if (!beside.has(question) || first !== null) return;
    waiting++;
    await pictured;
    waiting--;
  };
  const ask: Client['ask'] = async (question, given, options) => {
    await turnOf(question);
    const answered = await client.ask(question, given, options);
    if (answered.ok) note(question);
    return answered;
  };
  const askNewest: Client['askNewest'] = async (slot, question, given, options) => {
    await turnOf(question);
    const answered = await client.askNewest(slot, question, given, options);
    if (answered.ok) note(question);
    return answered;
  };
  return { client: { ask, askNewest, pending: () => client.pending() + waiting }, firstPicture: () => first, pictured };
}
