/** A picture with every shape in it, drawn in a real browser by test/cinema/render.test.ts. */
import type { Palette } from '../theme/theme.ts';
import { canvasRenderer } from './canvas.ts';
import { rgba, withAlpha } from './colour.ts';
import { genericFonts } from './fonts.ts';
import { lineEnding, signShape, type Colour, type Renderer, type TextRun } from './renderer.ts';
import { svgRenderer } from './svg.ts';
import { createTextLayer } from './text-layer.ts';
import { openWebGl, webGlRenderer } from './webgl.ts';

export { createSurface } from './surface.ts';

export const sceneWidth = 480;
export const sceneHeight = 330;

type Colours = Pick<Palette, 'background' | 'text' | 'message' | 'crash' | 'gap' | 'modules'>;

export const sceneColours: Colours = {
  background: rgba(31, 31, 31),
  text: rgba(204, 204, 204),
  message: rgba(89, 164, 249),
  crash: rgba(241, 76, 76),
  gap: rgba(120, 120, 120),
  modules: [rgba(134, 158, 208), rgba(105, 245, 198), rgba(254, 209, 95)],
};

/** Every shape, at whole and broken positions, opaque and not, inside and outside of clips. */
export function drawScene(renderer: Renderer, colours: Colours = sceneColours): void {
  const { message, crash, gap, text, modules } = colours;
  renderer.begin(colours.background);

  const boxes: (readonly [number, number, number, number, Colour])[] = [
    [10, 10, 40, 12, modules[0]!],
    [50, 10, 40, 12, modules[1]!],
    [90.3, 10.4, 20.5, 12.2, modules[2]!],
    [110.8, 10.4, 0.2, 12.2, modules[0]!],
    [115, 10, 60, 20, withAlpha(message, 0.4)],
    [140, 15, 60, 20, withAlpha(message, 0.4)],
    [-1e9, 26, 2e9, 0.3, gap],
    [Number.NaN, 0, 10, 10, crash],
    [205, 10, -5, 10, crash],
    [-20, 300, 30, 40, modules[1]!],
  ];
  for (let column = 0; column < 60; column++) {
    const high = 4 + 12 * Math.abs(Math.sin(column / 7));
    boxes.push([220 + column * 1.37, 34 - high, 1.37, high, text]);
  }
  renderer.rectangles(rectangles(boxes));
  renderer.hatches(
    rectangles([
      [320, 10, 60, 24, gap],
      [385.5, 12.25, 40, 20, withAlpha(crash, 0.7)],
    ]),
  );

  const lines: Line[] = [];
  for (const [row, width] of [1, 1.5, 3].entries()) {
    for (const [column, ending] of Object.values(lineEnding).entries()) {
      const x = 14 + column * 56;
      const y = 46 + row * 37;
      lines.push([x, y, x + 40, y + 22, width, message, ending, 0]);
      lines.push([x, y + 29, x + 40, y + 29, width, text, ending, column % 2]);
    }
  }
  lines.push([240, 50, 300, 140, 1, message, lineEnding.arrow, 1]);
  lines.push([300, 50, 240.5, 139.5, 2, withAlpha(crash, 0.5), lineEnding.none, 0]);
  lines.push([310, 50, 310, 140, 1, text, lineEnding.none, 0]);
  lines.push([314.4, 140, 314.4, 50, 1, text, lineEnding.arrow, 0]);
  lines.push([-3e7, 46, 3e7, 46.4, 1, gap, lineEnding.arrow, 0]);
  lines.push([320, 90, 320, 90, 1, message, lineEnding.openDot, 0]);
  lines.push([330, 90, 331, 91, 1, message, lineEnding.arrow, 0]);
  lines.push([Number.NaN, 0, 100, 100, 1, crash, lineEnding.none, 0]);
  renderer.lines(lineColumns(lines));

  const signs: (readonly [number, number, number, number, Colour])[] = [];
  for (const [row, size] of [8, 12, 20].entries()) {
    for (const [column, shape] of Object.values(signShape).entries()) {
      const x = 20 + column * 30.4;
      const y = 168 + row * 28.3;
      signs.push([x, y, size, shape, row === 1 ? withAlpha(crash, 0.6) : modules[column % 3]!]);
    }
  }
  renderer.signs(signColumns(signs));

  renderer.clip({ x: 340.4, y: 50.2, width: 60.3, height: 60.1 });
  renderer.rectangles(rectangles([[330, 40, 200, 40, modules[0]!]]));
  renderer.lines(lineColumns([[330, 40, 420, 130, 4, crash, lineEnding.none, 0]]));
  renderer.signs(signColumns([[400, 110, 30, signShape.dot, modules[2]!]]));
  renderer.texts([{ text: 'clipped text that goes on', x: 344, y: 96, room: 200, colour: text, font: 'label' }]);
  renderer.clip(null);

  const runs: TextRun[] = [
    { text: 'Shop.Cart.add/2', x: 14, y: 252, room: 200, colour: text, font: 'label' },
    { text: '%{price: 12, name: "poster"}', x: 14, y: 270, room: 90, colour: message, font: 'code' },
    { text: 'right', x: 200, y: 252, room: 80, colour: text, font: 'small', align: 'right' },
    { text: 'centre', x: 240, y: 270, room: 80, colour: crash, font: 'label', align: 'centre' },
    { text: 'too long for its room', x: 300, y: 252, room: 60, colour: text, font: 'label' },
    { text: 'none', x: 300, y: 270, room: 3, colour: text, font: 'label' },
    { text: '</text><script>&"\u0000\ud800 漢字 🙂', x: 14, y: 290, room: 300, colour: text, font: 'code' },
  ];
  renderer.texts(runs);
  // Drawn after the texts, seen below them.
  renderer.rectangles(rectangles([[10, 244, 120, 16, withAlpha(modules[0]!, 0.35)]]));
  renderer.end();
}

type Line = readonly [number, number, number, number, number, Colour, number, number];

function rectangles(boxes: readonly (readonly [number, number, number, number, Colour])[]) {
  return {
    count: boxes.length,
    x: Float32Array.from(boxes, ([x]) => x),
    y: Float32Array.from(boxes, ([, y]) => y),
    width: Float32Array.from(boxes, ([, , width]) => width),
    height: Float32Array.from(boxes, ([, , , height]) => height),
    colour: Uint32Array.from(boxes, ([, , , , colour]) => colour),
  };
}

function lineColumns(lines: readonly Line[]) {
  return {
    count: lines.length,
    x1: Float32Array.from(lines, (line) => line[0]),
    y1: Float32Array.from(lines, (line) => line[1]),
    x2: Float32Array.from(lines, (line) => line[2]),
    y2: Float32Array.from(lines, (line) => line[3]),
    width: Float32Array.from(lines, (line) => line[4]),
    colour: Uint32Array.from(lines, (line) => line[5]),
    ending: Uint8Array.from(lines, (line) => line[6]),
    dashed: Uint8Array.from(lines, (line) => line[7]),
  };
}

function signColumns(signs: readonly (readonly [number, number, number, number, Colour])[]) {
  return {
    count: signs.length,
    x: Float32Array.from(signs, ([x]) => x),
    y: Float32Array.from(signs, ([, y]) => y),
    size: Float32Array.from(signs, ([, , size]) => size),
    shape: Uint8Array.from(signs, ([, , , shape]) => shape),
    colour: Uint32Array.from(signs, ([, , , , colour]) => colour),
  };
}

/** What a renderer drew, as pixels. */
function pixelsOf(pictures: readonly CanvasImageSource[], ratio: number): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = sceneWidth * ratio;
  canvas.height = sceneHeight * ratio;
  const context = canvas.getContext('2d')!;
  for (const picture of pictures) context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  document.body.append(canvas);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Draws the scene; it stays on the page. */
export async function paintScene(
  kind: 'webgl' | 'canvas' | 'svg',
  ratio: number,
  withText: boolean,
): Promise<ImageData> {
  if (kind === 'svg') {
    const renderer = svgRenderer(genericFonts, 'scene');
    renderer.resize(sceneWidth, sceneHeight, 1);
    drawScene(renderer);
    const image = new Image();
    const text = withText ? renderer.svg() : renderer.svg().replace(/<text.*?<\/text>/gs, '');
    image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    await image.decode();
    return pixelsOf([image], ratio);
  }
  const canvas = document.createElement('canvas');
  const textCanvas = document.createElement('canvas');
  const text = createTextLayer(textCanvas, genericFonts);
  let renderer: Renderer;
  if (kind === 'canvas') renderer = canvasRenderer(canvas, text);
  else {
    const gl = openWebGl(canvas, true);
    if (typeof gl === 'string') throw new Error(gl);
    renderer = webGlRenderer(gl, text);
  }
  renderer.resize(sceneWidth, sceneHeight, ratio);
  // Twice: nothing of the first picture may be left.
  drawScene(renderer);
  drawScene(renderer);
  return pixelsOf(withText ? [canvas, textCanvas] : [canvas], ratio);
}

/** A picture with one text. */
export function svgOf(text: string): string {
  const renderer = svgRenderer(genericFonts, text);
  renderer.resize(100, 20, 1);
  renderer.begin(sceneColours.background);
  renderer.texts([{ text, x: 0, y: 10, room: Infinity, colour: sceneColours.text, font: 'label' }]);
  renderer.end();
  return renderer.svg();
}

/** How far two pictures are apart. */
export interface Difference {
  /** The largest difference of any colour channel, 0 to 255. */
  readonly largest: number;
  /** Mean of each pixel's largest difference. */
  readonly mean: number;
  /** Part of the pixels that differ by more than 48. */
  readonly far: number;
  /** Where the largest is. */
  readonly x: number;
  readonly y: number;
}

export function compare(one: ImageData, other: ImageData): Difference {
  if (one.width !== other.width || one.height !== other.height) throw new Error('The pictures have other sizes.');
  let largest = 0;
  let sum = 0;
  let far = 0;
  let where = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    let by = 0;
    for (let channel = 0; channel < 4; channel++)
      by = Math.max(by, Math.abs(one.data[at + channel]! - other.data[at + channel]!));
    sum += by;
    if (by > 48) far++;
    if (by > largest) {
      largest = by;
      where = at / 4;
    }
  }
  const pixels = one.data.length / 4;
  return { largest, mean: sum / pixels, far: far / pixels, x: where % one.width, y: Math.floor(where / one.width) };
}
