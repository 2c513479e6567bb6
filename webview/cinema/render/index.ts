/** The face of render/: a surface to draw on, and renderers that draw elsewhere. */
export { createSurface, askedRenderer, type RendererKind, type Surface } from './surface.ts';
export { svgRenderer, type SvgRenderer } from './svg.ts';
export { logRenderer, type LogCall, type LogRenderer } from './log.ts';
export { alphaOf, blend, cssOf, hexOf, parseColour, rgba, withAlpha } from './colour.ts';
export { escapeXml } from './xml.ts';
export { lineEnding, signShape } from './renderer.ts';
export type { Colour, Lines, Rectangles, Renderer, Signs, TextRun } from './renderer.ts';
