import type { FilmWindow } from '../../../protocol/index.ts';
import type { App } from '../app.ts';
import { onAxis, type Place } from '../state/film-state.ts';
import type { Rows } from '../state/rows.ts';

/**
 * The event of a row that is nearest to a place on the axis: of its process, or of any of its members; null when there is none or a
 * newer question of the slot overtook this one.
 */
export async function nearestOfRow(
  { client, actions }: Pick<App, 'client' | 'actions'>,
  slot: string,
  window: Pick<FilmWindow, 'axis'>,
  rows: Rows,
  row: number,
  at: number,
): Promise<Place | null> {
  const { axis } = window;
  const process = rows.process[row]!;
  const isOne = process >= 0 && rows.members[row]! <= 1;
  const answered = await client.askNewest(slot, 'nearest', isOne ? { axis, at, process } : { axis, at });
  if (!answered.ok) {
    if (!answered.cancelled) actions.complain(answered.problem);
    return null;
  }
  const place = answered.value;
  if (isOne || place === null || rows.ofProcess[place.process] === row) return place;
  const processes = membersOf(rows, row);
  const sides = await Promise.all(
    [true, false].map((forward) => client.ask('neighbour', { moment: place.moment, forward, kinds: 0, processes })),
  );
  const found = sides.flatMap((side) => (side.ok && side.value !== null ? [side.value] : []));
  const away = (one: Place): number => Math.abs(onAxis(window, one) - at);
  return found.reduce<Place | null>((best, one) => (best === null || away(one) < away(best) ? one : best), null);
}

/** Processes that a row stands for. */
export function membersOf({ ofProcess }: Rows, row: number): Int32Array {
  const members: number[] = [];
  for (let process = 0; process < ofProcess.length; process++) if (ofProcess[process] === row) members.push(process);
  return Int32Array.from(members);
}
