import type { Picture, PictureAsked, FilmWindow } from '../../../protocol/index.ts';
import { shownProcesses } from '../actions/shown.ts';
import { processFlag } from '../state/directory.ts';
import type { FilmState } from '../state/film-state.ts';

/** More columns than this are no longer read. */
export const mostColumns = 12;
/** Lanes whose messages are counted. */
const mostCounted = 500;

/** What to ask for to learn how many messages each shown process sends and takes in a window; null: nothing is shown. */
export function countingAsked(state: Pick<FilmState, 'rows' | 'directory'>, window: FilmWindow): PictureAsked | null {
  const { directory } = state;
  if (directory === null || directory.count === 0) return null;
  const shown = shownProcesses(state) ?? Int32Array.from({ length: directory.count }, (_, process) => process);
  const lanes =
    shown.length <= mostCounted
      ? shown
      : shown
          .slice()
          .sort((left, right) => directory.events[right]! - directory.events[left]!)
          .slice(0, mostCounted);
  return {
    window,
    lanes,
    folded: new Uint8Array(lanes.length),
    columns: 1,
    kinds: 0,
    texts: false,
    arrowsOf: -1,
    // All in bundles: they are counted, however many there are.
    mostArrows: 0,
  };
}

/** Messages of each process, both ways, with the other shown ones. */
export function countMessages(
  lanes: Int32Array,
  { arrows, bundles }: Pick<Picture, 'arrows' | 'bundles'>,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const add = (process: number, count: number): void => void counts.set(process, (counts.get(process) ?? 0) + count);
  const known = new Set(lanes);
  for (const [index, from] of arrows.fromProcess.entries()) {
    const to = arrows.toProcess[index]!;
    if (arrows.kind[index] !== 0 || from === to || !known.has(from) || !known.has(to)) continue;
    add(from, 1);
    add(to, 1);
  }
  for (const [index, count] of bundles.count.entries()) {
    const [from, to] = [bundles.fromLane[index]!, bundles.toLane[index]!];
    if (from === to) continue;
    add(lanes[from]!, count);
    add(lanes[to]!, count);
  }
  return counts;
}

/**
 * Those chosen by hand; else the pinned and the selected one, if that makes two; else those with most messages, the program's own
 * before what it talks to. From left to right in the order of the lanes.
 */
export function chooseColumns(
  { arrangement, rows, selection, directory }: Pick<FilmState, 'arrangement' | 'rows' | 'selection' | 'directory'>,
  counts: ReadonlyMap<number, number>,
): readonly number[] {
  const rowOf = (process: number): number => {
    const row = rows.ofProcess[process] ?? -1;
    return row < 0 ? rows.count : row;
  };
  const inOrder = (processes: readonly number[]): readonly number[] =>
    [...new Set(processes)].sort((left, right) => rowOf(left) - rowOf(right) || left - right);
  if (arrangement.columns.length > 0) return inOrder(arrangement.columns);
  const selected = selection === null ? [] : [selection.process];
  const pinned = [...new Set([...arrangement.pinned, ...selected])];
  if (arrangement.pinned.length > 0 && pinned.length > 1) return inOrder(pinned.slice(0, mostColumns));
  const most = byMessages(counts);
  const own = most.filter((process) => ((directory?.flags[process] ?? 0) & processFlag.recordedCode) !== 0);
  // With two of its own the program has something to tell; all the others would only be in the way.
  return inOrder([...new Set([...pinned, ...(own.length > 1 ? own : most)])].slice(0, mostColumns));
}

/** Who has most messages comes first. */
export function byMessages(counts: ReadonlyMap<number, number>): readonly number[] {
  return [...counts.entries()]
    .sort((left, right) => right[1] - left[1] || left[0] - right[0])
    .map(([process]) => process);
}
