import { readFileSync } from 'node:fs';
import type { FilmPage } from './film.ts';

/** An event as the door tells it. */
export interface Event {
  readonly moment: number;
  readonly time: number;
  readonly process: number;
}

/** From the top of the film to its first lane (webview/cinema/lanes/layout.ts). */
export const RULER = 24;
/** Mask of a kind of event, by its code (webview/cinema/state/arrangement.ts). */
export const kinds = {
  spawn: 1 << 0,
  exit: 1 << 1,
  send: 1 << 7,
  arrive: 1 << 8,
  receive: 1 << 9,
  call: 1 << 10,
  line: 1 << 13,
  state: 1 << 17,
  gap: 1 << 20,
} as const;

/** The lanes of a film, used with the mouse as a person does. */
export function lanesOf(film: () => FilmPage) {
  const lanes = () => film().page.locator('.lanes-film');
  const ask = <Value>(question: string, given: object): Promise<Value> =>
    film().page.evaluate(
      `window.cinema.app.client.ask(${JSON.stringify(question)}, ${JSON.stringify(given)}).then(({ value }) => value)`,
    );
  const act = async (call: string): Promise<void> => {
    await film().page.evaluate(`void window.cinema.app.actions.${call}`);
    await film().idle();
  };
  /** Where an event is on screen: CSS pixels from the top left of the film. */
  const placeOf = async ({ time, process }: Event): Promise<{ readonly x: number; readonly y: number }> => {
    const { part, y } = await film().state<{ part: number; y: number }>(
      `({ part: (${time} - state.window.from) / (state.window.to - state.window.from),
          y: (state.rows.top[state.rows.ofProcess[${process}]] + state.rows.top[state.rows.ofProcess[${process}] + 1]) / 2 - state.scroll })`,
    );
    return { x: part * (await lanes().boundingBox())!.width, y: RULER + y };
  };
  return {
    lanes,
    ask,
    act,
    placeOf,
    /** Zooms until nothing else lies near an event. */
    lookAt: async (event: Event, reach = 3000): Promise<void> => {
      await act(`show({ axis: 'time', from: ${event.time - reach}, to: ${event.time + reach} })`);
      await act(`reveal(${JSON.stringify(event)})`);
    },
    mouseAt: async (x: number, y: number): Promise<void> => {
      const box = (await lanes().boundingBox())!;
      await film().page.mouse.move(box.x + x, box.y + y);
    },
    /** A message between two lanes that are shown, with its latency. */
    message: async (from = 0): Promise<{ readonly sent: Event; readonly received: Event }> => {
      for (let moment = from; ;) {
        const received = await ask<Event | null>('neighbour', { moment, forward: true, kinds: kinds.receive });
        if (received === null) throw new Error(`no message is taken after moment ${from}`);
        const { causes } = await ask<{ causes: readonly (Event & { kind: string })[] }>('event', received);
        const sent = causes.find(({ kind }) => kind === 'message');
        if (sent !== undefined && sent.process !== received.process) return { sent, received };
        moment = received.moment;
      }
    },
  };
}

/** Waits until something about the page's state holds. */
export async function until(film: FilmPage, expression: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await film.state<boolean>(expression)) return;
    await film.page.waitForTimeout(20);
  }
  throw new Error(`never: ${expression}`);
}

/** What the page drew last, as SVG: the export is the same scene. */
export async function drawn(film: FilmPage): Promise<string> {
  const { page } = film;
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /share/i }).click();
  await page.getByRole('menuitem', { name: /SVG/ }).click();
  return readFileSync(await (await saving).path(), 'utf8');
}

/** A line of a drawn picture: its beginning, and where its ending begins. Places are those of the film on screen. */
export interface DrawnLine {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly dashed: boolean;
}

/** Lines, hatches and rings of a picture of the lanes (see webview/cinema/render/svg.ts), without the names at its left. */
export async function shapesOf(film: FilmPage): Promise<{
  readonly svg: string;
  readonly lines: readonly DrawnLine[];
  readonly hatches: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  readonly rings: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}> {
  const svg = await drawn(film);
  const left =
    Number(/<svg [^>]*width="([\d.]+)"/.exec(svg)![1]) - (await film.page.locator('.lanes-film').boundingBox())!.width;
  const numbers = (texts: readonly (string | undefined)[]): number[] => texts.map(Number);
  const number = '(-?[\\d.]+)';
  const all = (pattern: string): RegExpMatchArray[] => [...svg.matchAll(new RegExp(pattern, 'g'))];
  return {
    svg,
    lines: all(`<path d="M${number} ${number}L${number} ${number}" stroke-width="${number}"([^>]*)>`).map((found) => {
      const [x1, y1, x2, y2, width] = numbers(found.slice(1, 6)) as [number, number, number, number, number];
      return { from: { x: x1 - left, y: y1 }, to: { x: x2 - left, y: y2 }, width, dashed: found[6]!.includes('dash') };
    }),
    hatches: all(`<rect x="${number}" y="${number}" width="${number}" [^>]*url\\(#hatch`).map((found) => {
      const [x, y, width] = numbers(found.slice(1, 4)) as [number, number, number];
      return { x: x - left, y, width };
    }),
    rings: all(`<path d="M${number} ${number}A${number} `).map((found) => {
      const [x, y, radius] = numbers(found.slice(1, 4)) as [number, number, number];
      return { x: x - radius - left, y, radius };
    }),
  };
}
