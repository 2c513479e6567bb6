/** A value that changes as a whole, and who is told. */
export interface Store<State> {
  get(): State;
  /** Puts fields; listeners hear of it once, before the next picture is drawn. */
  set(change: Partial<State>): void;
  /** Calls back after changes, with the state now and as it was at the last call. Returns how to stop. */
  listen(listener: (now: State, before: State) => void): () => void;
  /** Like `listen`, but once after all listeners, and what these changed was told, too: for drawing. Returns how to stop. */
  settled(listener: (now: State, before: State) => void): () => void;
  /** Calls listeners now instead of before the next picture: for tests, and before the page is hidden. */
  flush(): void;
}

/** @param soon runs something once before the next picture, as `requestAnimationFrame` does */
export function createStore<State extends object>(first: State, soon: (run: () => void) => void): Store<State> {
  const listeners = new Set<(now: State, before: State) => void>();
  const drawing = new Set<(now: State, before: State) => void>();
  let state = first;
  let told = first;
  let asked = false;
  const flush = (): void => {
    asked = false;
    const begun = told;
    // What a listener changes is told in the same round: a picture is never drawn of half a change.
    for (let round = 0; told !== state && round < 10; round++) {
      const before = told;
      told = state;
      for (const listener of [...listeners]) listener(state, before);
    }
    if (told !== begun) for (const listener of [...drawing]) listener(told, begun);
  };
  const addTo =
    (all: typeof listeners): Store<State>['listen'] =>
    (listener) => {
      all.add(listener);
      return () => all.delete(listener);
    };
  return {
    get: () => state,
    set: (change) => {
      const changed = (Object.keys(change) as (keyof State)[]).some((key) => !Object.is(change[key], state[key]));
      if (!changed) return;
      state = { ...state, ...change };
      if (asked) return;
      asked = true;
      soon(flush);
    },
    listen: addTo(listeners),
    settled: addTo(drawing),
    flush,
  };
}
