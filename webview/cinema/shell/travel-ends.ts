import type { App } from '../app.ts';

/** To the first event of the trace. */
export const toStart = ({ actions }: App): Promise<void> => actions.goTo(0);

/** To its last. */
export function toEnd({ actions, store }: App): Promise<void> {
  const { opening } = store.get();
  return opening === null ? Promise.resolve() : actions.goTo(Math.max(0, opening.events - 1));
}

export function toggleAxis({ actions, store }: App): void {
  actions.setAxis(store.get().window.axis === 'time' ? 'order' : 'time');
}
