import { type Scale } from './axis.ts';
import { rowsOf } from './rows.ts';
import { markFlag, type Density, type Marks } from './shapes.ts';

/** Where activity and marks of a picture are collected, merged by column as they come. */
export interface Sheet {
  /** The counts of a lane by column, to be added to. */
  ofLane(lane: number): Float32Array;
  /** Events of a lane at a place. */
  count(lane: number, place: number, events: number): void;
  /** The same, evenly from one place to another. */
  spread(lane: number, from: number, to: number, events: number): void;
  /** Marks of one lane and kind must come in the order of their places. */
  mark(lane: number, place: number, moment: number, kind: number, flags: number, count: number): void;
  density(): Density;
  marks(): Marks;
}

/** Kinds times flags. */
const markSorts = 128;

export function sheetOf(scale: Scale, lanes: number): Sheet {
  const { columns, window } = scale;
  const counts: (Float32Array | undefined)[] = Array.from({ length: lanes });
  const marks = rowsOf({ lane: 'u16', at: 'f64', moment: 'i32', count: 'i32', kind: 'u8', flags: 'u8' });
  /** By lane and sort: the column of its newest mark, and the row. */
  const lastColumn = new Int32Array(lanes * markSorts).fill(-1);
  const lastRow = new Int32Array(lanes * markSorts);
  const ofLane = (lane: number) => (counts[lane] ??= new Float32Array(columns));

  return {
    ofLane,
    count(lane, place, events) {
      ofLane(lane)[scale.column(place)]! += events;
    },
    spread(lane, from, to, events) {
      const begin = Math.max(window.from, from);
      const end = Math.min(window.to, to);
      const first = scale.column(begin);
      const last = scale.column(end);
      const row = ofLane(lane);
      if (first === last || !(end > begin)) {
        row[first]! += events;
        return;
      }
      const density = events / (end - begin);
      for (let column = first; column <= last; column++) {
        const left = Math.max(begin, window.from + column * scale.columnWidth);
        const right = column === last ? end : Math.min(end, window.from + (column + 1) * scale.columnWidth);
        if (right > left) row[column]! += density * (right - left);
      }
    },
    mark(lane, place, moment, kind, flags, count) {
      const column = scale.column(place);
      const sort = lane * markSorts + kind * 4 + flags;
      if (lastColumn[sort] === column) {
        marks.columns.count[lastRow[sort]!]! += count;
        return;
      }
      lastColumn[sort] = column;
      lastRow[sort] = marks.length;
      const row = marks.add();
      const into = marks.columns;
      into.lane[row] = lane;
      into.at[row] = place;
      into.moment[row] = moment;
      into.count[row] = count;
      into.kind[row] = kind;
      into.flags[row] = flags;
    },
    density() {
      const rows = rowsOf({ lane: 'u16', column: 'u16', count: 'f32' });
      counts.forEach((row, lane) => {
        if (row === undefined) return;
        for (let column = 0; column < columns; column++) {
          if (!(row[column]! > 0)) continue;
          const at = rows.add();
          const into = rows.columns;
          into.lane[at] = lane;
          into.column[at] = column;
          into.count[at] = row[column]!;
        }
      });
      return rows.finish();
    },
    marks: () => marks.finish(),
  };
}

/** The flags of a mark: at most two bits, of which `sheetOf` makes sorts. */
export const markFlags = (crash: boolean, nearby: boolean): number =>
  (crash ? markFlag.crash : 0) | (nearby ? markFlag.nearby : 0);
