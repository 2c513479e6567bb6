import { type RecordedContent } from '../fixture/content.ts';
import { eventKinds, type EventKind, type Site } from '../model.ts';
import { leftFramesShown } from '../build/shapes.ts';

/**
 * The questions of trace/, answered the slow and obvious way: every event is replayed with plain objects, and every moment
 * keeps a copy of what was there. The index is compared with it on random runs.
 */
export interface Reference {
  readonly moments: readonly ReferenceMoment[];
  mailboxAt(process: number, moment: number): readonly number[];
  stateAt(process: number, moment: number): number;
  namesAt(process: number, moment: number): readonly string[];
  stackAt(process: number, moment: number): readonly ReferenceLine[];
  lastEventOf(process: number, moment: number): number;
}

export interface ReferenceMoment {
  readonly kind: EventKind;
  readonly process: number;
  readonly depth: number;
  readonly stop: boolean;
  readonly stack: readonly ReferenceLine[];
  readonly send: number;
  readonly arrive: number;
}

/** A line of a stack. */
export interface ReferenceLine {
  readonly call: number;
  readonly left: boolean;
  /** Newest event at a site. */
  readonly last: number;
  /** Name to the moment it was bound. */
  readonly variables: Readonly<Record<string, number>>;
}

interface Frame {
  readonly owner: string;
  /** -1: entered before the recording. */
  readonly call: number;
  /** As they were when this frame was called. */
  readonly parent: Frame | null;
  readonly left: Frame | null;
  readonly events: { readonly moment: number; readonly site: Site }[];
  leaving: number;
  readonly momentary: boolean;
  doubtful: boolean;
  readonly tries: Map<number, number>;
}

export function replay(content: RecordedContent): Reference {
  const stacks = new Map<number, Frame[]>();
  const moments: ReferenceMoment[] = [];
  const sends: { moment: number; from: number; to: number; hash: number; arrive: number; receive: number }[] = [];
  const arrivals: { moment: number; process: number; hash: number; send: number; receive: number }[] = [];
  const states: { moment: number; process: number }[] = [];
  const names: { moment: number; process: number; name: string; registered: boolean }[] = [];

  const scopeChain = (site: Site): number[] => {
    const chain: number[] = [];
    for (let scope = site.scope; scope > 0; scope = content.modules[site.module]!.scopes[scope - 1]!) chain.push(scope);
    return chain;
  };
  const ownerOf = (site: Site): string => {
    const entered = (scope: number) =>
      content.sites.some((one) => one.kind === 'enter' && one.module === site.module && one.scope === scope);
    return `${site.module}/${site.function}/${scopeChain(site).find(entered) ?? 0}`;
  };
  const isMomentary = (site: Site) =>
    content.modules[site.module]!.level === 'calls' &&
    !content.sites.some((one) => one.kind === 'return' && one.function === site.function);
  const variablesOf = (frame: Frame): Record<string, number> => {
    let bound: { scopes: number[]; name: string; moment: number }[] = [];
    for (const { moment, site } of frame.events) {
      const chain = scopeChain(site);
      const own = chain[0] ?? 0;
      if (site.opens) bound = bound.filter(({ scopes }) => !scopes.includes(own) && own !== 0);
      for (const { variable } of site.binds) {
        const name = content.modules[site.module]!.variables[variable]![0];
        bound.push({ scopes: chain, name, moment });
      }
    }
    const here = frame.events.at(-1);
    const visible = here === undefined ? [] : scopeChain(here.site);
    const result: Record<string, number> = {};
    for (const { scopes, name, moment } of bound) {
      if (scopes.length === 0 || visible.includes(scopes[0]!)) result[name] = moment;
    }
    return result;
  };
  const lineOf = (frame: Frame, left: boolean): ReferenceLine => ({
    call: frame.call,
    left,
    last: frame.events.at(-1)?.moment ?? -1,
    variables: variablesOf(frame),
  });
  content.events.forEach((event, moment) => {
    const { process } = event;
    const kind = eventKinds[event.kind]!;
    const stack = stacks.get(process) ?? [];
    stacks.set(process, stack);
    if (stack.at(-1)?.momentary === true) stack.pop();
    const idle = stack.length === 0;
    const site = event.site === 0 ? null : content.sites[event.site - 1]!;
    let frame: Frame | null;
    let depth: number;
    if (site !== null) {
      const slot = site.kind === 'enter' ? enter(stack, site, moment) : visit(stack, site, event.subject);
      slot.events.push({ moment, site });
      frame = slot.call === -1 ? null : slot;
      depth = stack.indexOf(slot) + 1;
      if (site.kind === 'tail') slot.leaving = event.site;
      if (site.kind === 'try') slot.tries.set(event.site, event.subject);
    } else {
      const top = stack.at(-1);
      frame = top === undefined || top.doubtful || top.call === -1 ? null : top;
      depth = stack.length;
      if (kind === 'state') {
        frame = null;
        stack.length = 0;
      }
      if (kind === 'state' || endsTheStack(kind, event.detail)) depth = 0;
      if (kind === 'gap') for (const one of stack) one.doubtful = true;
    }
    const leftAlready = frame !== null && site === null && frame.leaving > 0 && lastIsTail(frame);
    const lines = linesFrom(frame, leftAlready);
    if (site?.kind === 'return') stack.pop();
    if (endsTheStack(kind, event.detail)) stack.length = 0;
    let send = -1;
    let arrive = -1;
    if (kind === 'send')
      sends.push({ moment, from: process, to: event.subject, hash: event.detail, arrive: -1, receive: -1 });
    if (kind === 'arrive') {
      const from = (to: number) =>
        sends.find(
          (one) => one.arrive === -1 && one.from === event.subject && one.to === to && one.hash === event.detail,
        );
      // A send whose receiver is not known (an alias) may be anyone's.
      const sent = event.subject === -1 ? undefined : (from(process) ?? from(-1));
      if (sent !== undefined) sent.arrive = moment;
      send = sent?.moment ?? -1;
      arrivals.push({ moment, process, hash: event.detail, send, receive: -1 });
    }
    if (kind === 'receive') {
      const arrived = arrivals.find(
        (one) => one.receive === -1 && one.process === process && one.hash === event.detail,
      );
      if (arrived !== undefined) arrived.receive = moment;
      arrive = arrived?.moment ?? -1;
      send = arrived?.send ?? -1;
    }
    if (kind === 'state' || (kind === 'exception' && event.detail === 2)) states.push({ moment, process });
    if (kind === 'register' || kind === 'unregister') {
      names.push({ moment, process, name: content.names[event.subject]!, registered: kind === 'register' });
    }
    const level = site === null ? 'lines' : content.modules[site.module]!.level;
    const stop =
      site?.stop === true ||
      kind === 'receive' ||
      kind === 'exit' ||
      (kind === 'exception' && event.detail === 2) ||
      (kind === 'arrive' && idle) ||
      (level === 'calls' && ['call', 'return', 'exception'].includes(kind));
    moments.push({ kind, process, depth, stop, stack: lines, send, arrive });
  });

  function lastIsTail(frame: Frame): boolean {
    return frame.events.at(-1)?.site.kind === 'tail';
  }

  function linesFrom(top: Frame | null, topLeft: boolean): ReferenceLine[] {
    const lines: ReferenceLine[] = [];
    for (let frame = top; frame !== null; frame = frame.parent) {
      lines.push(lineOf(frame, frame === top && topLeft));
      let shown = 0;
      for (let left = frame.left; left !== null && shown < leftFramesShown; left = left.left) {
        lines.push(lineOf(left, true));
        shown++;
      }
    }
    return lines;
  }

  function enter(stack: Frame[], site: Site, moment: number): Frame {
    const top = stack.at(-1);
    const isTail = top !== undefined && top.leaving > 0 && !top.doubtful;
    if (isTail) stack.pop();
    const caller = stack.at(-1);
    const frame: Frame = {
      owner: ownerOf(site),
      call: moment,
      parent: caller === undefined || caller.doubtful || caller.call === -1 ? null : caller,
      left: isTail && top.call !== -1 ? top : null,
      events: [],
      leaving: 0,
      momentary: isMomentary(site),
      doubtful: false,
      tries: new Map(),
    };
    stack.push(frame);
    return frame;
  }

  function visit(stack: Frame[], site: Site, tryNumber: number): Frame {
    const owner = ownerOf(site);
    let index = -1;
    if (site.kind === 'catch') index = stack.findLastIndex(({ tries }) => [...tries.values()].includes(tryNumber));
    const caught = index !== -1;
    if (!caught) {
      index = stack.findLastIndex((one) => one.owner === owner && one.leaving === 0);
    }
    if (index === -1) index = stack.findLastIndex((one) => one.owner === owner);
    if (index !== -1) {
      stack.length = index + 1;
      const frame = stack[index]!;
      // Heard of again: it and its callers are there after all.
      if (frame.doubtful) for (const one of stack) one.doubtful = false;
      frame.leaving = 0;
      return frame;
    }
    while (stack.length > 0 && !stack.at(-1)!.doubtful) stack.pop();
    const ghost: Frame = {
      owner,
      call: -1,
      parent: null,
      left: null,
      events: [],
      leaving: 0,
      momentary: false,
      doubtful: false,
      tries: new Map(),
    };
    stack.push(ghost);
    return ghost;
  }

  const lastEventOf = (process: number, moment: number) =>
    moments.findLastIndex((one, index) => one.process === process && index <= moment);
  return {
    moments,
    lastEventOf,
    mailboxAt: (process, moment) =>
      arrivals
        .filter(
          (one) => one.process === process && one.moment <= moment && (one.receive === -1 || one.receive > moment),
        )
        .map((one) => one.moment),
    stateAt: (process, moment) =>
      states.findLast((one) => one.process === process && one.moment <= moment)?.moment ?? -1,
    namesAt: (process, moment) => {
      const held = new Set(content.processes[process]?.initialNames ?? []);
      for (const one of names) {
        if (one.process !== process || one.moment > moment) continue;
        if (one.registered) held.add(one.name);
        else held.delete(one.name);
      }
      return [...held];
    },
    stackAt: (process, moment) => moments[lastEventOf(process, moment)]?.stack ?? [],
  };
}

/** The stack that was open is kept with such an event; after it there is none. */
function endsTheStack(kind: string, detail: number): boolean {
  return kind === 'exit' || (kind === 'exception' && detail === 2);
}
