/** Small fast generator of pseudo-random numbers (mulberry32); the same seed gives the same numbers everywhere. */
export interface Random {
  /** 0 to limit - 1. */
  below(limit: number): number;
  /** True in one of `times`. */
  once(times: number): boolean;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    below: (limit) => next() % limit,
    once: (times) => next() % times === 0,
  };
}
