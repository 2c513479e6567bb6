import {
  encodedBytes,
  eventAt,
  processAt,
  timeAt,
  type Moment,
  type Place,
  type ProcessId,
  type TraceNanoseconds,
  type Trace,
} from '../../trace/index.ts';
import { type HistoryChange, type HistoryRow } from '../../protocol/index.ts';
import { type Asking } from '../cinema/film.ts';
import { pace } from '../cinema/pace.ts';
import { diffTerms } from '../values/diff.ts';
import { countedOf, momentsFrom, numberAt } from './counted.ts';
import { type Entry, type Topic } from './topic.ts';

/** What part of a history is wanted. */
export interface Wanted {
  /** Number of the first row; the page around the cursor when absent. */
  readonly start?: number | undefined;
  readonly count: number;
  readonly changesOnly: boolean;
}

export interface Row extends Omit<HistoryRow, 'source' | 'line' | 'column'> {
  readonly moment: Moment;
  readonly process: ProcessId;
  readonly time: TraceNanoseconds;
  readonly place: Place | null;
}

export interface Page {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly start: number;
  readonly next: number;
  readonly cursor: number;
}

/** Rows looked at for one page that leaves out those that did not change: what is further away comes with the next page. */
const mostLooked = 5_000;
/** Parts of a value told of one row. */
const mostChanges = 20;

/** A page of a history, of which the whole may have millions of rows: only what is looked at is read. */
export async function historyOf(
  trace: Trace,
  topic: Topic,
  cursor: Moment,
  { start: first, count, changesOnly }: Wanted,
  asking: Asking,
): Promise<Page> {
  const counted = await countedOf(trace, topic, asking);
  const { total } = counted;
  const number = numberAt(counted, cursor);
  const around = Math.max(0, Math.min(number - (count >> 1), total - count));
  const start = Math.min(first ?? around, total);
  const pause = pace(asking);
  const rows: Row[] = [];
  let next = start;
  let before = start === 0 ? null : entryNumber(topic, momentsFrom(counted, start - 1));
  for (const moment of momentsFrom(counted, start)) {
    if (rows.length >= count || next - start >= mostLooked) break;
    await pause((next - start) / count, 'Reading the values');
    const entry = topic.entryAt(moment);
    const isChanged = before === null || differ(before, entry);
    if (isChanged || !changesOnly) rows.push(rowOf(trace, moment, next, entry, isChanged, before));
    before = entry;
    next++;
  }
  return { title: topic.title, rows, total, start, next, cursor: number };
}

function entryNumber(topic: Topic, moments: Generator<Moment>): Entry | null {
  for (const moment of moments) return topic.entryAt(moment);
  return null;
}

/** Whether an entry says something that the one before it did not. */
function differ(before: Entry, after: Entry): boolean {
  if (before.value === undefined || after.value === undefined) {
    return before.problem === undefined || before.problem !== after.problem;
  }
  const [one, other] = [encodedBytes(before.value.term), encodedBytes(after.value.term)];
  if (one === undefined || other === undefined) return before.text !== after.text;
  return Buffer.compare(one, other) !== 0;
}

function rowOf(trace: Trace, moment: Moment, index: number, entry: Entry, changed: boolean, before: Entry | null): Row {
  const { process } = eventAt(trace, moment);
  const { text, detail, problem, place, call } = entry;
  return {
    index,
    moment,
    process,
    processLabel: processAt(trace, process, moment).label,
    time: timeAt(trace, moment),
    text,
    detail,
    ...(problem !== undefined && { problem }),
    changed,
    changes: changed && before !== null ? changesOf(before, entry) : [],
    place,
    ...(call !== undefined && { call }),
  };
}

function changesOf(before: Entry, after: Entry): readonly HistoryChange[] {
  if (before.value === undefined || after.value === undefined) return [];
  return diffTerms(before.value.term, after.value.term, after.value.reading, mostChanges).changes;
}
