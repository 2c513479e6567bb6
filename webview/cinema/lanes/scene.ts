import type { Palette } from '../theme/theme.ts';
import type { Colour, Renderer } from '../render/renderer.ts';
import type { FilmState } from '../state/film-state.ts';
import { drawArrows, type ArrowLines } from './draw-arrows.ts';
import { drawBundles, type BundleChips } from './draw-bundles.ts';
import { drawLanes } from './draw-lanes.ts';
import { drawNames } from './draw-names.ts';
import { drawCursors, drawRuler } from './draw-ruler.ts';
import { drawSelection } from './draw-selection.ts';
import type { Hit } from './hit.ts';
import type { Layout } from './layout.ts';
import { rulerHeight } from './layout.ts';
import { drawPen, type Pen } from './pen.ts';
import type { Prepared } from './prepared.ts';
import type { Scale } from './scale.ts';

/** All that a picture of the lanes follows from. */
export interface Scene {
  readonly state: FilmState;
  readonly palette: Palette;
  readonly layout: Layout;
  readonly scale: Scale;
  readonly prepared: Prepared | null;
  readonly colourOf: (title: string, colours: readonly Colour[]) => Colour;
  /** What a crash was, in a few words; null while that is not known. */
  readonly crashText: (moment: number) => string | null;
  /** Under the mouse. */
  readonly hover: Hit | null;
  /** Position of the axis under the mouse, and of the playhead while it is dragged and the door has not answered; null: none. */
  readonly pointed: number | null;
  readonly scrubbed: number | null;
  /** A stretch being chosen with the mouse. */
  readonly chosen: { readonly from: number; readonly to: number } | null;
  /** Draws the names of the rows, left of the lanes: where no list stands beside them. */
  readonly names: boolean;
}

/** What was drawn where, for finding it under the mouse. */
export interface Drawn {
  readonly arrows: ArrowLines;
  readonly chips: BundleChips;
}

/** Draws the scene from the lowest layer to the highest. Costs a few ms for sixty full lanes; see `drawLanes`. */
export function drawScene(renderer: Renderer, pen: Pen, scene: Scene, drawn: Drawn): void {
  const { layout, palette } = scene;
  const { left, width, height, scrollTop, stuck, first, end } = layout;
  renderer.begin(palette.background);
  const area = (y: number, bottom: number): { x: number; y: number; width: number; height: number } => ({
    x: left,
    y,
    width: Math.max(0, width - left),
    height: Math.max(0, bottom - y),
  });
  drawLanes(pen, scene, first, end);
  drawPen(renderer, pen, area(scrollTop, height));
  if (stuck > 0) {
    drawLanes(pen, scene, 0, stuck);
    drawPen(renderer, pen, area(rulerHeight, scrollTop));
  }
  drawBundles(pen, scene, drawn.chips);
  drawPen(renderer, pen, area(rulerHeight, height));
  drawArrows(pen, scene, drawn.arrows);
  drawSelection(pen, scene);
  drawPen(renderer, pen, area(rulerHeight, height));
  drawRuler(pen, scene);
  drawPen(renderer, pen, { x: left, y: 0, width: Math.max(0, width - left), height: rulerHeight });
  drawCursors(pen, scene);
  drawPen(renderer, pen, { x: left, y: 0, width: Math.max(0, width - left), height });
  if (scene.names) {
    drawNames(pen, scene);
    drawPen(renderer, pen, { x: 0, y: 0, width: left, height });
  }
  renderer.end();
}
