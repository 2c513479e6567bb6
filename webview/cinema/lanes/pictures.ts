import type { PictureAsked } from '../../../protocol/index.ts';
import type { Client } from '../client.ts';
import { keyOf } from './asked.ts';
import { prepare, type Prepared } from './prepared.ts';
import type { Scale } from './scale.ts';

/** Pictures kept: a few windows in each direction of where one looks. One is about a megabyte at most. */
const mostKept = 24;

export interface Pictures {
  /**
   * The picture to draw now: the one that was asked for, or until it comes the kept one that shows most of the same, scaled; null
   * when there is none. Asks the door when needed.
   */
  of(asked: PictureAsked, scale: Scale): Prepared | null;
  /** A picture is on its way. */
  isAsking(): boolean;
  /** Forgets everything: another trace. */
  clear(): void;
  /** A question that failed may be asked again. */
  retry(): void;
}

/** @param changed called when a picture has come @param complain told what went wrong */
export function createPictures(
  client: Pick<Client, 'askNewest'>,
  changed: () => void,
  complain: (problem: string) => void,
): Pictures {
  // In the order of their use, the newest last.
  const kept = new Map<string, Prepared>();
  let asking = '';
  let failed = '';

  const ask = async (key: string, asked: PictureAsked): Promise<void> => {
    asking = key;
    const answered = await client.askNewest('picture', 'picture', asked);
    if (asking === key) asking = '';
    if (answered.ok) {
      kept.set(key, prepare(asked, answered.value));
      for (const old of kept.keys()) if (kept.size > mostKept) kept.delete(old);
      changed();
    } else if (!answered.cancelled) {
      failed = key;
      complain(answered.problem);
    }
  };

  return {
    of: (asked, scale) => {
      if (asked.lanes.length === 0) return null;
      const key = keyOf(asked);
      const exact = kept.get(key);
      if (exact !== undefined) {
        kept.delete(key);
        kept.set(key, exact);
        return exact;
      }
      if (asking !== key && failed !== key) void ask(key, asked);
      let best: Prepared | null = null;
      let bestWorth = 0;
      for (const one of kept.values()) {
        const worth = worthOf(one, asked, scale);
        if (worth >= bestWorth && worth > 0) {
          best = one;
          bestWorth = worth;
        }
      }
      return best;
    },
    isAsking: () => asking !== '',
    clear: () => {
      kept.clear();
      asking = failed = '';
    },
    retry: () => {
      failed = '';
    },
  };
}

/** How well a picture stands in for another: by the part of the window and of the lanes that it shows, then by its resolution. */
function worthOf({ asked: has, laneOf }: Prepared, wanted: PictureAsked, { from, to }: Scale): number {
  if (has.window.axis !== wanted.window.axis) return 0;
  const covered = (Math.min(has.window.to, to) - Math.max(has.window.from, from)) / (to - from);
  if (covered <= 0) return 0;
  let lanes = 0;
  for (const process of wanted.lanes) if (laneOf.has(process)) lanes++;
  if (lanes === 0) return 0;
  const column = ({ window, columns }: PictureAsked): number => (window.to - window.from) / columns;
  const coarser = Math.abs(Math.log2(column(has) / column(wanted)));
  return (covered * lanes) / wanted.lanes.length / (1 + coarser / 8);
}
