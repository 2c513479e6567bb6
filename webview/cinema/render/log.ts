import { createMeasure } from './measure.ts';
import { lineEnding, signShape, type Colour, type Renderer, type TextRun } from './renderer.ts';

export interface LoggedRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

export interface LoggedLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly colour: Colour;
  readonly ending: keyof typeof lineEnding;
  readonly dashed: boolean;
}

export interface LoggedSign {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: keyof typeof signShape;
  readonly colour: Colour;
}

/** `shown`: what fits, at 5 pixels a character; empty where nothing does. */
export type LoggedText = TextRun & { readonly shown: string };

export type Area = Parameters<Renderer['clip']>[0];

/** What was called, in order, as plain data. `area`: the clip that held. */
export type LogCall =
  | { readonly call: 'resize'; readonly width: number; readonly height: number; readonly ratio: number }
  | { readonly call: 'begin'; readonly background: Colour }
  | { readonly call: 'clip'; readonly area: Area }
  | { readonly call: 'rectangles' | 'hatches'; readonly area: Area; readonly shapes: readonly LoggedRectangle[] }
  | { readonly call: 'lines'; readonly area: Area; readonly shapes: readonly LoggedLine[] }
  | { readonly call: 'signs'; readonly area: Area; readonly shapes: readonly LoggedSign[] }
  | { readonly call: 'texts'; readonly area: Area; readonly shapes: readonly LoggedText[] }
  | { readonly call: 'end' };

/** For tests: remembers what was drawn. */
export interface LogRenderer extends Renderer {
  readonly kind: 'log';
  readonly calls: readonly LogCall[];
  /** All shapes of a kind, from all calls. */
  rectanglesDrawn(): readonly LoggedRectangle[];
  hatchesDrawn(): readonly LoggedRectangle[];
  linesDrawn(): readonly LoggedLine[];
  signsDrawn(): readonly LoggedSign[];
  textsDrawn(): readonly LoggedText[];
  clear(): void;
}

/** A text is 5 pixels a character wide. */
export const logMeasure = createMeasure((text) => [...text].length * 5);

const nameOf = <Name extends string>(table: Readonly<Record<Name, number>>, value: number): Name => {
  const found = (Object.keys(table) as Name[]).find((name) => table[name] === value);
  if (found === undefined) throw new Error(`No shape or ending has the number ${value}.`);
  return found;
};

export function logRenderer(): LogRenderer {
  const calls: LogCall[] = [];
  let area: Area = null;
  const each = <Shape>(count: number, shape: (at: number) => Shape): readonly Shape[] =>
    Array.from({ length: count }, (_, at) => shape(at));
  const rectangles =
    (call: 'rectangles' | 'hatches'): Renderer['rectangles'] =>
    ({ count, x, y, width, height, colour }) =>
      void calls.push({
        call,
        area,
        shapes: each(count, (at) => ({
          x: x[at]!,
          y: y[at]!,
          width: width[at]!,
          height: height[at]!,
          colour: colour[at]!,
        })),
      });
  return {
    kind: 'log',
    calls,
    rectanglesDrawn: () => calls.flatMap((one) => (one.call === 'rectangles' ? one.shapes : [])),
    hatchesDrawn: () => calls.flatMap((one) => (one.call === 'hatches' ? one.shapes : [])),
    linesDrawn: () => calls.flatMap((one) => (one.call === 'lines' ? one.shapes : [])),
    signsDrawn: () => calls.flatMap((one) => (one.call === 'signs' ? one.shapes : [])),
    textsDrawn: () => calls.flatMap((one) => (one.call === 'texts' ? one.shapes : [])),
    clear: () => void calls.splice(0),
    resize: (width, height, ratio) => void calls.push({ call: 'resize', width, height, ratio }),
    begin: (background) => {
      area = null;
      calls.push({ call: 'begin', background });
    },
    clip: (now) => {
      area = now === null ? null : { ...now };
      calls.push({ call: 'clip', area });
    },
    rectangles: rectangles('rectangles'),
    hatches: rectangles('hatches'),
    lines: ({ count, x1, y1, x2, y2, width, colour, ending, dashed }) =>
      void calls.push({
        call: 'lines',
        area,
        shapes: each(count, (at) => ({
          x1: x1[at]!,
          y1: y1[at]!,
          x2: x2[at]!,
          y2: y2[at]!,
          width: width[at]!,
          colour: colour[at]!,
          ending: nameOf(lineEnding, ending[at]!),
          dashed: dashed[at] === 1,
        })),
      }),
    signs: ({ count, x, y, size, shape, colour }) =>
      void calls.push({
        call: 'signs',
        area,
        shapes: each(count, (at) => ({
          x: x[at]!,
          y: y[at]!,
          size: size[at]!,
          shape: nameOf(signShape, shape[at]!),
          colour: colour[at]!,
        })),
      }),
    texts: (runs) =>
      void calls.push({
        call: 'texts',
        area,
        shapes: runs.map((run) => ({ ...run, shown: logMeasure.fit(run.text, run.font, run.room) })),
      }),
    end: () => void calls.push({ call: 'end' }),
    dispose: () => {},
  };
}
