import { alphaOf, blueOf, greenOf, redOf } from './colour.ts';
import {
  arrowHalf,
  arrowLength,
  barHalf,
  crossHalf,
  dash,
  dotRadius,
  endingLength,
  flag,
  hatch,
  hatchPeriod,
  layLine,
  newLaidLine,
  openDotRadius,
  openDotThickness,
  ringThickness,
  tickHalf,
  triangleHalf,
} from './geometry.ts';
import { lineEnding, signShape, type Colour, type Rectangles, type Renderer } from './renderer.ts';
import type { TextLayer } from './text-layer.ts';
import { createProgram, makeRoom, newInstances, type Instances, type Program } from './webgl-program.ts';
import { hatchShaders, lineShaders, rectangleShaders, signShaders } from './webgl-shaders.ts';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * Opens WebGL 2 on a canvas.
 *
 * @param evenSlow take it also where it runs in software
 * @returns the context, or why there is none, for people
 */
export function openWebGl(canvas: HTMLCanvasElement, evenSlow: boolean): WebGL2RenderingContext | string {
  // Finding out takes 80 ms where there is no graphics card: once a page is enough.
  if (!evenSlow && refused !== null) return refused;
  const opened = tryWebGl(canvas, evenSlow);
  if (typeof opened === 'string' && !evenSlow) refused = opened;
  return opened;
}

let refused: string | null = null;

function tryWebGl(canvas: HTMLCanvasElement, evenSlow: boolean): WebGL2RenderingContext | string {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    failIfMajorPerformanceCaveat: !evenSlow,
    powerPreference: 'low-power',
  });
  if (gl === null) return 'WebGL 2 is not there or would be slow.';
  const debug = gl.getExtension('WEBGL_debug_renderer_info');
  const by = debug === null ? '' : String(gl.getParameter(debug.UNMASKED_RENDERER_WEBGL));
  if (!evenSlow && SOFTWARE.test(by)) {
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return 'WebGL 2 would run in software.';
  }
  return gl;
}

type Kind = 'rectangles' | 'hatches' | 'lines' | 'signs';

/** One draw call: instances of a kind in a row, inside one clip. */
interface Command {
  readonly kind: Kind;
  readonly first: number;
  count: number;
  readonly scissor: readonly [number, number, number, number] | null;
}

/**
 * Draws with WebGL 2. Shapes are gathered as they are given and sent at the end of the picture, in one upload a kind. Costs
 * about a tenth of a microsecond a rectangle and a quarter of one a line.
 *
 * @throws Error where the context was lost before it could be used
 */
export function webGlRenderer(gl: WebGL2RenderingContext, text: TextLayer): Renderer {
  const canvas = gl.canvas as HTMLCanvasElement;
  const programs: Readonly<Record<Kind, Program>> = {
    rectangles: createProgram(gl, rectangleShaders),
    hatches: createProgram(gl, hatchShaders),
    lines: createProgram(gl, lineShaders),
    signs: createProgram(gl, signShaders),
  };
  const instances: Readonly<Record<Kind, Instances>> = {
    rectangles: newInstances(5),
    hatches: newInstances(5),
    lines: newInstances(11),
    signs: newInstances(6),
  };
  const laid = newLaidLine();
  let commands: Command[] = [];
  let scissor: Command['scissor'] = null;
  let background: Colour = 0;
  let ratio = 1;
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);

  /** What has been gathered since `first` belongs to the clip of now. */
  const gathered = (kind: Kind, first: number): void => {
    const count = instances[kind].count - first;
    if (count === 0) return;
    const last = commands.at(-1);
    if (last?.kind === kind && last.scissor === scissor) last.count += count;
    else commands.push({ kind, first, count, scissor });
  };

  const boxes = (kind: 'rectangles' | 'hatches', { count, x, y, width, height, colour }: Rectangles): void => {
    const into = instances[kind];
    const first = into.count;
    makeRoom(into, count);
    const { floats, words } = into;
    let at = first * 5;
    for (let one = 0; one < count; one++) {
      if (!(width[one]! > 0 && height[one]! > 0)) continue;
      const left = Math.floor(x[one]! * ratio + 0.5);
      const top = Math.floor(y[one]! * ratio + 0.5);
      const right = Math.floor((x[one]! + width[one]!) * ratio + 0.5);
      const bottom = Math.floor((y[one]! + height[one]!) * ratio + 0.5);
      if (right < 0 || bottom < 0 || left > canvas.width || top > canvas.height) continue;
      floats[at] = Math.max(left, -1);
      floats[at + 1] = Math.max(top, -1);
      floats[at + 2] = Math.min(right > left ? right : left + 1, canvas.width + 1);
      floats[at + 3] = Math.min(bottom > top ? bottom : top + 1, canvas.height + 1);
      words[at + 4] = colour[one]!;
      at += 5;
    }
    into.count = at / 5;
    gathered(kind, first);
  };

  return {
    kind: 'webgl',
    resize: (width, height, newRatio) => {
      ratio = newRatio;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      text.resize(width, height, ratio);
    },
    begin: (colour) => {
      background = colour;
      commands = [];
      scissor = null;
      for (const one of Object.values(instances)) one.count = 0;
      text.begin();
    },
    clip: (area) => {
      text.clip(area);
      if (area === null) {
        scissor = null;
        return;
      }
      const left = Math.round(area.x * ratio);
      const top = Math.round(area.y * ratio);
      const right = Math.round((area.x + area.width) * ratio);
      const bottom = Math.round((area.y + area.height) * ratio);
      scissor = [left, canvas.height - bottom, Math.max(0, right - left), Math.max(0, bottom - top)];
    },
    rectangles: (rectangles) => boxes('rectangles', rectangles),
    hatches: (rectangles) => boxes('hatches', rectangles),
    lines: (lines) => {
      const into = instances.lines;
      const first = into.count;
      makeRoom(into, lines.count);
      const { floats, words } = into;
      for (let one = 0; one < lines.count; one++) {
        const width = lines.width[one]!;
        const ending = lines.ending[one]!;
        if (!layLine(laid, lines.x1[one]!, lines.y1[one]!, lines.x2[one]!, lines.y2[one]!, width, ending, ratio))
          continue;
        const at = into.count++ * 11;
        floats[at] = laid.x1 * ratio;
        floats[at + 1] = laid.y1 * ratio;
        floats[at + 2] = laid.x2 * ratio;
        floats[at + 3] = laid.y2 * ratio;
        floats[at + 4] = laid.width * ratio;
        floats[at + 5] = lines.dashed[one]!;
        floats[at + 6] = laid.ending;
        floats[at + 7] = tipReach(laid.ending, laid.width) * ratio;
        floats[at + 8] = tipWidth(laid.ending, laid.width) * ratio;
        const length = Math.hypot(laid.x2 - laid.x1, laid.y2 - laid.y1);
        floats[at + 9] = Math.max(0, length - endingLength(laid.ending, laid.width)) * ratio;
        words[at + 10] = lines.colour[one]!;
      }
      gathered('lines', first);
    },
    signs: ({ count, x, y, size, shape, colour }) => {
      const into = instances.signs;
      const first = into.count;
      makeRoom(into, count);
      const { floats, words } = into;
      for (let one = 0; one < count; one++) {
        const sized = size[one]!;
        const kind = shape[one]!;
        if (!(sized > 0 && Number.isFinite(x[one]! + y[one]!))) continue;
        const at = into.count++ * 6;
        let thin = thinOf(kind, sized) * ratio;
        let centre = x[one]! * ratio;
        if (kind === signShape.tick || kind === signShape.bar) {
          const wide = Math.max(1, Math.round(2 * thin));
          thin = wide / 2;
          centre = Math.round(centre - thin) + thin;
        }
        floats[at] = centre;
        floats[at + 1] = y[one]! * ratio;
        floats[at + 2] = (sized / 2) * ratio;
        floats[at + 3] = kind;
        floats[at + 4] = thin;
        words[at + 5] = colour[one]!;
      }
      gathered('signs', first);
    },
    texts: (runs) => text.texts(runs),
    end: () => {
      const uniforms = {
        rectangles: { size: [canvas.width, canvas.height] },
        hatches: { size: [canvas.width, canvas.height], hatch: [hatchPeriod(ratio), hatch.width * ratio] },
        lines: { size: [canvas.width, canvas.height], dash: [dash.on * ratio, dash.off * ratio] },
        signs: {
          size: [canvas.width, canvas.height],
          flag: [flag.pole, flag.tip, flag.foot],
          triangle: [triangleHalf],
        },
      };
      for (const kind of Object.keys(programs) as Kind[]) programs[kind].upload(instances[kind]);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.disable(gl.SCISSOR_TEST);
      gl.clearColor(redOf(background) / 255, greenOf(background) / 255, blueOf(background) / 255, alphaOf(background));
      gl.clear(gl.COLOR_BUFFER_BIT);
      for (const command of commands) {
        if (command.scissor === null) gl.disable(gl.SCISSOR_TEST);
        else {
          gl.enable(gl.SCISSOR_TEST);
          gl.scissor(...command.scissor);
        }
        programs[command.kind].draw(command.first, command.count, uniforms[command.kind]);
      }
      text.clip(null);
    },
    dispose: () => {
      for (const program of Object.values(programs)) program.dispose();
      // A page may have only a few contexts at a time.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      canvas.width = canvas.height = 0;
    },
  };
}

function tipReach(ending: number, width: number): number {
  if (ending === lineEnding.arrow) return arrowLength(width);
  return ending === lineEnding.openDot ? openDotRadius(width) : dotRadius(width);
}

function tipWidth(ending: number, width: number): number {
  if (ending === lineEnding.arrow) return arrowHalf(width);
  return ending === lineEnding.openDot ? openDotThickness(width) : 0;
}

/** The measure a shape has besides its size, in CSS pixels. */
function thinOf(shape: number, size: number): number {
  switch (shape) {
    case signShape.tick:
      return tickHalf(size);
    case signShape.bar:
      return barHalf(size);
    case signShape.ring:
      return Math.min(ringThickness(size), size / 2);
    case signShape.cross:
      return crossHalf(size);
    case signShape.flag:
      return Math.max(1.25, flag.poleWidth * size);
    default:
      return 0;
  }
}
