import { type FrameLocator } from 'playwright-core';
import { eventually } from './eventually.ts';

/** What the page tells its tests as `window.cinema` (webview/cinema/shell/stats.ts), as far as it is used here. */
interface Hook {
  readonly app: {
    readonly store: { get(): FilmState };
    readonly client: { ask(question: string, given: object): Promise<{ readonly value: unknown }> };
    readonly actions: { show(window: object): void; reveal(place: object): void };
  };
  idle(): Promise<void>;
}

interface FilmState {
  readonly connection: { readonly kind: string };
  readonly opening: { readonly attached: boolean; readonly name: string } | null;
  readonly cursor: { readonly moment: number; readonly process: number; readonly time: number };
  readonly window: { readonly axis: 'time' | 'order'; readonly from: number; readonly to: number };
  readonly rows: { readonly top: ArrayLike<number>; readonly ofProcess: ArrayLike<number> };
  readonly scroll: number;
}

/** What of the film's state tests look at. */
export interface FilmFacts {
  readonly connected: boolean;
  readonly attached: boolean;
  readonly name: string;
  readonly moment: number;
  readonly process: number;
}

/** One event as the door tells it. */
export interface FilmEvent {
  readonly moment: number;
  readonly process: number;
  readonly time: number;
  readonly kind: string;
  readonly label: string;
}

/** The page of a film, wherever VS Code shows it. */
export interface Film {
  readonly frame: FrameLocator;
  readonly facts: () => Promise<FilmFacts>;
  /** Waits until the page shows a recording that a debugger follows (or does not). */
  readonly untilOpen: (attached: boolean) => Promise<void>;
  /** Resolves when the page has nothing left to ask or draw. */
  readonly idle: () => Promise<void>;
  /** Asks the door, as the page does. */
  readonly ask: <Value>(question: string, given: object) => Promise<Value>;
  /** Zooms in on an event and clicks where it is drawn on its lane. */
  readonly clickEvent: (event: FilmEvent) => Promise<void>;
}

/** From the top of the lanes to the first lane (webview/cinema/lanes/layout.ts). */
const RULER = 24;

export function filmIn(frame: FrameLocator): Film {
  const body = frame.locator('body');
  const facts = (): Promise<FilmFacts> =>
    body.evaluate(() => {
      const state = (globalThis as unknown as { cinema?: Hook }).cinema?.app.store.get();
      return {
        connected: state?.connection.kind === 'open',
        attached: state?.opening?.attached === true,
        name: state?.opening?.name ?? '',
        moment: state?.cursor.moment ?? -1,
        process: state?.cursor.process ?? -1,
      };
    });
  return {
    frame,
    facts,
    untilOpen: async (attached) => {
      await eventually(async () => {
        const { connected, attached: is } = await facts();
        if (!connected || is !== attached) throw new Error(`connected: ${connected}, with a debugger: ${is}`);
      }, 20_000);
    },
    idle: () => body.evaluate(() => (globalThis as unknown as { cinema: Hook }).cinema.idle()),
    ask: (question, given) =>
      body.evaluate(
        async (_, [asked, what]) =>
          (await (globalThis as unknown as { cinema: Hook }).cinema.app.client.ask(asked, what)).value as never,
        [question, given] as const,
      ),
    clickEvent: async (event) => {
      const at = await body.evaluate(async (_, { time, process, moment }) => {
        const { cinema } = globalThis as unknown as { cinema: Hook };
        const { axis } = cinema.app.store.get().window;
        const middle = axis === 'time' ? time : moment;
        // So near that nothing else lies on the same pixels: the events of one process are a microsecond apart and more.
        const reach = axis === 'time' ? 2000 : 10;
        cinema.app.actions.show({ axis, from: middle - reach, to: middle + reach });
        cinema.app.actions.reveal({ time, process, moment });
        await cinema.idle();
        const { window: shown, rows, scroll } = cinema.app.store.get();
        const row = rows.ofProcess[process]!;
        return {
          part: ((shown.axis === 'time' ? time : moment) - shown.from) / (shown.to - shown.from),
          y: (rows.top[row]! + rows.top[row + 1]!) / 2 - scroll,
        };
      }, event);
      const lanes = frame.locator('.lanes-film');
      const box = (await lanes.boundingBox())!;
      await lanes.click({ position: { x: at.part * box.width, y: RULER + at.y } });
    },
  };
}
