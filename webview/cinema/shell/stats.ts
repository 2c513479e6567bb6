import type { App } from '../app.ts';
import { forgetFrames, frameTimes } from '../state/frame-times.ts';

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
