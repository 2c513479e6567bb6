import type { Overview } from '../../../protocol/index.ts';
import { signShape, type Renderer } from '../render/renderer.ts';
import { onAxis, playheadOf, type FilmState } from '../state/film-state.ts';
import type { Palette } from '../theme/theme.ts';
import { addRectangle, addSign } from './buffers.ts';
import { drawPen, type Pen } from './pen.ts';
import { xOf, type Scale } from './scale.ts';

export interface MinimapScene {
  readonly state: FilmState;
  readonly palette: Palette;
  readonly overview: Overview | null;
  readonly scale: Scale;
  readonly width: number;
  readonly height: number;
}

const crashSize = 8;

/** The whole trace as columns of activity, with its crashes and gaps, what is not in the window faded, and the playhead. */
export function drawMinimap(renderer: Renderer, pen: Pen, scene: MinimapScene): void {
  const { state, palette, overview, scale, width, height } = scene;
  renderer.begin(palette.background);
  if (overview !== null) drawActivity(pen, scene, overview);
  const from = Math.min(width, Math.max(0, xOf(scale, state.window.from)));
  const to = Math.min(width, Math.max(0, xOf(scale, state.window.to)));
  if (from > 0) addRectangle(pen.covers, 0, 0, from, height, palette.fade);
  if (to < width) addRectangle(pen.covers, to, 0, width - to, height, palette.fade);
  drawPen(renderer, pen, { x: 0, y: 0, width, height });
  // Crashes are seen also where the rest is faded.
  let last = -Infinity;
  let lastWhole = -Infinity;
  for (const at of overview?.crashes ?? []) {
    const x = xOf(scale, at);
    // Where there are many, one for each pixel is enough, and few of them in full: what happened is still to be seen.
    if (x - last < 1) continue;
    last = x;
    const isWhole = x - lastWhole >= crashSize;
    if (isWhole) lastWhole = x;
    addRectangle(pen.rectangles, x - 0.75, 0, 1.5, isWhole ? height : crashSize / 2, palette.crash);
    if (isWhole) addSign(pen.signs, x, crashSize / 2 + 2, crashSize, signShape.cross, palette.crash);
  }
  const playhead = xOf(scale, onAxis(state.window, playheadOf(state)));
  addRectangle(pen.rectangles, playhead - 0.75, 0, 1.5, height, palette.playhead);
  drawPen(renderer, pen, { x: 0, y: 0, width, height });
  renderer.end();
}

/** Columns to half a pixel; neighbours of one height are one rectangle. */
function drawActivity(
  pen: Pen,
  { palette, scale, width, height }: MinimapScene,
  { counts, columns, gaps }: Overview,
): void {
  let most = 1;
  for (const count of counts) if (count > most) most = count;
  const step = width / Math.max(1, columns);
  const part = (2 * (height - 4)) / Math.log(1 + most);
  let from = 0;
  let tall = 0;
  for (let column = 0; column <= columns; column++) {
    const count = column === columns ? 0 : counts[column]!;
    const own = count <= 0 ? 0 : Math.max(1.5, Math.round(Math.log(1 + count) * part) / 2);
    if (own === tall) continue;
    if (tall > 0)
      addRectangle(pen.rectangles, from * step, height - tall, (column - from) * step, tall, palette.density);
    from = column;
    tall = own;
  }
  for (const at of gaps) addRectangle(pen.hatches, xOf(scale, at) - 2, 0, 5, height, palette.gap);
}
