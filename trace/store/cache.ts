import { type Page } from './table.ts';

/** Pages kept in memory, least recently used first out; bounded by bytes, not by pages. */
export interface PageCache {
  /** Tables share one cache; each has a number space of its own. */
  newNamespace(): number;
  get(namespace: number, page: number): Page | undefined;
  put(namespace: number, page: number, value: Page, bytes: number): void;
  bytes(): number;
}

const namespaceSize = 2 ** 32;

export function pageCache(limit: number): PageCache {
  const pages = new Map<number, { readonly value: Page; readonly bytes: number }>();
  let namespaces = 0;
  let held = 0;
  return {
    newNamespace: () => namespaces++,
    get(namespace, page) {
      const key = namespace * namespaceSize + page;
      const found = pages.get(key);
      if (found === undefined) return undefined;
      // A Map keeps the order of insertion: put back, it is the newest.
      pages.delete(key);
      pages.set(key, found);
      return found.value;
    },
    put(namespace, page, value, bytes) {
      pages.set(namespace * namespaceSize + page, { value, bytes });
      held += bytes;
      for (const [key, entry] of pages) {
        if (held <= limit || pages.size === 1) break;
        pages.delete(key);
        held -= entry.bytes;
      }
    },
    bytes: () => held,
  };
}
