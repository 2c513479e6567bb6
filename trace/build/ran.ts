import { byteLists, type ByteLists } from '../store/lists.ts';

/** Which processes ran code of which modules. */
export interface RanWriter {
  /** For every event at a site; about 5 ns where the pair is known already. */
  note(process: number, module: number): void;
  /** Per module its processes: each the difference to the one before, its sign folded in. */
  readonly lists: ByteLists;
}

const recentSize = 1 << 14;

export function ranWriter(): RanWriter {
  const lists = byteLists();
  /** Pairs met lately, by their hash: programs go to and fro between a few modules. */
  const recentProcess = new Int32Array(recentSize).fill(-1);
  const recentModule = new Int32Array(recentSize);
  const lastProcess: number[] = [];
  let capacity = 1024;
  let used = 0;
  let pairs = new Float64Array(capacity).fill(-1);

  function insert(pair: number, process: number, module: number): boolean {
    let slot = mixed(process, module) & (capacity - 1);
    while (pairs[slot] !== -1) {
      if (pairs[slot] === pair) return false;
      slot = (slot + 1) & (capacity - 1);
    }
    pairs[slot] = pair;
    used++;
    return true;
  }

  function grow(): void {
    const old = pairs;
    capacity *= 2;
    pairs = new Float64Array(capacity).fill(-1);
    used = 0;
    for (const pair of old) if (pair !== -1) insert(pair, pair % processBase, Math.floor(pair / processBase));
  }

  return {
    lists,
    note(process, module) {
      const recent = mixed(process, module) & (recentSize - 1);
      if (recentProcess[recent] === process && recentModule[recent] === module) return;
      recentProcess[recent] = process;
      recentModule[recent] = module;
      if (used * 2 > capacity) grow();
      if (!insert(module * processBase + process, process, module)) return;
      const difference = process - (lastProcess[module] ?? 0);
      lists.put(module, difference >= 0 ? difference * 2 : -difference * 2 - 1);
      lastProcess[module] = process;
    },
  };
}

const processBase = 2 ** 31;

function mixed(process: number, module: number): number {
  const product = Math.imul(process + 1, 0x9e37_79b1) ^ Math.imul(module + 1, 0x85eb_ca77);
  return (product ^ (product >>> 15)) >>> 0;
}
