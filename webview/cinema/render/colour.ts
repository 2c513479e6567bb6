import type { Colour } from './renderer.ts';

/** @param alpha 0 to 1; the others 0 to 255 */
export function rgba(red: number, green: number, blue: number, alpha = 1): Colour {
  return (
    ((Math.round(alpha * 255) << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
  );
}

export const redOf = (colour: Colour): number => colour & 255;
export const greenOf = (colour: Colour): number => (colour >>> 8) & 255;
export const blueOf = (colour: Colour): number => (colour >>> 16) & 255;
/** 0 to 1. */
export const alphaOf = (colour: Colour): number => (colour >>> 24) / 255;

/** The same colour, as opaque as said (0 to 1). */
export function withAlpha(colour: Colour, alpha: number): Colour {
  return ((colour & 0xffffff) | (Math.round(alpha * 255) << 24)) >>> 0;
}

/** What is seen where `over` lies on an opaque colour. */
export function blend(under: Colour, over: Colour): Colour {
  const part = alphaOf(over);
  const mix = (below: number, above: number): number => below + (above - below) * part;
  return rgba(mix(redOf(under), redOf(over)), mix(greenOf(under), greenOf(over)), mix(blueOf(under), blueOf(over)));
}

const twoDigits = (value: number): string => value.toString(16).padStart(2, '0');
const written = new Map<Colour, string>();

/** `#rrggbbaa`, for canvas. The few colours of a palette are written once. */
export function cssOf(colour: Colour): string {
  let css = written.get(colour);
  if (css === undefined) {
    css = `${hexOf(colour)}${twoDigits(colour >>> 24)}`;
    if (written.size > 1000) written.clear();
    written.set(colour, css);
  }
  return css;
}

/** `#rrggbb`: without its opacity, which SVG writes apart. */
export function hexOf(colour: Colour): string {
  return `#${twoDigits(redOf(colour))}${twoDigits(greenOf(colour))}${twoDigits(blueOf(colour))}`;
}

const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const FUNCTION = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)$/i;

/** Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`; null for anything else. */
export function parseColour(css: string): Colour | null {
  const text = css.trim();
  const hex = HEX.exec(text)?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const byte = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
    return rgba(byte(0), byte(2), byte(4), digits.length === 8 ? byte(6) / 255 : 1);
  }
  const parts = FUNCTION.exec(text);
  if (parts === null) return null;
  const [, red, green, blue, alpha, percent] = parts;
  const channel = (value: string): number => Math.min(255, Number(value));
  const opacity = alpha === undefined ? 1 : Number(alpha) / (percent === '%' ? 100 : 1);
  return rgba(channel(red!), channel(green!), channel(blue!), Math.min(1, opacity));
}
