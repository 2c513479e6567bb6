import type { Axis } from '../../../protocol/index.ts';
import type { Directory } from '../state/directory.ts';
import type { Rows } from '../state/rows.ts';

/** How many of a row's members live when: births and deaths, ascending on the axis. */
export interface Population {
  readonly births: Float64Array;
  readonly deaths: Float64Array;
  /** Most at once. */
  readonly most: number;
}

const made = new WeakMap<Rows, Map<string, readonly (Population | undefined)[]>>();

/** Populations of the rows that stand for several processes, made once for rows and axis: sorting takes about 20 ms for 100,000. */
export function populationOf(rows: Rows, directory: Directory, axis: Axis, row: number): Population | undefined {
  const ofAxis = made.get(rows) ?? new Map<string, readonly (Population | undefined)[]>();
  made.set(rows, ofAxis);
  let all = ofAxis.get(axis);
  if (all === undefined) ofAxis.set(axis, (all = makeAll(rows, directory, axis)));
  return all[row];
}

function makeAll(rows: Rows, directory: Directory, axis: Axis): readonly (Population | undefined)[] {
  const births: number[][] = [];
  const deaths: number[][] = [];
  for (let process = 0; process < directory.count; process++) {
    const row = rows.ofProcess[process]!;
    if (row < 0 || (rows.members[row]! < 2 && rows.process[row] !== -1)) continue;
    (births[row] ??= []).push(birthOf(directory, axis, process));
    const death = deathOf(directory, axis, process);
    if (death < Infinity) (deaths[row] ??= []).push(death);
  }
  return Array.from({ length: rows.count }, (_, row) => {
    const born = births[row];
    if (born === undefined) return undefined;
    const ascending = Float64Array.from(born).sort();
    const died = Float64Array.from(deaths[row] ?? []).sort();
    let most = 0;
    for (let index = 0, gone = 0; index < ascending.length; index++) {
      while (gone < died.length && died[gone]! < ascending[index]!) gone++;
      most = Math.max(most, index + 1 - gone);
    }
    return { births: ascending, deaths: died, most };
  });
}

/** Where a process's life begins and ends on the axis; `Infinity`: it lives at the end. */
export function birthOf({ birth, birthTime }: Directory, axis: Axis, process: number): number {
  return axis === 'time' ? birthTime[process]! : birth[process]!;
}

export function deathOf({ death, deathTime }: Directory, axis: Axis, process: number): number {
  if (death[process]! < 0) return Infinity;
  return axis === 'time' ? deathTime[process]! : death[process]!;
}

/** How many live at a place of the axis. */
export function aliveAt({ births, deaths }: Population, at: number): number {
  return countUpTo(births, at) - countUpTo(deaths, at);
}

/** How many of ascending values are at most `limit`. */
export function countUpTo(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
