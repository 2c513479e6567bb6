/**
 * Counts by (sender, receiver, hash): sends that were given out and did not arrive yet, and sends that are still to be
 * given out. An open-addressing table in typed arrays: no allocation per message, some 30 ns a look.
 *
 * Sends that never arrive would fill it for ever. So there are two tables: when the younger is full it becomes the older, and
 * the older is forgotten (they double until they hold 65,536 keys). A forgotten send was given out long before; its arrival then simply does not wait.
 */
export interface Pairs {
  /** Where the counts of this key are; they stay there until the next `locate`. */
  locate(sender: number, receiver: number, hash: number): number;
  /** Given out and not arrived, by place. */
  readonly sent: (place: number) => number;
  /** Still to be given out, by place. */
  readonly pending: (place: number) => number;
  add(place: number, sent: number, pending: number): void;
}

interface Generation {
  readonly senders: Int32Array;
  readonly receivers: Int32Array;
  readonly hashes: Int32Array;
  readonly sent: Int32Array;
  readonly pending: Int32Array;
  readonly mask: number;
  used: number;
}

export function createPairs(smallest = 1 << 10, largest = 1 << 17): Pairs {
  const make = (size: number): Generation => ({
    senders: new Int32Array(size).fill(-2),
    receivers: new Int32Array(size),
    hashes: new Int32Array(size),
    sent: new Int32Array(size),
    pending: new Int32Array(size),
    mask: size - 1,
    used: 0,
  });
  let young = make(smallest);
  let old = make(smallest);

  /** The slot of the key, or the free slot where it would go. */
  function slotIn(table: Generation, sender: number, receiver: number, hash: number): number {
    let mixed = Math.imul(hash ^ Math.imul(sender + 1, 0x9e3779b1) ^ Math.imul(receiver + 1, 0x85ebca6b), 0xc2b2ae35);
    mixed ^= mixed >>> 15;
    for (let slot = mixed & table.mask; ; slot = (slot + 1) & table.mask) {
      const found = table.senders[slot]!;
      if (found === -2) return slot;
      if (found === sender && table.receivers[slot] === receiver && table.hashes[slot] === hash) return slot;
    }
  }

  return {
    locate(sender, receiver, hash32) {
      const hash = hash32 | 0;
      let slot = slotIn(young, sender, receiver, hash);
      if (young.senders[slot] !== -2) return slot;
      if (young.used > young.mask >> 1) {
        old = young;
        young = make(Math.min(largest, 2 * (old.mask + 1)));
        slot = slotIn(young, sender, receiver, hash);
      }
      young.used++;
      young.senders[slot] = sender;
      young.receivers[slot] = receiver;
      young.hashes[slot] = hash;
      young.sent[slot] = 0;
      young.pending[slot] = 0;
      const before = slotIn(old, sender, receiver, hash);
      if (old.senders[before] !== -2) {
        young.sent[slot] = old.sent[before]!;
        young.pending[slot] = old.pending[before]!;
        old.sent[before] = 0;
        old.pending[before] = 0;
      }
      return slot;
    },
    sent: (place) => young.sent[place]!,
    pending: (place) => young.pending[place]!,
    add(place, sent, pending) {
      young.sent[place] = Math.max(0, young.sent[place]! + sent);
      young.pending[place] = Math.max(0, young.pending[place]! + pending);
    },
  };
}
