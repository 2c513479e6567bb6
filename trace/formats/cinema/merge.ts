import { type EventRecord, type PayloadReference, type ProcessId, type SiteId } from '../../model.ts';
import { createPairs } from './pairs.ts';
import { type Processes } from './processes.ts';
import { type Cursor, kindCode, type RawEvent } from './cursor.ts';

/**
 * One order out of many threads. Threads are merged by the clock; a window of the next events is looked ahead of the one
 * to give out, so that a message whose send is still in the window waits for it, and so does a process whose spawn is.
 *
 * Invariant: events of one process leave in the order they came in. Invariant: times never fall. Invariant: a wait ends:
 * when its cause is given out, when it is the oldest and four windows of events have passed, or when the threads end.
 */
export interface Merge {
  /** Gives out up to `count` events; false when there are no more. */
  run(count: number, sink: (record: Readonly<EventRecord>) => void): boolean;
}

export interface MergeContext {
  readonly cursors: readonly Cursor[];
  /** The part each cursor belongs to: names are registered within a part. */
  readonly parts: readonly number[];
  readonly processes: Processes;
  /** How many records there are, about. */
  readonly records: number;
  /** Process registered under a name when recording began, or -1. */
  readonly initialHolder: (part: number, name: number) => number;
}

const largestWindow = 8192;
const smallestWindow = 64;
const none = -1;

/** What is known of a process's beginning. */
const birth = { unknown: 0, spawnAhead: 1, begun: 2 } as const;

/** Events waiting to be given out, as columns; a slot is reused when its event is out. */
interface Slots {
  kind: Uint8Array;
  process: Int32Array;
  time: Float64Array;
  site: Int32Array;
  payload: Float64Array;
  subject: Int32Array;
  detail: Float64Array;
  part: Int32Array;
  prints: Uint8Array;
  /** The next slot of the same queue. */
  next: Int32Array;
}

const makeSlots = (size: number): Slots => ({
  kind: new Uint8Array(size),
  process: new Int32Array(size),
  time: new Float64Array(size),
  site: new Int32Array(size),
  payload: new Float64Array(size),
  subject: new Int32Array(size),
  detail: new Float64Array(size),
  part: new Int32Array(size),
  prints: new Uint8Array(size),
  next: new Int32Array(size),
});

/** Events of a process that wait, in order, and what the first of them waits for. */
interface Waiting {
  head: number;
  tail: number;
  /** `s,r,h` of a send, or `p` of a spawn. */
  cause: string;
  readonly since: number;
}

export function createMerge(context: MergeContext): Merge {
  const { cursors, processes } = context;
  const pairs = createPairs();
  // A power of two, no larger than it takes for a small trace.
  const windowSize = 1 << Math.ceil(Math.log2(Math.min(largestWindow, Math.max(smallestWindow, context.records))));
  const patience = 4 * windowSize;
  // Room for the window and for what passes while the oldest waits. When it is full nothing is taken in until some wait ends.
  const capacity = windowSize + patience + 2;
  const slots = makeSlots(capacity);
  const free = new Int32Array(capacity);
  let freeCount = capacity;
  for (let index = 0; index < capacity; index++) free[index] = capacity - 1 - index;
  const ring = new Int32Array(windowSize);
  let ringHead = 0;
  let ringCount = 0;

  let births = new Uint8Array(1024);
  let isWaiting = new Uint8Array(1024);
  /** By process, in order of when their wait began (a Map keeps that order). */
  const waiting = new Map<number, Waiting>();
  /** By cause: the processes that wait for it. */
  const waiters = new Map<string, number[]>();
  const holders = new Map<number, number>();
  let passed = 0;
  let lastTime = -Infinity;
  let origin: number | undefined;

  const record: EventRecord = {
    kind: 0,
    process: 0 as ProcessId,
    time: 0,
    site: 0,
    payload: none,
    subject: none,
    detail: 0,
    prints: 0,
  };

  // A heap would do for hundreds of threads; a BEAM has a few more than it has cores.
  const alive: number[] = [];
  for (let index = 0; index < cursors.length; index++) if (cursors[index]!.next()) alive.push(index);
  let current = -1;
  let limit = -Infinity;

  /** The thread with the earliest event, and until when it stays the earliest. */
  function choose(): void {
    let best = -1;
    let bestTime = Infinity;
    limit = Infinity;
    for (const index of alive) {
      const { time } = cursors[index]!.event;
      if (time < bestTime || best < 0) {
        limit = best < 0 ? Infinity : bestTime;
        bestTime = time;
        best = index;
      } else if (time < limit) limit = time;
    }
    current = best;
  }

  function grow(process: number): void {
    if (process < births.length) return;
    const size = Math.max(process + 1, births.length * 2);
    const largerBirths = new Uint8Array(size);
    largerBirths.set(births);
    births = largerBirths;
    const largerWaiting = new Uint8Array(size);
    largerWaiting.set(isWaiting);
    isWaiting = largerWaiting;
  }

  const nameKey = (part: number, name: number) => part * 2 ** 32 + name;
  function holderOf(part: number, name: number): number {
    return holders.get(nameKey(part, name)) ?? context.initialHolder(part, name);
  }

  /** Takes the earliest event of all threads into the window. */
  function take(): boolean {
    if (current < 0 || cursors[current]!.event.time > limit) {
      choose();
      if (current < 0) return false;
    }
    const cursor = cursors[current]!;
    const { event } = cursor;
    const slot = free[--freeCount]!;
    fill(slot, event, context.parts[current]!);
    ring[(ringHead + ringCount++) & (windowSize - 1)] = slot;
    if (!cursor.next()) {
      alive.splice(alive.indexOf(current), 1);
      current = -1;
    }
    return true;
  }

  function fill(slot: number, event: RawEvent, part: number): void {
    const { kind, process } = event;
    grow(process);
    let { subject } = event;
    if (kind === kindCode.send) {
      if (subject < 0 && event.name >= 0) subject = holderOf(part, event.name);
      // A name nobody held yet, by these clocks: the receiver stays open, as -1.
      pairs.add(pairs.locate(process, subject, event.detail), 0, 1);
    } else if (kind === kindCode.spawn && subject >= 0) {
      grow(subject);
      if (births[subject] === birth.unknown) births[subject] = birth.spawnAhead;
    } else if (kind === kindCode.register) holders.set(nameKey(part, subject), process);
    else if (kind === kindCode.unregister) holders.set(nameKey(part, subject), none);
    slots.kind[slot] = kind;
    slots.process[slot] = process;
    slots.time[slot] = event.time;
    slots.site[slot] = event.site;
    slots.payload[slot] = event.payload;
    slots.subject[slot] = subject;
    slots.detail[slot] = event.detail;
    slots.part[slot] = part;
    slots.prints[slot] = event.prints;
    slots.next[slot] = none;
  }

  /** What the event in this slot must wait for, or undefined. */
  function causeOf(slot: number): string | undefined {
    const process = slots.process[slot]!;
    if (births[process] === birth.spawnAhead) return `p${process}`;
    if (slots.kind[slot] !== kindCode.arrive) return undefined;
    const sender = slots.subject[slot]!;
    if (sender < 0) return undefined;
    const hash = slots.detail[slot]!;
    for (let receiver = process; ; receiver = none) {
      const place = pairs.locate(sender, receiver, hash);
      if (pairs.sent(place) > 0) return undefined;
      if (pairs.pending(place) > 0) return pairKey(sender, receiver, hash);
      if (receiver === none) return undefined;
    }
  }
  const pairKey = (sender: number, receiver: number, hash: number) => `${sender},${receiver},${hash}`;

  /** The oldest event of the window is given out, or begins or joins a wait. */
  function pass(sink: (record: Readonly<EventRecord>) => void): void {
    const slot = ring[ringHead]!;
    ringHead = (ringHead + 1) & (windowSize - 1);
    ringCount--;
    passed++;
    const process = slots.process[slot]!;
    if (isWaiting[process] === 1) {
      const queue = waiting.get(process)!;
      slots.next[queue.tail] = slot;
      queue.tail = slot;
    } else {
      const cause = births[process] === birth.begun && slots.kind[slot] !== kindCode.arrive ? undefined : causeOf(slot);
      if (cause === undefined) give(slot, sink);
      else wait(process, slot, slot, cause);
    }
    if (waiting.size > 0) {
      const [oldest, queue] = waiting.entries().next().value!;
      if (passed - queue.since > patience) release(oldest, true, sink);
    }
  }

  function wait(process: number, head: number, tail: number, cause: string): void {
    isWaiting[process] = 1;
    waiting.set(process, { head, tail, cause, since: passed });
    const others = waiters.get(cause);
    if (others) others.push(process);
    else waiters.set(cause, [process]);
  }

  /** Processes whose cause has been given out and whose events are next. */
  const woken: number[] = [];
  let draining = false;

  /** Gives out what waits in the process's queue until something there must wait itself. */
  function release(process: number, force: boolean, sink: (record: Readonly<EventRecord>) => void): void {
    const queue = waiting.get(process);
    if (queue === undefined) return;
    waiting.delete(process);
    isWaiting[process] = 0;
    const others = waiters.get(queue.cause);
    if (others) {
      const place = others.indexOf(process);
      if (place >= 0) others.splice(place, 1);
      if (others.length === 0) waiters.delete(queue.cause);
    }
    let anyway = force;
    let slot = queue.head;
    while (slot !== none) {
      const next = slots.next[slot]!;
      const cause = anyway ? undefined : causeOf(slot);
      if (cause !== undefined) {
        wait(process, slot, queue.tail, cause);
        return;
      }
      if (anyway) births[process] = birth.begun;
      anyway = false;
      slots.next[slot] = none;
      give(slot, sink);
      slot = next;
    }
  }

  function give(slot: number, sink: (record: Readonly<EventRecord>) => void): void {
    const kind = slots.kind[slot]!;
    const process = slots.process[slot]!;
    let subject = slots.subject[slot]!;
    const detail = slots.detail[slot]!;
    births[process] = birth.begun;
    record.process = processes.publish(process) as ProcessId;
    let cause: string | undefined;
    if (kind === kindCode.send) {
      pairs.add(pairs.locate(process, subject, detail), 1, -1);
      if (waiters.size > 0) cause = pairKey(process, subject, detail);
      if (subject >= 0) subject = processes.publish(subject);
    } else if (kind === kindCode.arrive) {
      if (subject >= 0) {
        let place = pairs.locate(subject, process, detail);
        if (pairs.sent(place) === 0) place = pairs.locate(subject, none, detail);
        pairs.add(place, -1, 0);
        subject = processes.publish(subject);
      }
    } else if (kind === kindCode.spawn) {
      if (subject >= 0) {
        if (births[subject] !== birth.begun) births[subject] = birth.begun;
        if (waiters.size > 0) cause = `p${subject}`;
      }
    }
    if (
      subject >= 0 &&
      (kind === kindCode.spawn || kind === kindCode.link || kind === kindCode.unlink || kind === kindCode.monitor)
    )
      subject = processes.publish(subject);
    const time = slots.time[slot]!;
    if (time > lastTime) lastTime = time;
    origin ??= lastTime;
    record.kind = kind;
    record.time = lastTime - origin;
    record.site = slots.site[slot]! as SiteId;
    record.payload = slots.payload[slot]! as PayloadReference;
    record.subject = subject;
    record.detail = detail;
    record.prints = slots.prints[slot] as 0 | 1;
    free[freeCount++] = slot;
    sink(record);
    if (cause !== undefined) wake(cause, sink);
  }

  function wake(cause: string, sink: (record: Readonly<EventRecord>) => void): void {
    const found = waiters.get(cause);
    if (found === undefined) return;
    woken.push(...found);
    if (draining) return;
    draining = true;
    while (woken.length > 0) release(woken.shift()!, false, sink);
    draining = false;
  }

  return {
    run(count, sink) {
      for (let done = 0; done < count; done++) {
        while (ringCount < windowSize && freeCount > 0 && take());
        if (ringCount > 0) {
          pass(sink);
          continue;
        }
        const oldest = waiting.keys().next();
        if (oldest.done) return false;
        release(oldest.value, true, sink);
      }
      return true;
    },
  };
}
