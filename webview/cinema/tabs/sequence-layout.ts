import type { SequenceStep } from '../../../protocol/index.ts';
import { printTime } from '../parts/time-text.ts';

/** Room for the times at the left, in CSS pixels. */
export const gutter = 96;
export const headHeight = 46;
const rightMargin = 40;
const narrowestColumn = 130;
const widestColumn = 300;
/** A row with a text above its arrow, and one with the end of an arrow only. */
const textRow = 30;
const endRow = 18;
const breakRow = 34;
const bodyTop = 10;
/** A pause is drawn as a break when it is this many times as long as the usual one, and at least this part of the whole. */
const longPause = 30;
const leastPart = 0.02;

/** A row: what happened at one moment, or at two of which nothing shown lies between. */
export interface SequenceRow {
  /** Its line, from the top of the body. */
  readonly y: number;
  readonly moment: number;
  readonly time: number;
  /** At the left: the time, or how long after the row above where times look the same. */
  readonly label: string;
  /** Nanoseconds of the pause that is drawn as a break above it; 0: none. */
  readonly pause: number;
}

export interface PlacedStep {
  readonly step: SequenceStep;
  /** Columns; -1: its process is not among them. */
  readonly from: number;
  readonly to: number;
  readonly y1: number;
  /** Lower than `y1` where something else happened before it was received. */
  readonly y2: number;
}

export interface Lifeline {
  readonly process: number;
  readonly x: number;
  /** Where it begins and ends; it goes through the whole body unless it was spawned or ended in it. */
  readonly top: number;
  readonly bottom: number;
  readonly ended: 'exit' | 'crash' | null;
}

export interface SequenceShape {
  readonly rows: readonly SequenceRow[];
  /** In the order of the steps, so `y1` ascends. */
  readonly steps: readonly PlacedStep[];
  readonly lifelines: readonly Lifeline[];
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Places steps as a sequence diagram has them: time goes down, a row a moment. A message is level where nothing else of the diagram
 * happened while it was under way; else its slope leads down to the row in which it was received.
 */
export function shapeOfSequence(
  steps: readonly SequenceStep[],
  processes: readonly number[],
  room: number,
): SequenceShape {
  const columnOf = new Map(processes.map((process, index) => [process, index]));
  const column = Math.min(
    widestColumn,
    Math.max(narrowestColumn, (room - gutter - rightMargin) / Math.max(1, processes.length)),
  );
  const { rows, rowOf } = rowsOf(steps);
  const placed = steps.map((step, index) => ({
    step,
    from: columnOf.get(step.from) ?? -1,
    to: columnOf.get(step.to) ?? -1,
    y1: rows[rowOf.sent[index]!]!.y,
    y2: rows[rowOf.received[index]!]!.y,
  }));
  const height = (rows.at(-1)?.y ?? 0) + textRow;
  return {
    rows,
    steps: placed,
    lifelines: lifelinesOf(placed, processes, column, height),
    column,
    width: gutter + column * processes.length + rightMargin,
    height,
  };
}

export const columnX = (column: number, index: number): number => gutter + column * (index + 0.5);

interface End {
  readonly step: number;
  readonly moment: number;
  readonly time: number;
  readonly isSent: boolean;
}

function rowsOf(steps: readonly SequenceStep[]): {
  readonly rows: readonly SequenceRow[];
  readonly rowOf: { readonly sent: Int32Array; readonly received: Int32Array };
} {
  const ends: End[] = [];
  steps.forEach(({ kind, moment, time, received, receivedTime }, step) => {
    ends.push({ step, moment, time, isSent: true });
    // A child's line begins where it was spawned; when it first ran shows further down.
    if (kind === 'message' && received > moment)
      ends.push({ step, moment: received, time: receivedTime, isSent: false });
  });
  ends.sort((left, right) => left.moment - right.moment || left.step - right.step);
  const isBreak = breaksOf(ends);
  const rows: SequenceRow[] = [];
  const rowOf = { sent: new Int32Array(steps.length), received: new Int32Array(steps.length) };
  let y = bodyTop;
  let text = '';
  for (const [index, end] of ends.entries()) {
    const before = ends[index - 1];
    if (before?.step === end.step) {
      rowOf.received[end.step] = rows.length - 1;
      continue;
    }
    const pause = before !== undefined && isBreak(end.time - before.time) ? end.time - before.time : 0;
    y += (pause > 0 ? breakRow : 0) + (end.isSent ? textRow : endRow);
    const absolute = printTime(end.time);
    const last = rows.at(-1);
    const label = absolute === text && last !== undefined ? `+${printTime(end.time - last.time)}` : absolute;
    text = absolute;
    (end.isSent ? rowOf.sent : rowOf.received)[end.step] = rows.length;
    // What is never received, or is no message, ends where it began.
    if (end.isSent) rowOf.received[end.step] = rows.length;
    rows.push({ y, moment: end.moment, time: end.time, label, pause });
  }
  return { rows, rowOf };
}

/** Which pauses are so much longer than usual that they are drawn as breaks. */
function breaksOf(ends: readonly End[]): (pause: number) => boolean {
  const pauses = Float64Array.from(ends.slice(1), ({ time }, index) => time - ends[index]!.time).sort();
  const usual = pauses[pauses.length >> 1] ?? 0;
  const whole = (ends.at(-1)?.time ?? 0) - (ends[0]?.time ?? 0);
  return (pause) => pause > usual * longPause && pause > whole * leastPart && ends.length > 3;
}

function lifelinesOf(
  placed: readonly PlacedStep[],
  processes: readonly number[],
  column: number,
  height: number,
): readonly Lifeline[] {
  const lines = processes.map((process, index) => ({
    process,
    x: columnX(column, index),
    top: 0,
    bottom: height,
    ended: null as Lifeline['ended'],
  }));
  for (const { step, from, to, y1 } of placed) {
    if (step.kind === 'spawn' && to >= 0 && lines[to]!.top === 0) lines[to]!.top = y1;
    else if ((step.kind === 'exit' || step.kind === 'crash') && from >= 0) {
      lines[from]!.bottom = y1;
      lines[from]!.ended = step.kind;
    }
  }
  return lines;
}

/** Steps that are drawn between two heights. A few thousand: looking at each costs less than an index would. */
export function stepsBetween({ steps }: SequenceShape, top: number, bottom: number): readonly PlacedStep[] {
  return steps.filter(({ y1, y2 }) => y1 - textRow <= bottom && y2 + textRow >= top);
}

/** The last row that is not after a moment; -1: all are. */
export function rowAtMoment({ rows }: Pick<SequenceShape, 'rows'>, moment: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.moment <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const near = 12;

/** The step whose arrow or text is under a point; -1: none. */
export function stepAt({ steps, column }: SequenceShape, x: number, y: number): number {
  let [best, least] = [-1, Infinity];
  for (const [index, { from, to, y1, y2 }] of steps.entries()) {
    if (y1 - textRow > y || y2 + textRow < y) continue;
    const ends = [from, to].map((one) => (one < 0 ? gutter : columnX(column, one)));
    const x1 = ends[0]!;
    // What stays in its process reaches as far as its text.
    const x2 = x1 === ends[1] ? x1 + column * 0.8 : ends[1]!;
    const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
    if (x < left - near || x > right + near) continue;
    const at = x1 === x2 ? y1 : y1 + ((y2 - y1) * (Math.min(right, Math.max(left, x)) - x1)) / (x2 - x1);
    // The text stands above the line: a point above it is nearer than one below.
    const distance = y <= at ? (at - y) / 2 : at + near < y ? Infinity : y - at;
    if (distance < least && distance <= near) [best, least] = [index, distance];
  }
  return best;
}

/** The step that an event is an end of; -1: none. */
export function stepOfMoment({ steps }: Pick<SequenceShape, 'steps'>, moment: number): number {
  return steps.findIndex(({ step }) => step.moment === moment || (step.received === moment && step.kind === 'message'));
}
