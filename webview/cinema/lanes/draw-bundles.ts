import type { Bundles } from '../../../protocol/index.ts';
import { lineEnding } from '../render/renderer.ts';
import { withAlpha } from '../render/colour.ts';
import { printCount } from '../parts/time-text.ts';
import { addLine, addRectangle } from './buffers.ts';
import { isOnScreen } from './draw-arrows.ts';
import { rowMiddle } from './layout.ts';
import type { Pen } from './pen.ts';
import { xOf } from './scale.ts';
import type { Scene } from './scene.ts';

/** Counts on bundles as drawn, for the mouse. */
export interface BundleChips {
  readonly boxes: { readonly bundle: number; readonly x: number; readonly y: number; readonly width: number }[];
}

export const chipHeight = 14;
/** What so few messages are is seen without a number. */
const leastCounted = 3;

const orders = new WeakMap<Bundles, Int32Array>();

/** The largest first: they get their numbers where there is room for one only. Sorted once a picture. */
function byCount(bundles: Bundles): Int32Array {
  let order = orders.get(bundles);
  if (order === undefined) {
    order = Int32Array.from(bundles.count, (_, index) => index);
    order.sort((left, right) => bundles.count[right]! - bundles.count[left]! || left - right);
    orders.set(bundles, order);
  }
  return order;
}

/** Many messages of two lanes as one line that is the thicker the more they are, with their number where there is room for it. */
export function drawBundles(pen: Pen, scene: Scene, { boxes }: BundleChips): void {
  boxes.length = 0;
  const { prepared, state, layout, scale, palette } = scene;
  if (prepared === null || state.arrangement.arrows !== 'all') return;
  const { bundles } = prepared.picture;
  const { lanes } = prepared.asked;
  const rowOf = (lane: number): number => layout.rows.ofProcess[lanes[lane] ?? -1] ?? -1;
  for (const bundle of byCount(bundles)) {
    const fromRow = rowOf(bundles.fromLane[bundle]!);
    const toRow = rowOf(bundles.toLane[bundle]!);
    if (!isOnScreen(layout, fromRow) || !isOnScreen(layout, toRow) || fromRow === toRow) continue;
    const start = xOf(scale, bundles.from[bundle]!);
    const end = xOf(scale, bundles.to[bundle]!);
    // Pairs of lanes have their own place in the stretch, so that their lines do not lie on each other.
    const x = start + (end - start) * placeInStretch(fromRow, toRow);
    if (x < layout.left - 20 || x > layout.width + 20) continue;
    const count = bundles.count[bundle]!;
    const y1 = rowMiddle(layout, fromRow);
    const y2 = rowMiddle(layout, toRow);
    const width = Math.min(5, 1 + Math.log2(1 + count) / 3);
    const isDark = state.cone !== null;
    addLine(
      pen.lines,
      x,
      y1,
      x,
      y2,
      width,
      isDark ? withAlpha(palette.message, 0.12) : palette.messageFaint,
      lineEnding.arrow,
    );
    const text = printCount(count);
    const chipWidth = text.length * 6 + 8;
    const y = (y1 + y2) / 2;
    if (Math.abs(y2 - y1) < 2 * chipHeight || count < leastCounted || isDark) continue;
    const overlaps = boxes.some(
      (box) => Math.abs(box.y - y) < chipHeight && x - chipWidth / 2 < box.x + box.width && box.x < x + chipWidth / 2,
    );
    if (overlaps) continue;
    boxes.push({ bundle, x: x - chipWidth / 2, y, width: chipWidth });
    addRectangle(pen.covers, x - chipWidth / 2, y - chipHeight / 2, chipWidth, chipHeight, palette.background);
    pen.texts.push({ text, x, y, room: chipWidth, colour: palette.message, font: 'small', align: 'centre' });
  }
}

/** Between 0.15 and 0.85, spread evenly over pairs (the golden ratio's multiples are far from each other). */
function placeInStretch(from: number, to: number): number {
  const part = ((from * 31 + to * 17) * 0.618034) % 1;
  return 0.15 + 0.7 * part;
}
