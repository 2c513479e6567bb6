import type { ProcessLabel } from '../../../protocol/index.ts';
import type { Area, Item, ScreenArea } from '../parts/scroll-picture.ts';
import { paint, svgElement } from '../parts/svg.ts';
import { printTime } from '../parts/time-text.ts';
import { fontSizes } from '../render/fonts.ts';
import type { Palette } from '../theme/theme.ts';
import {
  gutter,
  headHeight,
  stepsBetween,
  type Lifeline,
  type PlacedStep,
  type SequenceRow,
  type SequenceShape,
} from './sequence-layout.ts';
import { stepItem, stepText, type SequenceLook } from './sequence-step.ts';

/** What of the page's state shows in the diagram. */
export interface SequenceMarks {
  /** Index of the selected step, -1: none. */
  readonly selected: number;
  /** Height of the playhead; null where it is outside of the stretch. */
  readonly playhead: number | null;
  /** Process of the selection. */
  readonly process: number;
}

/** Who the lines belong to: stays on top while the steps scroll. */
export function drawHeads(
  { lifelines, column, width }: SequenceShape,
  labels: ReadonlyMap<number, ProcessLabel>,
  { process: selected }: SequenceMarks,
  { palette, measure }: SequenceLook,
): readonly Item[] {
  const line: Item = {
    key: 'edge',
    version: String(width),
    make: () =>
      svgElement('path', { d: `M0 ${headHeight - 0.5}H${Math.max(width, 10_000)}`, stroke: paint(palette.grid) }),
  };
  return [line, ...lifelines.map((lifeline) => head(lifeline))];

  function head({ process, x }: Lifeline): Item {
    const { name, pid } = labels.get(process) ?? { name: '', pid: `process ${process}` };
    const room = column - 24;
    const title = measure.fit(name === '' ? pid : name, 'label', room);
    const below = name === '' ? '' : measure.fit(pid, 'small', room);
    const boxWidth = Math.max(
      60,
      Math.ceil(Math.max(measure.width(title, 'label'), measure.width(below, 'small'))) + 18,
    );
    const isSelected = process === selected;
    return {
      key: `head-${process}`,
      version: `${x} ${title} ${below} ${isSelected}`,
      make: () =>
        svgElement(
          'g',
          { 'text-anchor': 'middle', cursor: 'pointer' },
          svgElement('title', {}, `${name} ${pid}`.trim()),
          svgElement('rect', {
            x: x - boxWidth / 2,
            y: 5,
            width: boxWidth,
            height: headHeight - 11,
            rx: 3,
            fill: paint(isSelected ? palette.selected : palette.laneOdd),
            stroke: paint(isSelected ? palette.selection : palette.faintText),
            'stroke-width': isSelected ? 2 : 1,
          }),
          svgElement(
            'text',
            { x, y: below === '' ? 26 : 20, fill: paint(palette.text), 'font-size': fontSizes.label },
            title,
          ),
          svgElement('text', { x, y: 33, fill: paint(palette.faintText), 'font-size': fontSizes.small }, below),
        ),
    };
  }
}

/** What lies in the area, back to front: lifelines, pauses, times, steps, the playhead. */
export function drawSteps(
  shape: SequenceShape,
  marks: SequenceMarks,
  look: SequenceLook,
  area: ScreenArea,
): readonly Item[] {
  const { palette } = look;
  const chosen = shape.steps[marks.selected];
  const items: Item[] = chosen === undefined ? [] : [bandItem(chosen, shape, palette)];
  items.push(...shape.lifelines.map((lifeline) => lifelineItem(lifeline, area, palette)));
  for (const row of shape.rows) {
    if (row.y < area.top - 40 || row.y > area.bottom + 40) continue;
    if (row.pause > 0) items.push(pauseItem(row, shape, palette));
  }
  const steps = stepsBetween(shape, area.top, area.bottom);
  for (const placed of steps) items.push(stepItem(placed, shape, placed === chosen, look));
  // Above all arrows, or those that slope would cross them out.
  for (const placed of steps) items.push(stepText(placed, shape, look, area));
  if (marks.playhead !== null) items.push(playheadItem(marks.playhead, shape, palette));
  return items;
}

/** A selected step lies on a band as wide as the diagram. */
function bandItem({ y1, y2 }: PlacedStep, { width }: SequenceShape, palette: Palette): Item {
  return {
    key: 'band',
    version: `${y1} ${y2} ${width}`,
    make: () =>
      svgElement('rect', {
        y: y1 - 19,
        width: Math.max(width, 10_000),
        height: y2 - y1 + 26,
        fill: paint(palette.selected),
      }),
  };
}

/** Times and pauses at the left, which stay there when the columns scroll sideways. */
export function drawTimes(shape: SequenceShape, marks: SequenceMarks, palette: Palette, area: Area): readonly Item[] {
  const items = shape.rows
    .filter(({ y }) => y >= area.top - 60 && y <= area.bottom + 40)
    .flatMap((row) => (row.pause > 0 ? [pauseText(row, palette), timeItem(row, palette)] : [timeItem(row, palette)]));
  return marks.playhead === null ? items : [...items, playheadItem(marks.playhead, { width: gutter }, palette)];
}

function pauseText({ y, pause, moment }: SequenceRow, palette: Palette): Item {
  return {
    key: `pause-${moment}`,
    version: `${y} ${pause}`,
    make: () =>
      svgElement(
        'text',
        {
          x: gutter - 14,
          y: pauseMiddle(y) + 3.5,
          'text-anchor': 'end',
          'font-size': fontSizes.small,
          'font-style': 'italic',
          fill: paint(palette.faintText),
        },
        `${printTime(pause)} pass`,
      ),
  };
}

/** The middle of the two waves of a pause, above its row. */
const pauseMiddle = (y: number): number => y - 40;

function lifelineItem({ process, x, top, bottom }: Lifeline, area: Area, palette: Palette): Item {
  // Cut to the area: a line of a hundred thousand pixels with dashes is slow to paint.
  const [from, to] = [Math.max(top, area.top), Math.min(bottom, area.bottom)];
  return {
    key: `life-${process}`,
    version: `${x} ${from} ${to}`,
    make: () =>
      svgElement('path', {
        d: from < to ? `M${x} ${from}V${to}` : '',
        fill: 'none',
        stroke: paint(palette.faintText),
        'stroke-dasharray': '5 4',
        'stroke-dashoffset': from % 9,
      }),
  };
}

/** Two waved lines across all lifelines and how long nothing happened. */
function pauseItem({ y, pause, moment }: SequenceRow, { width }: SequenceShape, palette: Palette): Item {
  const top = pauseMiddle(y);
  return {
    key: `pause-${moment}`,
    version: `${y} ${pause} ${width}`,
    make: () => {
      const wave = (at: number): string => {
        let path = `M${gutter - 10} ${at}`;
        for (let x = gutter - 10; x < width - 20; x += 16) path += 'q4 -4 8 0t8 0';
        return path;
      };
      const line = { fill: 'none', stroke: paint(palette.grid) };
      return svgElement(
        'g',
        {},
        svgElement('rect', {
          x: gutter - 10,
          y: top - 5,
          width: width - gutter - 10,
          height: 10,
          fill: paint(palette.background),
        }),
        svgElement('path', { d: wave(top - 5), ...line }),
        svgElement('path', { d: wave(top + 5), ...line }),
      );
    },
  };
}

function timeItem({ y, label, moment, time }: SequenceRow, palette: Palette): Item {
  return {
    key: `time-${moment}`,
    version: `${y} ${label}`,
    make: () =>
      svgElement(
        'text',
        {
          x: gutter - 14,
          y: y + 3.5,
          'text-anchor': 'end',
          'font-size': fontSizes.small,
          fill: paint(palette.faintText),
        },
        label,
        svgElement('title', {}, `moment ${moment}, ${printTime(time)}`),
      ),
  };
}

function playheadItem(y: number, { width }: Pick<SequenceShape, 'width'>, palette: Palette): Item {
  return {
    key: 'playhead',
    version: `${y} ${width}`,
    make: () =>
      svgElement(
        'g',
        {},
        svgElement('path', {
          d: `M0 ${y + 7}H${Math.max(width, 10_000)}`,
          stroke: paint(palette.playhead),
          'stroke-width': 1.5,
        }),
        svgElement('path', { d: `M0 ${y + 2}l7 5l-7 5z`, fill: paint(palette.playhead) }),
      ),
  };
}
