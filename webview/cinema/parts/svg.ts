import { alphaOf, blueOf, greenOf, hexOf, redOf } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';
import { withoutForbidden } from '../render/xml.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** Makes an SVG element. Texts become text nodes that any XML reader takes. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly (SVGElement | string)[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  for (const child of children) made.append(typeof child === 'string' ? xmlText(child) : child);
  return made;
}

/** A colour as an attribute: `#1f6feb`, or `rgba(…)` where one looks through it. */
export function paint(colour: Colour): string {
  const opacity = alphaOf(colour);
  if (opacity === 1) return hexOf(colour);
  return `rgba(${redOf(colour)},${greenOf(colour)},${blueOf(colour)},${Number(opacity.toFixed(3))})`;
}

/** One line of text that XML can hold: what it forbids becomes �, ends of lines become spaces. */
export const xmlText = (text: string): string => withoutForbidden(text.replace(/[\t\n\r]+/g, ' '));
