import { printCount } from '../parts/time-text.ts';
import { addRectangle } from './buffers.ts';
import { rowHeight, rowTop, rulerHeight } from './layout.ts';
import type { Pen } from './pen.ts';
import type { Scene } from './scene.ts';
import { rowName } from './row-name.ts';

/** The names of the rows as a picture: for export, where no list stands beside the lanes. */
export function drawNames(pen: Pen, { state, layout, palette }: Scene): void {
  const { rows, left, height, stuck, first, end, scrollTop } = layout;
  addRectangle(pen.rectangles, 0, 0, left, height, palette.background);
  const draw = (row: number): void => {
    const top = rowTop(layout, row);
    addRectangle(
      pen.rectangles,
      0,
      top,
      left,
      rowHeight(layout, row),
      row % 2 === 0 ? palette.laneEven : palette.laneOdd,
    );
    const x = 8 + 12 * Math.min(rows.indent[row]!, 12);
    const members = rows.folded[row] === 1 && rows.process[row]! >= 0 ? ` (${printCount(rows.members[row]!)})` : '';
    pen.texts.push({
      text: rowName(state, rows, row) + members,
      x,
      y: top + Math.min(rowHeight(layout, row), 26) / 2,
      room: left - x - 6,
      colour: palette.text,
      font: 'label',
    });
  };
  for (let row = 0; row < stuck; row++) draw(row);
  for (let row = first; row < end; row++) if (rowTop(layout, row) >= scrollTop - 13) draw(row);
  addRectangle(pen.covers, 0, 0, left, rulerHeight, palette.background);
  addRectangle(pen.covers, left - 1, 0, 1, height, palette.laneLine);
}
