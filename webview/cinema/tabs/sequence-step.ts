import type { SequenceStep } from '../../../protocol/index.ts';
import type { Item, ScreenArea } from '../parts/scroll-picture.ts';
import { paint, svgElement } from '../parts/svg.ts';
import { printTime } from '../parts/time-text.ts';
import { fontSizes } from '../render/fonts.ts';
import type { Measure } from '../render/measure.ts';
import type { Palette } from '../theme/theme.ts';
import { columnX, gutter, type PlacedStep, type SequenceShape } from './sequence-layout.ts';

/** What a diagram is drawn with. */
export interface SequenceLook {
  readonly palette: Palette;
  readonly measure: Measure;
  /** A process by name, for tooltips and screen readers. */
  readonly name: (process: number) => string;
}

/** What a screen reader says of a step, and its tooltip. */
export function describeStep(step: SequenceStep, name: (process: number) => string): string {
  const { kind, from, to, text, time, received, receivedTime } = step;
  const at = `at ${printTime(time)}`;
  if (kind === 'spawn') return `${name(from)} spawned ${name(to)} ${at}: ${text}`;
  if (kind === 'exit') return `${name(from)} exited ${at}: ${text}`;
  if (kind === 'crash') return `${name(from)} crashed ${at}: ${text}`;
  const under = received < 0 ? 'never received' : `received after ${printTime(Math.max(0, receivedTime - time))}`;
  return `message from ${name(from)} to ${name(to)} ${at}, ${under}: ${text}`;
}

export const stepKey = ({ step }: PlacedStep): string => `step-${step.moment}-${step.from}-${step.to}`;

const isEnd = ({ kind }: SequenceStep): boolean => kind === 'exit' || kind === 'crash';

function versionOf({ step, from, to, y1, y2 }: PlacedStep, { column, width }: SequenceShape): string {
  return `${column} ${width} ${from} ${to} ${y1} ${y2} ${step.kind} ${step.received} ${step.text}`;
}

function tooltip({ step }: PlacedStep, { name }: SequenceLook): SVGElement {
  const does =
    step.kind === 'message' ? 'click: go to where it is handled, Shift: to where it was sent' : 'click: go there';
  return svgElement('title', {}, `${describeStep(step, name)} (${does})`);
}

/** The arrow of a message or spawn, the sign of an end. */
export function stepItem(placed: PlacedStep, shape: SequenceShape, isSelected: boolean, look: SequenceLook): Item {
  return {
    key: stepKey(placed),
    version: `${versionOf(placed, shape)} ${isSelected}`,
    make: () =>
      svgElement(
        'g',
        {
          role: 'option',
          'aria-selected': String(isSelected),
          'aria-label': describeStep(placed.step, look.name),
          cursor: 'pointer',
        },
        tooltip(placed, look),
        ...(isEnd(placed.step) ? endSign(placed, shape, look) : arrow(placed, shape, isSelected, look)),
      ),
  };
}

/** The ends of an arrow across; what comes from outside of the columns begins at their edge. */
function across({ from, to }: PlacedStep, { column }: SequenceShape): readonly [number, number] {
  const at = (index: number): number => (index < 0 ? gutter : columnX(column, index));
  return [at(from), at(to)];
}

/** How far a hook to itself reaches to the right. */
const hook = ({ column }: SequenceShape): number => Math.min(34, column * 0.25);

function arrow(
  placed: PlacedStep,
  shape: SequenceShape,
  isSelected: boolean,
  { palette }: SequenceLook,
): readonly SVGElement[] {
  const { step, from, to, y1, y2 } = placed;
  const isSpawn = step.kind === 'spawn';
  const isLost = step.kind === 'message' && step.received < 0;
  const colour = paint(isSelected ? palette.selection : isSpawn ? palette.spawn : palette.message);
  const [x1, end] = across(placed, shape);
  const line = {
    fill: 'none',
    stroke: colour,
    'stroke-width': isSelected ? 2.2 : 1.4,
    ...(isSpawn && { 'stroke-dasharray': '6 3' }),
  };
  if (from === to) {
    const bottom = Math.max(y2, y1 + 8);
    return [
      svgElement('path', { d: `M${x1} ${y1 - 4}h${hook(shape)}V${bottom}H${x1 + 8}`, ...line }),
      ...head(x1, bottom, -1, 0, colour, isLost),
    ];
  }
  // A message that nobody received does not get there.
  const x2 = isLost ? x1 + (end - x1) * 0.7 : end;
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const short = isLost ? 4 : 8;
  return [
    svgElement('path', { d: `M${x1} ${y1}L${x2 - dx * short} ${y2 - dy * short}`, ...line }),
    ...(from < 0 ? [svgElement('circle', { cx: x1, cy: y1, r: 3, fill: colour })] : []),
    ...head(x2, y2, dx, dy, colour, isLost),
  ];
}

/** A filled head in the direction of the line, or the open dot of what never arrived. */
function head(x: number, y: number, dx: number, dy: number, colour: string, isLost: boolean): readonly SVGElement[] {
  if (isLost) return [svgElement('circle', { cx: x, cy: y, r: 4, fill: 'none', stroke: colour, 'stroke-width': 1.6 })];
  const [backX, backY] = [x - dx * 10, y - dy * 10];
  const [sideX, sideY] = [-dy * 4.5, dx * 4.5];
  const d = `M${x} ${y}L${backX + sideX} ${backY + sideY}L${backX - sideX} ${backY - sideY}z`;
  return [svgElement('path', { d, fill: colour })];
}

/** An exit is two bars across the end of the line, a crash a cross. */
function endSign(placed: PlacedStep, shape: SequenceShape, { palette }: SequenceLook): readonly SVGElement[] {
  const [x] = across(placed, shape);
  const { y1, step } = placed;
  const isCrash = step.kind === 'crash';
  return [
    svgElement('path', {
      d: isCrash ? `M${x - 8} ${y1 - 8}l16 16m0 -16l-16 16` : `M${x - 9} ${y1}h18M${x - 9} ${y1 + 4}h18`,
      fill: 'none',
      stroke: paint(isCrash ? palette.crash : palette.exit),
      'stroke-width': isCrash ? 3 : 1.8,
    }),
  ];
}

/** The message over its arrow, what was spawned, why it ended. */
export function stepText(placed: PlacedStep, shape: SequenceShape, look: SequenceLook, area: ScreenArea): Item {
  const { palette, measure } = look;
  const { step } = placed;
  const { x, y, room, anchor } = textPlace(placed, shape, area);
  return {
    key: `text-${stepKey(placed)}`,
    version: `${versionOf(placed, shape)} ${x} ${room}`,
    make: () => {
      const before = step.kind === 'spawn' || step.kind === 'exit' ? `${step.kind} ` : '';
      const colour = step.kind === 'crash' ? palette.crash : step.kind === 'exit' ? palette.faintText : palette.text;
      return svgElement(
        'text',
        {
          x,
          y,
          'text-anchor': anchor,
          'font-family': palette.codeFont,
          'font-size': fontSizes.code,
          fill: paint(colour),
          ...(step.kind === 'crash' && { 'font-weight': 600 }),
          // Readable where it crosses lines.
          stroke: paint(palette.background),
          'stroke-width': 3,
          'stroke-linejoin': 'round',
          'paint-order': 'stroke',
          cursor: 'pointer',
        },
        measure.fit(before + step.text, 'code', room),
        tooltip(placed, look),
      );
    },
  };
}

/** Of an arrow whose part on screen is narrower, the text stands where it would be were all of it there. */
const leastSeen = 100;

function textPlace(
  placed: PlacedStep,
  shape: SequenceShape,
  area: ScreenArea,
): { readonly x: number; readonly y: number; readonly room: number; readonly anchor: 'start' | 'middle' | 'end' } {
  const { step, from, to, y1, y2 } = placed;
  const [x1, x2] = across(placed, shape);
  if (isEnd(step))
    return { x: x1 + 14, y: y1 + 4, room: Math.max(shape.column * 0.9, shape.width - x1 - 14), anchor: 'start' };
  if (from === to) return { x: x1 + hook(shape) + 6, y: y1 - 5, room: shape.column * 0.75, anchor: 'start' };
  const whole = { left: Math.min(x1, x2), right: Math.max(x1, x2) };
  const seen = { left: Math.max(whole.left, area.left + gutter), right: Math.min(whole.right, area.right) };
  const { left, right } = seen.right - seen.left < leastSeen ? whole : seen;
  const room = right - left - 16;
  if (y2 === y1) return { x: (left + right) / 2, y: y1 - 5, room, anchor: 'middle' };
  const x = x2 > x1 ? left + 8 : right - 8;
  // At its beginning on screen, above the slope.
  const y = y1 - 5 + ((y2 - y1) * (Math.abs(x - x1) - 8)) / Math.abs(x2 - x1);
  return { x, y, room, anchor: x2 > x1 ? 'start' : 'end' };
}
