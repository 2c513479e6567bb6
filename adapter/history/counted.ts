import { pageOf, type Hits, type Moment, type Trace } from '../../trace/index.ts';
import { type Asking } from '../cinema/film.ts';
import { pace } from '../cinema/pace.ts';
import { firstAfter } from '../replay/sorted.ts';
import { type Topic } from './topic.ts';

/** Moments that are known by number, without being listed: how many come before each page of events. */
export interface Counted {
  readonly hits: Hits;
  /** Of each of the pages: how many moments are in pages before it. */
  readonly before: Int32Array;
  readonly total: number;
}

/** Topics of a trace whose counts are kept. */
const mostKept = 16;

const known = new WeakMap<Trace, Map<string, Counted>>();

/**
 * Counts the moments of a topic, once for a trace: a look at the pages that may have some, about 0.3 ms each when they are not in memory
 * yet (of ten million events all pages take some 1.5 s). Others have their turn meanwhile.
 */
export async function countedOf(trace: Trace, { key, hits }: Topic, asking: Asking): Promise<Counted> {
  const kept = known.get(trace) ?? new Map<string, Counted>();
  known.set(trace, kept);
  const found = kept.get(key);
  if (found !== undefined) return found;
  const pause = pace(asking);
  const before = new Int32Array(hits.pages.length);
  let total = 0;
  for (let at = 0; at < hits.pages.length; at++) {
    await pause(at / hits.pages.length, 'Counting');
    before[at] = total;
    total += hits.countIn(hits.pages[at]!);
  }
  const counted = { hits, before, total };
  kept.set(key, counted);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  return counted;
}

/** The moments from number `start` on, read page by page as they are asked for. */
export function* momentsFrom({ hits, before, total }: Counted, start: number): Generator<Moment> {
  if (start < 0 || start >= total) return;
  for (let at = firstAfter(before, start) - 1; at < hits.pages.length; at++) {
    const moments = hits.inPage(hits.pages[at]!);
    for (let row = Math.max(0, start - before[at]!); row < moments.length; row++) yield moments[row]! as Moment;
  }
}

/** Number of the newest moment at or before another; -1 where all are later. */
export function numberAt({ hits, before }: Counted, moment: Moment): number {
  const at = firstAfter(hits.pages, pageOf(moment)) - 1;
  if (at === -1) return -1;
  return before[at]! + firstAfter(hits.inPage(hits.pages[at]!), moment) - 1;
}
