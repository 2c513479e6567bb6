import { cssOf } from './colour.ts';
import { baseline, cssFont, fontSizes, type Fonts } from './fonts.ts';
import { canvasMeasure, type Measure } from './measure.ts';
import type { Colour, Renderer, TextRun } from './renderer.ts';

/** A canvas above the picture that holds its texts. */
export interface TextLayer extends Pick<Renderer, 'resize' | 'clip' | 'texts'> {
  readonly canvas: HTMLCanvasElement;
  readonly measure: () => Measure;
  /** Empties it for the next picture. */
  begin(): void;
  useFonts(fonts: Fonts): void;
}

/** @throws Error where the browser has no canvas */
export function createTextLayer(canvas: HTMLCanvasElement, firstFonts: Fonts): TextLayer {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no canvas to draw on.');
  let ratio = 1;
  let clipped = false;
  let top = -Infinity;
  let bottom = Infinity;
  let left = -Infinity;
  let right = Infinity;
  let measure = canvasMeasure(firstFonts);
  let names = namesOf(firstFonts);

  const unclip = (): void => {
    if (clipped) context.restore();
    clipped = false;
    top = left = -Infinity;
    bottom = right = Infinity;
  };

  return {
    canvas,
    measure: () => measure,
    useFonts: (fonts) => {
      measure = canvasMeasure(fonts);
      names = namesOf(fonts);
    },
    resize: (width, height, newRatio) => {
      ratio = newRatio;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      clipped = false;
    },
    begin: () => {
      unclip();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    },
    clip: (area) => {
      unclip();
      if (area === null) return;
      context.save();
      clipped = true;
      clipTo(context, area, ratio);
      left = area.x;
      top = area.y;
      right = area.x + area.width;
      bottom = area.y + area.height;
    },
    texts: (runs) => {
      context.direction = 'ltr';
      context.textBaseline = 'alphabetic';
      let font: TextRun['font'] | null = null;
      let colour: Colour = -1;
      let align = '';
      for (const run of runs) {
        const half = fontSizes[run.font];
        if (run.y + half < top || run.y - half > bottom) continue;
        const reach = run.room;
        const start = run.align === 'right' ? run.x - reach : run.align === 'centre' ? run.x - reach / 2 : run.x;
        if (start > right || start + reach < left) continue;
        const text = measure.fit(run.text, run.font, run.room);
        if (text === '') continue;
        if (run.font !== font) context.font = names[(font = run.font)];
        if (run.colour !== colour) context.fillStyle = cssOf((colour = run.colour));
        const wanted = run.align ?? 'left';
        if (wanted !== align)
          context.textAlign = (align = wanted) === 'centre' ? 'center' : (wanted as 'left' | 'right');
        context.fillText(text, run.x, Math.round((run.y + baseline * fontSizes[run.font]) * ratio) / ratio);
      }
    },
  };
}

const namesOf = (fonts: Fonts): Readonly<Record<TextRun['font'], string>> => ({
  label: cssFont('label', fonts),
  code: cssFont('code', fonts),
  small: cssFont('small', fonts),
});

/** Clips to an area whose edges are moved to whole device pixels. */
export function clipTo(
  context: CanvasRenderingContext2D,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  ratio: number,
): void {
  const left = Math.round(area.x * ratio);
  const top = Math.round(area.y * ratio);
  const transform = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(
    left,
    top,
    Math.max(0, Math.round((area.x + area.width) * ratio) - left),
    Math.max(0, Math.round((area.y + area.height) * ratio) - top),
  );
  context.clip();
  context.setTransform(transform);
}
