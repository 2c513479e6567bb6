import type { FilmWindow } from '../../../protocol/index.ts';
import type { Client } from '../client.ts';

/** The window as moments, both included, and as nanoseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly fromTime: number;
  readonly toTime: number;
}

/** What of the trace is in the window, whatever its axis; null when there is nothing or the question was overtaken. */
export async function stretchOf(client: Client, slot: string, window: FilmWindow): Promise<Stretch | null> {
  const { axis, from, to } = window;
  const [first, last] = await Promise.all([
    client.askNewest(`${slot}-from`, 'nearest', { axis, at: from }),
    client.askNewest(`${slot}-to`, 'nearest', { axis, at: to }),
  ]);
  if (!first.ok || !last.ok || first.value === null || last.value === null) return null;
  // The nearest may lie outside: then the first inside is the one after it, and the last the one before.
  const stretch =
    axis === 'order'
      ? { from: first.value.moment, to: last.value.moment, fromTime: first.value.time, toTime: last.value.time }
      : {
          from: first.value.moment + (first.value.time < from ? 1 : 0),
          to: last.value.moment - (last.value.time > to ? 1 : 0),
          fromTime: from,
          toTime: to,
        };
  return stretch.from <= stretch.to ? stretch : null;
}
