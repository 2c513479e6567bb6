import { newColumn, type Column } from '../store/column.ts';
import { type Sink } from '../store/store.ts';
import { pageWriter, type TableDirectory } from '../store/table.ts';
import { frame, frameShapes, framesPerPage } from './shapes.ts';
import { filled, numbers, push } from './growing.ts';

/** What is known of a frame when it is opened; -1 where there is none. */
export interface OpenedFrame {
  call: number;
  parent: number;
  left: number;
  depth: number;
  site: number;
  /** The parent's newest event at a site, and the site. */
  from: number;
  fromSite: number;
  /** The left predecessor's. */
  leftFrom: number;
  leftSite: number;
  total: number;
  lefts: number;
}

/** Endings of frames that closed after their page had to be written; sorted by frame. */
export interface LateEndings {
  readonly frame: Int32Array;
  readonly end: Int32Array;
  readonly ended: Int32Array;
  readonly last: Int32Array;
}

export interface FrameWriter {
  count(): number;
  open(facts: Readonly<OpenedFrame>): number;
  close(number: number, moment: number, ended: number, last: number): void;
  finish(): { readonly directory: TableDirectory; readonly late: LateEndings };
}

interface Pending {
  readonly columns: readonly Column[];
  open: number;
}

/** Pages kept for frames that are still open: 40 KB each. Beyond, pages are written and endings come late. */
const pendingLimit = 512;

/**
 * Frames are numbered as they open and are written when their page is full and its frames are closed.
 * Frames that stay open for long (a supervisor's loop) do not hold pages back beyond the limit.
 */
export function frameWriter(sink: Sink): FrameWriter {
  const write = pageWriter(sink, frameShapes);
  const pending: (Pending | undefined)[] = [];
  const places: (readonly [number, number, number])[] = [];
  const waiting: number[] = [];
  const late = { frame: numbers(), end: numbers(), ended: numbers(), last: numbers() };
  const spare: (readonly Column[])[] = [];
  let count = 0;

  function flush(page: number, rows: number): void {
    const { columns } = pending[page]!;
    places[page] = write(columns, rows);
    pending[page] = undefined;
    spare.push(columns);
  }

  function newPage(page: number): Pending {
    const columns = spare.pop() ?? frameShapes.map((shape) => newColumn(shape, framesPerPage));
    for (const column of [frame.end, frame.ended, frame.last]) columns[column]!.fill(0);
    return (pending[page] = { columns, open: 0 });
  }

  return {
    count: () => count,
    open(facts) {
      const { call, parent, left } = facts;
      const number = count++;
      const page = Math.floor(number / framesPerPage);
      const row = number - page * framesPerPage;
      const at = row === 0 ? newPage(page) : pending[page]!;
      const { columns } = at;
      columns[frame.call]![row] = call;
      columns[frame.parent]![row] = parent === -1 ? 0 : number - parent;
      columns[frame.left]![row] = left === -1 ? 0 : number - left;
      columns[frame.depth]![row] = facts.depth;
      columns[frame.site]![row] = facts.site;
      columns[frame.from]![row] = parent === -1 ? 0 : call - facts.from;
      columns[frame.fromSite]![row] = facts.fromSite;
      columns[frame.leftFrom]![row] = left === -1 ? 0 : call - facts.leftFrom;
      columns[frame.leftSite]![row] = facts.leftSite;
      columns[frame.total]![row] = facts.total;
      columns[frame.lefts]![row] = facts.lefts;
      at.open++;
      if (row === framesPerPage - 1) {
        waiting.push(page);
        if (waiting.length > pendingLimit) {
          const oldest = waiting.shift()!;
          if (pending[oldest] !== undefined) flush(oldest, framesPerPage);
        }
      }
      return number;
    },
    close(number, moment, ended, last) {
      const page = Math.floor(number / framesPerPage);
      const at = pending[page];
      if (at === undefined) {
        push(late.frame, number);
        push(late.end, moment);
        push(late.ended, ended);
        push(late.last, last);
        return;
      }
      const row = number - page * framesPerPage;
      const call = at.columns[frame.call]![row]!;
      at.columns[frame.end]![row] = moment - call;
      at.columns[frame.ended]![row] = ended;
      at.columns[frame.last]![row] = last - call;
      at.open--;
      if (at.open === 0 && (page + 1) * framesPerPage <= count) {
        flush(page, framesPerPage);
        waiting.splice(waiting.lastIndexOf(page), 1);
      }
    },
    finish() {
      pending.forEach((at, page) => {
        if (at !== undefined) flush(page, Math.min(framesPerPage, count - page * framesPerPage));
      });
      const directory = { rows: count, rowsPerPage: framesPerPage, pages: Float64Array.from(places.flat()) };
      return { directory, late: sorted(late.frame.length, late) };
    },
  };
}

function sorted(
  length: number,
  late: { readonly [Name in keyof LateEndings]: ReturnType<typeof numbers> },
): LateEndings {
  const order = Int32Array.from({ length }, (_, index) => index);
  const frames = filled(late.frame);
  order.sort((left, right) => frames[left]! - frames[right]!);
  const arranged = (name: keyof LateEndings) => order.map((index) => late[name].values[index]!);
  return { frame: arranged('frame'), end: arranged('end'), ended: arranged('ended'), last: arranged('last') };
}
