/** For every open frame: the `try`s it is inside of, by number. */
export interface TryLists {
  begin(slot: number): void;
  end(slot: number): void;
  add(slot: number, site: number, number: number): void;
  has(slot: number, number: number): boolean;
}

/** A frame keeps one entry a `try` of its text: a `try` in a loop replaces its round before. */
export function tryLists(): TryLists {
  const lists: (Map<number, number> | undefined)[] = [];
  return {
    begin(slot) {
      if (lists[slot] !== undefined) lists[slot] = undefined;
    },
    end(slot) {
      if (lists[slot] !== undefined) lists[slot] = undefined;
    },
    add(slot, site, number) {
      (lists[slot] ??= new Map()).set(site, number);
    },
    has(slot, number) {
      const list = lists[slot];
      if (list === undefined) return false;
      for (const known of list.values()) if (known === number) return true;
      return false;
    },
  };
}
