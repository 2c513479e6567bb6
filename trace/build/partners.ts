import { byteLists, type ByteLists } from '../store/lists.ts';
import { eventsPerPage } from './shapes.ts';

/** One process's messages of one page of events with one other. */
export interface PartnerWriter {
  /** Messages come in the order of their first events. */
  add(sender: number, receiver: number, first: number): void;
  finish(): ByteLists;
}

/**
 * Per process, page and partner the number of messages that began in the page, for both directions: what bundles of arrows are
 * counted from. An entry is: pages since the entry before, times two, odd if a count follows; partner, times two, odd if the
 * messages came from it; the count if it is more than 1. What a process sends to itself stands there once.
 */
export function partnerWriter(): PartnerWriter {
  const lists = byteLists();
  const counts = new Map<number, number>();
  let lastPage = new Int32Array(64);
  let page = -1;

  function put(process: number, partner: number, incoming: number, count: number): void {
    if (process >= lastPage.length) {
      const larger = new Int32Array(Math.max(process + 1, lastPage.length * 2));
      larger.set(lastPage);
      lastPage = larger;
    }
    lists.put(process, (page - lastPage[process]!) * 2 + (count > 1 ? 1 : 0));
    lists.put(process, partner * 2 + incoming);
    if (count > 1) lists.put(process, count);
    lastPage[process] = page;
  }

  function flush(): void {
    for (const [pair, count] of counts) {
      const sender = Math.floor(pair / pairBase);
      const receiver = pair % pairBase;
      put(sender, receiver, 0, count);
      if (sender !== receiver) put(receiver, sender, 1, count);
    }
    counts.clear();
  }

  return {
    add(sender, receiver, first) {
      const at = Math.floor(first / eventsPerPage);
      if (at !== page) {
        flush();
        page = at;
      }
      const pair = sender * pairBase + receiver;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    },
    finish() {
      flush();
      return lists;
    },
  };
}

const pairBase = 2 ** 26;
