import type { SpanRow } from '../../../protocol/index.ts';
import { ticksOf } from '../lanes/ticks.ts';
import { xOf, type Scale } from '../lanes/scale.ts';
import type { Area, Item } from '../parts/scroll-picture.ts';
import { paint, svgElement } from '../parts/svg.ts';
import { printCount, printTime } from '../parts/time-text.ts';
import { fontSizes } from '../render/fonts.ts';
import type { Measure } from '../render/measure.ts';
import type { Colour } from '../render/renderer.ts';
import type { Palette } from '../theme/theme.ts';
import {
  barOf,
  headHeight,
  printCost,
  rowHeight,
  twistieX,
  type BarShape,
  type Columns,
  type ShownRow,
} from './waterfall-layout.ts';

export interface WaterfallLook {
  readonly palette: Palette;
  readonly measure: Measure;
  readonly columns: Columns;
  readonly scale: Scale;
  /** Whose calls are shown: its rows need not name it. -1: all. */
  readonly root: number;
  readonly colour: (title: string, colours: readonly Colour[]) => Colour;
}

export interface WaterfallMarks {
  /** The call that is read beside the picture; -1: none. */
  readonly frame: number;
  /** Nanoseconds. */
  readonly playhead: number;
}

const small = { 'font-size': fontSizes.small, 'dominant-baseline': 'central' };

/** Titles of the columns, and the ruler. */
export function drawRuler(look: WaterfallLook): readonly Item[] {
  const { columns, scale, palette } = look;
  const { at, labels, base } = ticksOf('time', scale.from, scale.to, scale.width);
  const faint = { ...small, y: headHeight / 2, fill: paint(palette.faintText) };
  return [
    {
      key: 'ruler',
      version: JSON.stringify([columns, at, scale]),
      make: () =>
        svgElement(
          'g',
          {},
          svgElement('text', { ...faint, x: 8 }, 'Call'),
          svgElement('text', { ...faint, x: columns.duration, 'text-anchor': 'end' }, 'Duration'),
          ...(columns.tokens === null
            ? []
            : [svgElement('text', { ...faint, x: columns.tokens, 'text-anchor': 'end' }, 'Tokens')]),
          svgElement('title', {}, base === null ? 'time since the start' : `counted from ${base}`),
          ...at.flatMap((time, index) => {
            const x = xOf(scale, time);
            return [
              svgElement('path', { d: `M${x} ${headHeight - 6}v6`, stroke: paint(palette.faintText) }),
              svgElement('text', { ...faint, x: x + 3 }, labels[index]!),
            ];
          }),
          svgElement('path', { d: `M0 ${headHeight - 0.5}H10000`, stroke: paint(palette.grid) }),
        ),
    },
  ];
}

/** What lies in the area: lines of the ruler, rows, the playhead. */
export function drawRows(
  rows: readonly ShownRow[],
  marks: WaterfallMarks,
  look: WaterfallLook,
  area: Area,
): readonly Item[] {
  const { scale, palette } = look;
  const { at } = ticksOf('time', scale.from, scale.to, scale.width);
  const grid = at.map((time) => `M${xOf(scale, time)} ${area.top}V${area.bottom}`).join('');
  const items: Item[] = [
    {
      key: 'grid',
      version: grid,
      make: () => svgElement('path', { d: grid, stroke: paint(palette.grid), fill: 'none' }),
    },
  ];
  const place = JSON.stringify([look.columns, scale.from, scale.to, look.root]);
  const first = Math.max(0, Math.floor(area.top / rowHeight));
  for (let index = first; index < rows.length && index * rowHeight <= area.bottom; index++)
    items.push(rowItem(rows[index]!, index, place, marks, look));
  const x = xOf(scale, marks.playhead);
  if (x >= scale.left && x <= scale.left + scale.width) {
    items.push({
      key: 'playhead',
      version: `${x} ${area.top} ${area.bottom}`,
      make: () =>
        svgElement('path', {
          d: `M${x} ${area.top}V${area.bottom}`,
          stroke: paint(palette.playhead),
          'stroke-width': 1.5,
        }),
    });
  }
  return items;
}

const endings: Readonly<Record<SpanRow['ended'], string>> = {
  open: 'not over at the end of the recording',
  return: 'returned',
  tail: 'ended in a tail call',
  exception: 'ended by an exception',
  exit: 'ended by the exit of its process',
  lost: 'its end was not recorded',
};

export const printDuration = ({ from, to, ended }: SpanRow): string =>
  ended === 'lost' ? '?' : `${ended === 'open' ? '> ' : ''}${printTime(to - from)}`;

/** What a screen reader says of a row, and its tooltip. */
export function describeRow(row: SpanRow): string {
  const { via, label, title, kind, tokens, cost, ended } = row;
  return [
    `${kind === null ? '' : `${kind} `}${title}`,
    via === 'message'
      ? `handles a message, in ${label}`
      : via === 'spawn'
        ? `begins the spawned ${label}`
        : `in ${label}`,
    `${printDuration(row)}, ${endings[ended]}`,
    ...(tokens === null ? [] : [`${printCount(tokens)} tokens`]),
    ...(cost === null ? [] : [printCost(cost)]),
  ].join(', ');
}

function rowItem(
  { row, fold }: ShownRow,
  index: number,
  place: string,
  marks: WaterfallMarks,
  look: WaterfallLook,
): Item {
  const { palette, columns } = look;
  const isSelected = row.frame === marks.frame;
  const y = index * rowHeight;
  return {
    key: `row-${row.frame}`,
    version: `${place} ${y} ${fold} ${isSelected} ${row.from} ${row.to} ${row.ended}`,
    make: () => {
      const numbers = { ...small, y: rowHeight / 2, 'text-anchor': 'end', fill: paint(palette.faintText) };
      return svgElement(
        'g',
        {
          transform: `translate(0 ${y})`,
          role: 'treeitem',
          'aria-level': row.indent + 1,
          'aria-label': describeRow(row),
          'aria-selected': String(isSelected),
          ...(fold !== 'none' && { 'aria-expanded': String(fold === 'open') }),
          cursor: 'pointer',
        },
        svgElement('title', {}, describeRow(row)),
        svgElement('rect', {
          width: look.scale.left + look.scale.width + 10,
          height: rowHeight,
          fill: isSelected ? paint(palette.selected) : 'transparent',
        }),
        ...nameOf(row, fold, look),
        svgElement('text', { ...numbers, x: columns.duration }, printDuration(row)),
        ...(columns.tokens === null
          ? []
          : [svgElement('text', { ...numbers, x: columns.tokens }, row.tokens === null ? '' : printCount(row.tokens))]),
        ...bar(row, barOf(row, look.scale), look),
      );
    },
  };
}

/** Twistie, how it was caused, its kind, its title, and its process where that is another than its parent's. */
function nameOf(row: SpanRow, fold: ShownRow['fold'], look: WaterfallLook): readonly SVGElement[] {
  const { palette, measure, columns, colour } = look;
  const middle = rowHeight / 2;
  const parts: SVGElement[] = [];
  let x = twistieX(row, columns);
  if (fold !== 'none') {
    const shape = fold === 'open' ? `M${x} ${middle - 2}l4 4.5l4 -4.5` : `M${x + 2} ${middle - 4}l4.5 4l-4.5 4`;
    parts.push(svgElement('path', { d: shape, fill: 'none', stroke: paint(palette.text), 'stroke-width': 1.4 }));
  }
  x += 14;
  if (row.via === 'message' || row.via === 'spawn') {
    const line = {
      fill: 'none',
      stroke: paint(row.via === 'message' ? palette.message : palette.spawn),
      'stroke-width': 1.5,
    };
    const dashes = row.via === 'spawn' ? { 'stroke-dasharray': '3 2' } : {};
    parts.push(
      svgElement('path', { d: `M${x} ${middle}h11`, ...line, ...dashes }),
      svgElement('path', { d: `M${x + 8} ${middle - 3.5}l4 3.5l-4 3.5`, ...line }),
    );
    x += 18;
  }
  parts.push(
    svgElement('rect', {
      x,
      y: middle - 4,
      width: 8,
      height: 8,
      rx: 1.5,
      fill: paint(colour(row.title, palette.modules)),
    }),
  );
  x += 13;
  if (row.kind !== null) {
    const text = measure.fit(row.kind, 'small', 70);
    const width = measure.width(text, 'small') + 8;
    parts.push(
      svgElement('rect', { x, y: 4, width, height: rowHeight - 8, rx: 3, fill: 'none', stroke: paint(palette.state) }),
      svgElement('text', { ...small, x: x + 4, y: middle, fill: paint(palette.state) }, text),
    );
    x += width + 6;
  }
  const end = columns.name;
  // Where it runs gets what the title leaves, and a third where both are long; a beginning of three letters says nothing.
  const beside = Math.max((end - x) * 0.33, end - x - measure.width(row.title, 'label') - 12);
  const isElsewhere = row.via !== 'call' && row.process !== look.root && beside >= 50;
  const elsewhere = isElsewhere ? measure.fit(row.label, 'small', beside - 8) : '';
  const labelWidth = elsewhere === '' ? 0 : measure.width(elsewhere, 'small') + 8;
  const title = measure.fit(row.title, 'label', end - x - labelWidth);
  const failed = row.ended === 'exception' || row.ended === 'exit';
  parts.push(
    svgElement(
      'text',
      {
        x,
        y: middle,
        'font-size': fontSizes.label,
        'dominant-baseline': 'central',
        fill: paint(failed ? palette.crash : palette.text),
      },
      title,
    ),
    svgElement(
      'text',
      { ...small, x: x + measure.width(title, 'label') + 8, y: middle, fill: paint(palette.faintText) },
      elsewhere,
    ),
  );
  return parts;
}

/** Ended by an exception: a red edge and a cross; open: a dashed end; end not recorded: an outline only. */
function bar(
  row: SpanRow,
  { x, width, outside, cutLeft, cutRight }: BarShape,
  look: WaterfallLook,
): readonly SVGElement[] {
  const { palette, colour } = look;
  const middle = rowHeight / 2;
  const [top, height] = [4, rowHeight - 8];
  const arrow = (at: number, direction: 1 | -1, fill: string): SVGElement =>
    svgElement('path', { d: `M${at} ${middle - 4}l${5 * direction} 4l${-5 * direction} 4z`, fill });
  const faint = paint(palette.faintText);
  if (outside !== null) return [outside === 'left' ? arrow(x + 5, -1, faint) : arrow(x - 5, 1, faint)];
  const fill = paint(colour(row.title, palette.modules));
  const isLost = row.ended === 'lost';
  const parts: SVGElement[] = [
    svgElement('rect', {
      x,
      y: top,
      width,
      height,
      rx: Math.min(2, width / 2),
      fill: isLost ? 'none' : fill,
      ...(isLost && { stroke: fill, 'stroke-dasharray': '3 2' }),
    }),
  ];
  const right = x + width;
  if (row.ended === 'exception' || row.ended === 'exit') {
    const red = paint(row.ended === 'exception' ? palette.crash : palette.exit);
    parts.push(
      svgElement('rect', { x: right - Math.min(3, width), y: top - 1, width: 3, height: height + 2, fill: red }),
    );
    if (row.ended === 'exception')
      parts.push(
        svgElement('path', { d: `M${right + 4} ${middle - 4}l8 8m0 -8l-8 8`, stroke: red, 'stroke-width': 2 }),
      );
  }
  if (row.ended === 'open' && !cutRight)
    parts.push(
      svgElement('path', {
        d: `M${right + 2} ${middle}h8`,
        stroke: fill,
        'stroke-width': 3,
        'stroke-dasharray': '2 2',
      }),
    );
  if (cutLeft) parts.push(arrow(x + 6, -1, paint(palette.background)));
  if (cutRight) parts.push(arrow(right - 6, 1, paint(palette.background)));
  return parts;
}
