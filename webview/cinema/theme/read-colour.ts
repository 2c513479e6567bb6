import { parseColour } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';

let probe: CanvasRenderingContext2D | null = null;

/** Reads any colour that CSS knows; null for an empty text and for what is none. */
export function cssToColour(css: string): Colour | null {
  const text = css.trim();
  if (text === '') return null;
  const simple = parseColour(text);
  if (simple !== null) return simple;
  // Names, hsl(), color-mix()…: the browser knows how to write them simply.
  probe ??= document.createElement('canvas').getContext('2d');
  if (probe === null || !CSS.supports('color', text)) return null;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = probe.getImageData(0, 0, 1, 1).data;
  return parseColour(`rgba(${red!}, ${green!}, ${blue!}, ${alpha! / 255})`);
}
