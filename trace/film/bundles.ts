import { type Scale } from './axis.ts';
import { rowsOf } from './rows.ts';
import { type Bundles } from './shapes.ts';

/** Stretches of a window that bundles are made for. */
const stretches = 12;
const mostBundles = 500;
/** 200 lanes. */
const mostDense = 480_000;

export interface BundleWriter {
  /** The stretch of the window a place is in. */
  stretchOf(place: number): number;
  /** Messages from one lane to another in a stretch; of those with an end that has no lane nothing is drawn. */
  add(from: number, to: number, stretch: number, count: number): void;
  /** The heaviest ones. */
  finish(): Bundles;
}

export function bundleWriter(scale: Scale, lanes: number): BundleWriter {
  const { window } = scale;
  const width = (window.to - window.from) / stretches;
  const size = lanes * lanes * stretches;
  /** By sender's lane, receiver's lane and stretch; of very many lanes only those pairs that occur. */
  const dense = size <= mostDense ? new Int32Array(size) : null;
  const sparse = new Map<number, number>();
  const writer: BundleWriter = {
    stretchOf: (place) => Math.max(0, Math.min(stretches - 1, Math.floor((place - window.from) / width))),
    add(from, to, stretch, count) {
      if (from === -1 || to === -1) return;
      const key = (from * lanes + to) * stretches + stretch;
      if (dense !== null) dense[key]! += count;
      else sparse.set(key, (sparse.get(key) ?? 0) + count);
    },
    finish() {
      const rows = rowsOf({ fromLane: 'u16', toLane: 'u16', from: 'f64', to: 'f64', count: 'i32' });
      const counts: [number, number][] = [];
      const keep = (count: number, key: number) => {
        if (count > 0) counts.push([key, count]);
      };
      if (dense === null) sparse.forEach(keep);
      else dense.forEach(keep);
      const heaviest = counts.sort(([left, one], [right, other]) => other - one || left - right).slice(0, mostBundles);
      for (const [key, count] of heaviest) {
        const stretch = key % stretches;
        const pair = (key - stretch) / stretches;
        const row = rows.add();
        const into = rows.columns;
        into.fromLane[row] = Math.floor(pair / lanes);
        into.toLane[row] = pair % lanes;
        into.from[row] = window.from + stretch * width;
        into.to[row] = window.from + (stretch + 1) * width;
        into.count[row] = count;
      }
      return rows.finish();
    },
  };
  return writer;
}
