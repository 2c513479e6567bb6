import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats a check until it holds and gives its answer: views refresh some time after an event, and show the old
 * values meanwhile.
 *
 * @param limit milliseconds, after which the last failure is thrown
 */
export async function eventually<T>(check: () => Promise<T> | T, limit = 8000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(50);
  }
}
