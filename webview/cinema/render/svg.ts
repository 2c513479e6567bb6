import { alphaOf, hexOf } from './colour.ts';
import { baseline, familyOf, fontSizes, type Fonts } from './fonts.ts';
import { dash, drawEnding, drawSign, hatch, layLine, newLaidLine, type Pen } from './geometry.ts';
import { canvasMeasure, type Measure } from './measure.ts';
import type { Colour, Renderer, TextRun } from './renderer.ts';
import { escapeXml } from './xml.ts';

/** Draws into text. */
export interface SvgRenderer extends Renderer {
  readonly kind: 'svg';
  /** The picture that was ended last: one `<svg>` that needs nothing else. */
  svg(): string;
}

/**
 * @param fonts those of the theme's palette
 * @param title what the picture shows, for those who do not see it
 * @param measure how wide texts are; the browser's measure if left out
 */
export function svgRenderer(fonts: Fonts, title = '', measure: Measure = canvasMeasure(fonts)): SvgRenderer {
  const laid = newLaidLine();
  let width = 0;
  let height = 0;
  let shapes: string[] = [];
  let writing: string[] = [];
  let definitions = new Map<string, string>();
  let clip: string | null = null;
  let done = '';

  /** Opens and closes groups so that what is added lies inside the clip of now; shapes and texts are apart, texts lie above. */
  const clipped = (into: string[], content: string): void => {
    if (content === '') return;
    into.push(clip === null ? content : `<g clip-path="url(#${clip})">${content}</g>`);
  };

  const hatchOf = (colour: Colour): string => {
    const name = `hatch-${(colour >>> 0).toString(16)}`;
    const { period } = hatch;
    const lines = [0, period, 2 * period]
      .map((shift) => `M${shift + period} ${-period}L${shift - 2 * period} ${2 * period}`)
      .join('');
    definitions.set(
      name,
      `<pattern id="${name}" width="${period}" height="${period}" patternUnits="userSpaceOnUse">` +
        `<path d="${lines}" stroke-width="${hatch.width}"${paint('stroke', colour)}/></pattern>`,
    );
    return ` fill="url(#${name})"`;
  };

  const boxes = (fill: (colour: Colour) => string): Renderer['rectangles'] =>
    function ({ count, x, y, width: wide, height: high, colour }) {
      let content = '';
      for (let at = 0; at < count; at++) {
        if (!(wide[at]! > 0 && high[at]! > 0)) continue;
        const left = snap(x[at]!, width);
        const top = snap(y[at]!, height);
        const right = snap(x[at]! + wide[at]!, width);
        const bottom = snap(y[at]! + high[at]!, height);
        if (!(right >= 0 && bottom >= 0 && left <= width && top <= height)) continue;
        const size = `width="${Math.max(GRID, right - left)}" height="${Math.max(GRID, bottom - top)}"`;
        content += `<rect x="${left}" y="${top}" ${size}${fill(colour[at]!)}/>`;
      }
      clipped(shapes, content === '' ? '' : `<g shape-rendering="crispEdges">${content}</g>`);
    };

  return {
    kind: 'svg',
    svg: () => done,
    resize: (newWidth, newHeight) => {
      width = newWidth;
      height = newHeight;
    },
    begin: (background) => {
      definitions = new Map();
      clip = null;
      writing = [];
      shapes = [`<rect width="${short(width)}" height="${short(height)}"${paint('fill', background)}/>`];
    },
    clip: (area) => {
      clip = null;
      if (area === null) return;
      const box = `x="${short(area.x)}" y="${short(area.y)}" width="${short(Math.max(0, area.width))}" height="${short(Math.max(0, area.height))}"`;
      const same = [...definitions].find(([name, one]) => name.startsWith('clip-') && one.includes(box));
      clip = same?.[0] ?? `clip-${definitions.size}`;
      definitions.set(clip, `<clipPath id="${clip}"><rect ${box}/></clipPath>`);
    },
    rectangles: boxes((colour) => paint('fill', colour)),
    hatches: boxes(hatchOf),
    lines: (lines) => {
      let content = '';
      for (let at = 0; at < lines.count; at++) {
        const colour = lines.colour[at]!;
        const dashed = lines.dashed[at] === 1 ? ` stroke-dasharray="${dash.on} ${dash.off}"` : '';
        if (!layLine(laid, lines.x1[at]!, lines.y1[at]!, lines.x2[at]!, lines.y2[at]!, lines.width[at]!, lines.ending[at]!, 1)) continue; // prettier-ignore
        if (laid.hasBody)
          content += `<path d="M${short(laid.x1)} ${short(laid.y1)}L${short(laid.bodyX)} ${short(laid.bodyY)}" stroke-width="${short(laid.width)}"${paint('stroke', colour)}${dashed}/>`;
        if (laid.ending !== 0) content += outline((pen) => drawEnding(pen, laid), colour);
      }
      clipped(shapes, content);
    },
    signs: ({ count, x, y, size, shape, colour }) => {
      let content = '';
      for (let at = 0; at < count; at++) {
        if (!(size[at]! > 0 && Number.isFinite(x[at]! + y[at]!))) continue;
        content += outline((pen) => drawSign(pen, shape[at]!, x[at]!, y[at]!, size[at]!, 1), colour[at]!);
      }
      clipped(shapes, content);
    },
    texts: (runs) => {
      let content = '';
      for (const run of runs) {
        const text = measure.fit(run.text, run.font, run.room);
        if (text !== '') content += textElement(run, text, fonts);
      }
      clipped(writing, content);
    },
    end: () => {
      const defined = definitions.size === 0 ? '' : `<defs>${[...definitions.values()].join('')}</defs>`;
      const named = title === '' ? '' : `<title>${escapeXml(title)}</title>`;
      done =
        `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" ` +
        `viewBox="0 0 ${short(width)} ${short(height)}">${named}${defined}${shapes.join('')}${writing.join('')}</svg>`;
    },
    dispose: () => {
      shapes = [];
      writing = [];
    },
  };
}

/** Two digits after the point are enough for any screen; NaN and infinity are nowhere in a picture. */
function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0';
}

/** Pictures are made into pixels at twice their size: edges of rectangles lie on whole pixels then, and neighbours meet without a seam. */
const GRID = 0.5;

function snap(value: number, most: number): number {
  return Math.min(Math.max(Math.round(value / GRID) * GRID, -1), Math.ceil(most) + 1);
}

function paint(how: 'fill' | 'stroke', colour: Colour): string {
  const alpha = alphaOf(colour);
  return ` ${how}="${hexOf(colour)}"${alpha === 1 ? '' : ` ${how}-opacity="${short(alpha)}"`}`;
}

function outline(draw: (pen: Pen) => void, colour: Colour): string {
  let data = '';
  draw({
    moveTo: (x, y) => void (data += `M${short(x)} ${short(y)}`),
    lineTo: (x, y) => void (data += `L${short(x)} ${short(y)}`),
    circle: (x, y, radius, clockwise) => {
      const arc = `A${short(radius)} ${short(radius)} 0 1 ${clockwise ? 1 : 0}`;
      data += `M${short(x + radius)} ${short(y)}${arc} ${short(x - radius)} ${short(y)}${arc} ${short(x + radius)} ${short(y)}Z`;
    },
    close: () => void (data += 'Z'),
  });
  return data === '' ? '' : `<path d="${data}"${paint('fill', colour)}/>`;
}

const ANCHORS = { left: '', centre: ' text-anchor="middle"', right: ' text-anchor="end"' } as const;

function textElement(run: TextRun, text: string, fonts: Fonts): string {
  const size = fontSizes[run.font];
  return (
    `<text x="${short(run.x)}" y="${short(run.y + baseline * size)}" font-size="${size}" xml:space="preserve" ` +
    `font-family="${escapeXml(familyOf(run.font, fonts))}"${ANCHORS[run.align ?? 'left']}${paint('fill', run.colour)}>` +
    `${escapeXml(text)}</text>`
  );
}
