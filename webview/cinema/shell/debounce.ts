/** Runs an action once a while after the last call. `now` runs what is due at once. */
export interface Debounced {
  later(): void;
  now(): void;
}

/** @param rest milliseconds */
export function debounced(rest: number, action: () => void): Debounced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    clearTimeout(timer);
    timer = undefined;
    action();
  };
  return {
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(run, rest);
    },
    now: () => {
      if (timer !== undefined) run();
    },
  };
}
