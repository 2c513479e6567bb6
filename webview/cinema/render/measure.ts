import { cssFont, type Fonts } from './fonts.ts';
import type { TextRun } from './renderer.ts';

/** How wide texts are, and how much of them fits. */
export interface Measure {
  /** CSS pixels. */
  width(text: string, font: TextRun['font']): number;
  /** The text if it fits, else its beginning and …; empty where not even one character fits. */
  fit(text: string, font: TextRun['font'], room: number): string;
}

const ELLIPSIS = '…';
/** No picture shows more of a text. */
const LONGEST = 500;
const REMEMBERED = 20_000;

/**
 * @param measureWhole the width of a text, exactly; may be slow: what it says of a text is remembered
 */
export function createMeasure(measureWhole: (text: string, font: TextRun['font']) => number): Measure {
  const whole = { label: new Map<string, number>(), code: new Map<string, number>(), small: new Map<string, number>() };

  const width: Measure['width'] = (text, font) => {
    const known = whole[font];
    let found = known.get(text);
    if (found === undefined) {
      found = measureWhole(text, font);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, found);
    }
    return found;
  };

  return {
    width,
    fit: (given, font, room) => {
      const text = given.length > LONGEST ? `${given.slice(0, LONGEST)}${ELLIPSIS}` : given;
      // A character is hardly ever narrower than two pixels: most texts that fit by far, or not at all, need no measuring.
      if (!(room > 0)) return '';
      if (room === Infinity || width(text, font) <= room) return text;
      // While zooming every text is cut anew in every picture, so the cut goes by the widths of single characters.
      let left = room - width(ELLIPSIS, font);
      let end = 0;
      for (const character of text) {
        left -= width(character, font);
        if (left < 0) break;
        end += character.length;
      }
      return end === 0 ? '' : `${text.slice(0, end).trimEnd()}${ELLIPSIS}`;
    },
  };
}

/** Measures as the browser writes. */
export function canvasMeasure(fonts: Fonts, context: CanvasText = newContext()): Measure {
  const names = { label: cssFont('label', fonts), code: cssFont('code', fonts), small: cssFont('small', fonts) };
  return createMeasure((text, font) => {
    context.font = names[font];
    return context.measureText(text).width;
  });
}

type CanvasText = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

function newContext(): CanvasText {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('This browser has no canvas to draw on.');
  return context;
}
