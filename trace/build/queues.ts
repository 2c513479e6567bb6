import { grown } from './growing.ts';

/** First in, first out, for every key of three numbers; how sends wait for their arrival. */
export interface KeyedQueues {
  put(a: number, b: number, c: number, value: number): void;
  /** The oldest value under the key, taken out; -1 when there is none. */
  take(a: number, b: number, c: number): number;
}

/** Values are numbers from 0, each in one queue at a time: the links lie in one array. About 50 ns an operation. */
export function keyedQueues(): KeyedQueues {
  let capacity = 1024;
  let keys = new Int32Array(capacity * 3);
  let heads = new Int32Array(capacity).fill(empty);
  let tails = new Int32Array(capacity);
  let used = 0;
  let links = new Int32Array(1024);

  /** The slot of a key, or the free one where it belongs. */
  function slotOf(a: number, b: number, c: number): number {
    let slot = hash(a, b, c) & (capacity - 1);
    while (heads[slot] !== empty && (keys[slot * 3] !== a || keys[slot * 3 + 1] !== b || keys[slot * 3 + 2] !== c)) {
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  }

  /** Doubles the table, or only clears out keys whose queues are empty. */
  function rebuild(): void {
    const oldKeys = keys;
    const oldHeads = heads;
    const oldTails = tails;
    let live = 0;
    for (const head of oldHeads) if (head >= 0) live++;
    while (live * 4 > capacity) capacity *= 2;
    keys = new Int32Array(capacity * 3);
    heads = new Int32Array(capacity).fill(empty);
    tails = new Int32Array(capacity);
    used = live;
    for (let old = 0; old < oldHeads.length; old++) {
      if (oldHeads[old]! < 0) continue;
      const [a, b, c] = [oldKeys[old * 3]!, oldKeys[old * 3 + 1]!, oldKeys[old * 3 + 2]!];
      const slot = slotOf(a, b, c);
      keys[slot * 3] = a;
      keys[slot * 3 + 1] = b;
      keys[slot * 3 + 2] = c;
      heads[slot] = oldHeads[old]!;
      tails[slot] = oldTails[old]!;
    }
  }

  return {
    put(a, b, wide, value) {
      const c = wide | 0;
      if (used * 2 > capacity) rebuild();
      if (value >= links.length) links = grown(links, Math.max(value + 1, links.length * 2), 0);
      links[value] = drained;
      const slot = slotOf(a, b, c);
      if (heads[slot] === empty) {
        used++;
        keys[slot * 3] = a;
        keys[slot * 3 + 1] = b;
        keys[slot * 3 + 2] = c;
        heads[slot] = value;
      } else if (heads[slot] === drained) heads[slot] = value;
      else links[tails[slot]!] = value;
      tails[slot] = value;
    },
    take(a, b, wide) {
      const slot = slotOf(a, b, wide | 0);
      const value = heads[slot]!;
      if (value < 0) return -1;
      heads[slot] = links[value]!;
      return value;
    },
  };
}

const empty = -1;
/** A key that was used and whose queue is empty: it keeps its slot until the next rebuild. */
const drained = -2;

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77) ^ c;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
