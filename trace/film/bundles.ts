import { type Scale } from './axis.ts';
import { rowsOf } from './rows.ts';
import { type Bundles } from './shapes.ts';

/** Stretches of a window that bundles are made for; a page asks for three times what it shows. */
const stretches = 24;
const mostBundles = 1000;

export interface BundleWriter {
  /** The stretch of the window a place is in. */
  stretchOf(place: number): number;
  /**
   * Messages from one lane to another in a stretch; of those with an end that has no lane nothing is drawn. `place`: where they began, if
   * that is known better than by the stretch.
   */
  add(from: number, to: number, stretch: number, count: number, place?: number): void;
  /** The heaviest ones. */
  finish(): Bundles;
}

/** A bundle being counted, and between which places its messages began. */
interface Counted {
  count: number;
  least: number;
  most: number;
}

/** Costs a look into a table for each call, and an object for each pair of lanes and stretch that occurs. */
export function bundleWriter(scale: Scale, lanes: number): BundleWriter {
  const { window } = scale;
  const width = (window.to - window.from) / stretches;
  /** By sender's lane, receiver's lane and stretch. */
  const counted = new Map<number, Counted>();
  return {
    stretchOf: (place) => Math.max(0, Math.min(stretches - 1, Math.floor((place - window.from) / width))),
    add(from, to, stretch, count, place) {
      if (from === -1 || to === -1) return;
      const key = (from * lanes + to) * stretches + stretch;
      let bundle = counted.get(key);
      if (bundle === undefined) counted.set(key, (bundle = { count: 0, least: Infinity, most: -Infinity }));
      bundle.count += count;
      if (count < 0) return;
      const least = place ?? window.from + stretch * width;
      const most = place ?? window.from + (stretch + 1) * width;
      if (least < bundle.least) bundle.least = least;
      if (most > bundle.most) bundle.most = most;
    },
    finish() {
      const rows = rowsOf({ fromLane: 'u16', toLane: 'u16', from: 'f64', to: 'f64', count: 'i32' });
      const heaviest = [...counted]
        .filter(([, { count }]) => count > 0)
        .sort(([left, one], [right, other]) => other.count - one.count || left - right)
        .slice(0, mostBundles);
      for (const [key, { count, least, most }] of heaviest) {
        const pair = Math.floor(key / stretches);
        const row = rows.add();
        const into = rows.columns;
        into.fromLane[row] = Math.floor(pair / lanes);
        into.toLane[row] = pair % lanes;
        into.from[row] = least;
        into.to[row] = most;
        into.count[row] = count;
      }
      return rows.finish();
    },
  };
}
