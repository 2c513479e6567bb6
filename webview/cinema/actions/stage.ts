import type { Client } from '../client.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Store } from '../state/store.ts';

/** What actions work on. */
export interface Stage {
  readonly client: Client;
  readonly store: Store<FilmState>;
  readonly complain: (problem: string | null) => void;
}
