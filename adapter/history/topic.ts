import { type Hits, type Moment, type Place, type Term } from '../../trace/index.ts';
import { type HistoryRow } from '../../protocol/index.ts';
import { type Reading } from '../values/reading.ts';

/** What a history is about: the moments that it lists, and how each is told. */
export interface Topic {
  /** For people: `cart in Shop.Cart.add/2`, `Calls of Shop.Cart.add/2`. */
  readonly title: string;
  /** Tells topics with other moments apart: what has been counted of a trace is kept by it. */
  readonly key: string;
  readonly hits: Hits;
  readonly entryAt: (moment: Moment) => Entry;
}

/** What there is to say of one moment. */
export interface Entry {
  readonly text: string;
  readonly detail: string | null;
  /** Why there is no value; absent where there is one, and where none is asked for. */
  readonly problem?: string;
  /** What is compared with the entry before; absent for calls and lines, which are never the same. */
  readonly value?: { readonly term: Term; readonly reading: Reading };
  readonly place: Place | null;
  readonly call?: NonNullable<HistoryRow['call']>;
}

/** Characters of a value in a row. */
export const rowLength = 200;
/** Of what stands beside it. */
export const detailLength = 100;
