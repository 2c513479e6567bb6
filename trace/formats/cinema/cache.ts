/** Keeps the values used last, up to a number of bytes; at least the newest one, whatever its size. */
export interface ByteCache<Value> {
  get(key: number): Value | undefined;
  set(key: number, value: Value, size: number): void;
  clear(): void;
}

export function createByteCache<Value>(limit: number): ByteCache<Value> {
  // A Map keeps the order of insertion: the first is the one used longest ago.
  const kept = new Map<number, { readonly value: Value; readonly size: number }>();
  let total = 0;
  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      kept.set(key, { value, size });
      total += size;
      for (const [oldest, entry] of kept) {
        if (total <= limit || oldest === key) break;
        kept.delete(oldest);
        total -= entry.size;
      }
    },
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
