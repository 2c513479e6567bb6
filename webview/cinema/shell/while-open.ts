import type { Answered, Client } from '../client.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Store } from '../state/store.ts';

/** A client that asks nothing while there is no door: such questions would wait for ever. The page says already why there is none. */
export function whileOpen(client: Client, store: Store<FilmState>): Client {
  const closed: Answered<never> = { ok: false, problem: 'There is no connection.', cancelled: true };
  const isClosed = (): boolean => store.get().connection.kind === 'closed';
  return {
    ask: (question, given, options) => (isClosed() ? Promise.resolve(closed) : client.ask(question, given, options)),
    askNewest: (slot, question, given, options) =>
      isClosed() ? Promise.resolve(closed) : client.askNewest(slot, question, given, options),
    pending: client.pending,
  };
}
