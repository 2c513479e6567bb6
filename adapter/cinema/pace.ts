import { Refusal, type Asking } from './film.ts';

/** Milliseconds of work at a stretch: a step of the debugger that is asked for meanwhile waits no longer. */
const stretch = 8;

/**
 * For work of many small parts: awaited between them, it lets others have their turn every few milliseconds and reports progress.
 * Costs a look at the clock a call.
 * @throws Refusal when nobody wants the answer any more
 */
export function pace({ progress, signal }: Asking): (fraction: number, what: string) => Promise<void> | undefined {
  let begun = performance.now();
  const others = async (fraction: number, what: string): Promise<void> => {
    progress(fraction, what);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new Refusal('Cancelled.');
    begun = performance.now();
  };
  return (fraction, what) => (performance.now() - begun < stretch ? undefined : others(fraction, what));
}
