import { signShape } from '../render/renderer.ts';
import { onAxis } from '../state/film-state.ts';
import { addRectangle, addSign } from './buffers.ts';
import { isOnScreen } from './draw-arrows.ts';
import { rowHeight, rowMiddle, rowTop } from './layout.ts';
import type { Pen } from './pen.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** The ring around the selected event, and the stretch that is being chosen with the mouse. */
export function drawSelection(pen: Pen, { state, layout, scale, palette, chosen }: Scene): void {
  const { selection, window } = state;
  const row = selection === null ? -1 : (layout.rows.ofProcess[selection.process] ?? -1);
  if (selection !== null && isOnScreen(layout, row)) {
    const x = xOf(scale, onAxis(window, selection));
    if (x >= layout.left - 10 && x <= layout.width + 10) {
      addSign(pen.signs, x, rowMiddle(layout, row), 17, signShape.ring, palette.selection);
      addRectangle(pen.rectangles, x - 0.5, rowTop(layout, row), 1, rowHeight(layout, row) - 1, palette.selection);
    }
  }
  if (chosen !== null) {
    const left = Math.max(layout.left, xOf(scale, Math.min(chosen.from, chosen.to)));
    const right = Math.min(layout.width, xOf(scale, Math.max(chosen.from, chosen.to)));
    if (left > layout.left) addRectangle(pen.covers, layout.left, 0, left - layout.left, layout.height, palette.fade);
    if (right < layout.width) addRectangle(pen.covers, right, 0, layout.width - right, layout.height, palette.fade);
  }
}
