import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { forgetFrames, frameTimes } from '../state/frame-times.ts';

/** What the answers to these draw is the first that a person sees of a trace. */
const pictures: ReadonlySet<string> = new Set(['picture', 'tree', 'sequence', 'waterfall', 'table']);

/** What tests and benchmarks reach the page by: `window.cinema`. */
export interface TestHook {
  readonly app: App;
  /** Resolves when no question is open, nothing moves by itself and nothing is left to be drawn. */
  idle(): Promise<void>;
  readonly stats: {
    /** Milliseconds that the newest frames took, oldest first. */
    readonly frames: number[];
    /** Milliseconds from the page's script to the first picture on screen; null before. */
    readonly firstPicture: number | null;
    forget(): void;
  };
}

declare global {
  var cinema: TestHook | undefined;
}

/** Notes when the first picture is on screen (as a performance measure too, `cinema.firstPicture`). */
export function watchFirstPicture(client: Client): {
  readonly client: Client;
  readonly firstPicture: () => number | null;
} {
  const start = performance.now();
  let first: number | null = null;
  let isDone = false;
  const note = (question: string): void => {
    if (isDone || !pictures.has(question)) return;
    isDone = true;
    // The answer is drawn in the next frame; the task after it comes when that is on screen.
    requestAnimationFrame(() =>
      setTimeout(() => {
        first = performance.now() - start;
        performance.measure('cinema.firstPicture', { start, duration: first });
      }),
    );
  };
  const ask: Client['ask'] = async (question, given, options) => {
    const answered = await client.ask(question, given, options);
    if (answered.ok) note(question);
    return answered;
  };
  const askNewest: Client['askNewest'] = async (slot, question, given, options) => {
    const answered = await client.askNewest(slot, question, given, options);
    if (answered.ok) note(question);
    return answered;
  };
  return { client: { ask, askNewest, pending: client.pending }, firstPicture: () => first };
}

/** @param isAtRest nothing plays or glides */
export function exposeForTests(app: App, isAtRest: () => boolean, firstPicture: () => number | null): void {
  const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  globalThis.cinema = {
    app,
    idle: async () => {
      // Some parts wait a little before they ask: several quiet frames in a row are needed.
      for (let quiet = 0, before = app.store.get(); quiet < 12;) {
        await frame();
        const now = app.store.get();
        quiet = app.client.pending() === 0 && isAtRest() && now === before ? quiet + 1 : 0;
        before = now;
      }
    },
    stats: {
      get frames() {
        return frameTimes();
      },
      get firstPicture() {
        return firstPicture();
      },
      forget: forgetFrames,
    },
  };
}
