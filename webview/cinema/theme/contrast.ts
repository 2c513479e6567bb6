import { blueOf, blend, greenOf, redOf, rgba } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';

/** One channel of sRGB, 0 to 255, as light: 0 to 1. */
export function lightOf(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance as WCAG 2 defines it: 0 black, 1 white. */
export function luminance(colour: Colour): number {
  return 0.2126 * lightOf(redOf(colour)) + 0.7152 * lightOf(greenOf(colour)) + 0.0722 * lightOf(blueOf(colour));
}

/** Contrast of two opaque colours as WCAG 2 defines it: 1 none, 21 black on white. */
export function contrast(one: Colour, other: Colour): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** The colour itself, or as little nearer to black or white as gives the contrast wanted on all of the opaque backgrounds. */
export function readable(colour: Colour, backgrounds: readonly Colour[], wanted: number): Colour {
  const worst = (candidate: Colour): number => Math.min(...backgrounds.map((one) => contrast(candidate, one)));
  const white = rgba(255, 255, 255);
  const black = rgba(0, 0, 0);
  const goal = worst(white) > worst(black) ? white : black;
  const first = blend(backgrounds[0]!, colour);
  for (let step = 0; step < 20; step++) {
    const candidate = blend(first, rgba(redOf(goal), greenOf(goal), blueOf(goal), step / 20));
    if (worst(candidate) >= wanted) return candidate;
  }
  return goal;
}
