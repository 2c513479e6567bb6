import { grown } from './growing.ts';
import { type FrameWriter, type OpenedFrame } from './frames.ts';
import { ending, leftFramesShown } from './shapes.ts';
import { siteCode, siteFlag, type SiteTable } from './sites.ts';
import { bindingStacks } from './bindings.ts';
import { tryLists } from './tries.ts';

/** Where an event happened; written by every operation of `Stacks`, so that nothing is allocated. */
export interface Happened {
  /** -1: in no frame that was recorded. */
  frame: number;
  /** Open frames of the process at the event, its own included; 0 outside all of them. */
  depth: number;
  /** Moment of the event that `previous` of the columns leads to; -1 none. */
  previous: number;
}

/** The call stacks of all processes while events go by in order. */
export interface Stacks {
  readonly happened: Happened;
  /** Call first, for every event: a call whose end is never recorded is over at the next event. */
  settle(process: number, moment: number): void;
  /** Whether the process has no open call of recorded code. */
  isIdle(process: number): boolean;
  enter(process: number, site: number, moment: number): void;
  /** An event at a site that enters nothing. `tryNumber` of `try` and `catch` sites, otherwise unused. */
  visit(process: number, site: number, moment: number, tryNumber: number): void;
  /** An event without a site: it belongs to whatever runs. */
  pass(process: number, moment: number): void;
  /** The process is at the bottom of its stack, or gone. */
  closeAll(process: number, moment: number, how: number): void;
  /** Events of the process are missing here: what is open may be gone. */
  gap(process: number): void;
}

const none = -1;
/** The frame announced a tail call: it is gone unless its own sites are heard of again. */
const leaving = 1;
const momentary = 2;

/**
 * Open frames are slots of typed arrays, linked downwards. A slot without a frame (`ghost`) stands for a call that was
 * entered before recording began: its events are known, its call is not.
 * Costs about 100 ns an event, whatever the depth: every frame is opened and closed once.
 */
export function stacks(sites: SiteTable, frames: FrameWriter): Stacks {
  const happened: Happened = { frame: none, depth: 0, previous: none };
  const bindings = bindingStacks(sites);
  const tries = tryLists();
  let tops = new Int32Array(64).fill(none);
  /** The slot that was on top at the newest gap: it and those below it may be gone. */
  let barriers = new Int32Array(64).fill(none);

  let capacity = 64;
  let used = 0;
  let free = none;
  let frameOf = new Int32Array(capacity);
  let ownerOf = new Int32Array(capacity);
  let below = new Int32Array(capacity);
  let depthOf = new Int32Array(capacity);
  let state = new Int32Array(capacity);
  let lastEvent = new Int32Array(capacity);
  let lastSited = new Int32Array(capacity);
  let lastSite = new Int32Array(capacity);
  let totalOf = new Int32Array(capacity);
  let leftsOf = new Int32Array(capacity);

  function newSlot(): number {
    if (free !== none) {
      const slot = free;
      free = below[slot]!;
      return slot;
    }
    if (used === capacity) {
      capacity *= 2;
      frameOf = grown(frameOf, capacity, 0);
      ownerOf = grown(ownerOf, capacity, 0);
      below = grown(below, capacity, 0);
      depthOf = grown(depthOf, capacity, 0);
      state = grown(state, capacity, 0);
      lastEvent = grown(lastEvent, capacity, 0);
      lastSited = grown(lastSited, capacity, 0);
      lastSite = grown(lastSite, capacity, 0);
      totalOf = grown(totalOf, capacity, 0);
      leftsOf = grown(leftsOf, capacity, 0);
    }
    return used++;
  }

  function ensure(process: number): void {
    if (process < tops.length) return;
    const length = Math.max(process + 1, tops.length * 2);
    tops = grown(tops, length, none);
    barriers = grown(barriers, length, none);
  }

  function pushSlot(process: number, on: number, frame: number, owner: number, depth: number): number {
    const slot = newSlot();
    frameOf[slot] = frame;
    ownerOf[slot] = owner;
    below[slot] = on;
    depthOf[slot] = depth;
    state[slot] = 0;
    bindings.begin(slot);
    tries.begin(slot);
    tops[process] = slot;
    return slot;
  }

  function popTop(process: number, moment: number, how: number): void {
    const slot = tops[process]!;
    const frame = frameOf[slot]!;
    if (frame !== none) {
      frames.close(frame, moment, (state[slot]! & leaving) !== 0 ? ending.tail : how, lastEvent[slot]!);
    }
    bindings.end(slot);
    tries.end(slot);
    tops[process] = below[slot]!;
    if (barriers[process] === slot) barriers[process] = none;
    below[slot] = free;
    free = slot;
  }

  /** Closes what lies above `slot`: it ended without saying so, by an exception or in a gap. */
  function popTo(process: number, slot: number, moment: number): void {
    const how = barriers[process] === none ? ending.exception : ending.lost;
    while (tops[process] !== slot) popTop(process, moment, how);
    // A frame that is heard of again after a gap is certain again.
    if (barriers[process] === slot) barriers[process] = none;
  }

  /** The open frame a site belongs to, what is above it closed; a ghost when there is none. */
  function find(process: number, site: number, moment: number): number {
    const owner = sites.owner[site]!;
    const top = tops[process]!;
    if (top !== none && ownerOf[top] === owner && state[top] === 0 && barriers[process] !== top) return top;
    let second = none;
    for (let slot = top; slot !== none; slot = below[slot]!) {
      if (ownerOf[slot] !== owner) continue;
      if ((state[slot]! & leaving) === 0) {
        popTo(process, slot, moment);
        return slot;
      }
      if (second === none) second = slot;
    }
    if (second !== none) {
      popTo(process, second, moment);
      state[second]! &= ~leaving;
      return second;
    }
    // Its call came before the recording (or in a gap): it lies below everything that was opened since.
    const bottom = barriers[process]!;
    popTo(process, bottom, moment);
    barriers[process] = bottom;
    return pushSlot(process, bottom, none, owner, bottom === none ? 1 : depthOf[bottom]! + 1);
  }

  const opened: OpenedFrame = {
    call: 0,
    parent: 0,
    left: 0,
    depth: 0,
    site: 0,
    from: 0,
    fromSite: 0,
    leftFrom: 0,
    leftSite: 0,
    total: 0,
    lefts: 0,
  };

  return {
    happened,
    settle(process, moment) {
      ensure(process);
      const top = tops[process]!;
      if (top !== none && (state[top]! & momentary) !== 0) popTop(process, moment, ending.lost);
    },
    isIdle: (process) => tops[process] === none,
    enter(process, site, moment) {
      const caller = tops[process]!;
      const barrier = barriers[process]!;
      const isTail = caller !== none && caller !== barrier && (state[caller]! & leaving) !== 0;
      const on = isTail ? below[caller]! : caller;
      const parent = on === none || on === barrier ? none : frameOf[on]!;
      const left = isTail ? frameOf[caller]! : none;
      opened.call = moment;
      opened.parent = parent;
      opened.left = left;
      opened.depth = on === none ? 1 : depthOf[on]! + 1;
      opened.site = site;
      opened.from = parent === none ? none : lastSited[on]!;
      opened.fromSite = parent === none ? 0 : lastSite[on]!;
      opened.leftFrom = left === none ? none : lastSited[caller]!;
      opened.leftSite = left === none ? 0 : lastSite[caller]!;
      opened.lefts = left === none ? 0 : Math.min(leftsOf[caller]! + 1, leftFramesShown);
      opened.total = 1 + opened.lefts + (parent === none ? 0 : totalOf[on]!);
      const frame = frames.open(opened);
      if (isTail) popTop(process, moment, ending.tail);
      const slot = pushSlot(process, on, frame, sites.owner[site]!, opened.depth);
      if ((sites.flags[site]! & siteFlag.momentary) !== 0) state[slot] = momentary;
      totalOf[slot] = opened.total;
      leftsOf[slot] = opened.lefts;
      lastEvent[slot] = lastSited[slot] = moment;
      lastSite[slot] = site;
      happened.frame = frame;
      happened.depth = opened.depth;
      happened.previous = bindings.visit(slot, site, moment);
    },
    visit(process, site, moment, tryNumber) {
      const kind = sites.kind[site]!;
      let slot = none;
      if (kind === siteCode.catch) {
        for (slot = tops[process]!; slot !== none && !tries.has(slot, tryNumber);) slot = below[slot]!;
        if (slot !== none) popTo(process, slot, moment);
      }
      if (slot === none) slot = find(process, site, moment);
      if (kind === siteCode.catch) state[slot]! &= ~leaving;
      lastEvent[slot] = lastSited[slot] = moment;
      lastSite[slot] = site;
      happened.frame = frameOf[slot]!;
      happened.depth = depthOf[slot]!;
      happened.previous = bindings.visit(slot, site, moment);
      if (kind === siteCode.return) popTop(process, moment, ending.return);
      else if (kind === siteCode.tail) {
        state[slot]! |= leaving;
      } else if (kind === siteCode.try) tries.add(slot, site, tryNumber);
    },
    pass(process, moment) {
      const top = tops[process]!;
      happened.depth = top === none ? 0 : depthOf[top]!;
      if (top === none || top === barriers[process] || frameOf[top] === none) {
        happened.frame = happened.previous = none;
        return;
      }
      lastEvent[top] = moment;
      happened.frame = frameOf[top]!;
      happened.previous = lastSited[top]!;
    },
    closeAll(process, moment, how) {
      while (tops[process] !== none) popTop(process, moment, how);
    },
    gap(process) {
      barriers[process] = tops[process]!;
    },
  };
}
