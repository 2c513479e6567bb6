import {
  type ChunkToRead,
  type Cursor,
  kindCode,
  offsetRange,
  type PartContext,
  type RawEvent,
  type ReadContext,
  vmCodes,
  vmTag,
} from './cursor.ts';
import { arityOf, callKey } from './calls.ts';
import { chunkAtom, type Dialect, external, native } from './dialect.ts';
import { chunkKind, nativeTag, operation, vmFlag } from './layout.ts';
import { initialCall } from './processes.ts';
import { isAbnormal, isOutputRequest } from './glances.ts';
import { callSite } from './tables.ts';
import { afterVarint, resetTables, termTables, type TermTables, varint } from './terms.ts';
import { type View } from './view.ts';

/**
 * Walks the records of one thread in order and stops at those that are events. Costs no allocation per event; terms
 * are skipped, not decoded, except for the few that tell who someone is.
 */
export function createCursor(
  context: ReadContext,
  part: PartContext,
  events: Uint8Array,
  chunks: () => ChunkToRead | undefined,
): Cursor {
  const terms: TermTables = termTables();
  const event: RawEvent = {
    kind: 0,
    process: -1,
    time: 0,
    site: 0,
    payload: -1,
    subject: -1,
    detail: 0,
    name: -1,
    prints: 0,
  };
  const { siteMap } = part;
  const gapped = new Set<number>();
  let dialect: Dialect = native;
  let isNative = true;
  let bytes = terms.bytes;
  let at = 0;
  let end = 0;
  let chunkNumber = 0;
  let ticks = 0;
  let chunkTime = 0;
  let recordsLeft = 0;
  let process = -1;
  let latest = -Infinity;
  /** Events lost before this chunk, not yet told; -1: nothing was lost. */
  let lost = -1;
  /** Events lost since the last record that could be read; -1: none. */
  let carried = -1;
  /** By number in the chunk: the process of a pid, the code of a virtual machine's tag. */
  let pidProcesses = new Int32Array(64);
  let tagCodes = new Uint8Array(64);
  const callSites = new Map<number, number>();

  function nextChunk(): boolean {
    const chunk = chunks();
    if (chunk === undefined) return false;
    if (chunk.lost !== undefined) carried = Math.max(0, carried) + chunk.lost;
    if (chunk.bytes === undefined) {
      carried = Math.max(0, carried) + chunk.records;
      at = end = 0;
      return true;
    }
    lost = carried;
    carried = -1;
    gapped.clear();
    resetTables(terms, chunk.bytes);
    bytes = chunk.bytes;
    isNative = chunk.kind === chunkKind.events;
    dialect = isNative ? native : external;
    at = 0;
    end = bytes.length;
    chunkNumber = chunk.number;
    ticks = 0;
    recordsLeft = chunk.records;
    chunkTime = part.timeBase + Number(BigInt.asIntN(64, chunk.firstTick - part.tick0)) * part.nanosecondsPerTick;
    process = -1;
    pidProcesses.fill(-1);
    tagCodes.fill(0);
    callSites.clear();
    return true;
  }

  /** The rest of the chunk cannot be read. */
  function abandon(offset: number): void {
    context.note(
      `chunk ${chunkNumber + 1}: expected a record at byte ${offset} of its payload; the rest of it is left out`,
    );
    at = end;
    carried = Math.max(1, recordsLeft);
  }

  function pidNumber(number: number): number {
    if (number >= pidProcesses.length) {
      const larger = new Int32Array(Math.max(number + 1, pidProcesses.length * 2)).fill(-1);
      larger.set(pidProcesses);
      pidProcesses = larger;
    }
    let known = pidProcesses[number]!;
    if (known < 0) {
      known = pidAt(terms.pids[number]!);
      pidProcesses[number] = known;
    }
    return known;
  }

  function pidAt(place: number): number {
    const id = varint(bytes, place + 1, end);
    const serial = varint(bytes, afterVarint(), end);
    return context.processes.local(part.scope, part.node, id, serial);
  }

  /** The process a value is the pid or port of, or -1. Its bytes have been walked. */
  function processAt(place: number, how: Dialect): number {
    if (how === native) {
      const first = bytes[place]!;
      if (first === nativeTag.pid) {
        const number = varint(bytes, place + 1, end);
        return number >= 0 && number < terms.pidCount ? pidNumber(number) : -1;
      }
      if (first === nativeTag.newPid) return pidAt(place);
      if (first !== nativeTag.external) return -1;
    }
    return context.processes.of(how.view(terms, place, part.identity), part.scopeOf);
  }

  /** Code of the virtual machine's tag at `place`, whose bytes have been walked. */
  function tagCode(place: number): number {
    if (!isNative) return vmCodes[dialect.atom(terms, place) ?? ''] ?? vmTag.other;
    const first = bytes[place]!;
    const number =
      first >= 0x80
        ? first - 0x80
        : first === nativeTag.newAtom
          ? terms.atomCount - 1
          : first === nativeTag.atom
            ? varint(bytes, place + 1, end)
            : -1;
    if (number < 0 || number >= terms.atomCount) return vmTag.other;
    if (number >= tagCodes.length) {
      const larger = new Uint8Array(Math.max(number + 1, tagCodes.length * 2));
      larger.set(tagCodes);
      tagCodes = larger;
    }
    let code = tagCodes[number]!;
    if (code === vmTag.unknown) {
      code = vmCodes[chunkAtom(terms, number) ?? ''] ?? vmTag.other;
      tagCodes[number] = code;
    }
    return code;
  }

  /** Skips `count` values; false if the bytes are bad. */
  function skip(count: number): boolean {
    for (let index = 0; index < count; index++) {
      if (at >= end) return false;
      if (isNative) {
        const first = bytes[at]!;
        if (first < 0x40 || first >= 0x80) {
          at++;
          continue;
        }
      }
      at = dialect.end(terms, at, true);
      if (at < 0) return false;
    }
    return true;
  }

  function set(kind: number, site: number, start: number, subject: number, detail: number): void {
    event.kind = kind;
    event.process = process;
    event.site = site;
    event.payload = start < 0 ? -1 : chunkNumber * offsetRange + start;
    event.subject = subject;
    event.detail = detail;
    event.name = -1;
    event.prints = 0;
    const time = chunkTime + ticks * part.nanosecondsPerTick;
    if (time > latest) latest = time;
    event.time = latest;
  }

  const read32 = (place: number) =>
    (bytes[place]! | (bytes[place + 1]! << 8) | (bytes[place + 2]! << 16) | (bytes[place + 3]! << 24)) >>> 0;

  /** An event at a site of the code. Returns 1 for an event, 0 for none, -1 for bad bytes. */
  function siteEvent(code: number, start: number): number {
    const site = varint(bytes, at, end);
    if (site < 0) return -1;
    at = afterVarint();
    let count = code - operation.site;
    let subject = -1;
    let detail = 0;
    if (code === operation.try || code === operation.catch) {
      subject = varint(bytes, at, end);
      if (subject < 0) return -1;
      at = afterVarint();
      count = code === operation.catch ? 3 : 0;
      detail = code === operation.catch ? 1 : 0;
    } else if (code === operation.receive) {
      if (at + 5 > end) return -1;
      count = bytes[at]!;
      detail = read32(at + 1);
      at += 5;
    }
    if (!skip(count)) return -1;
    if (process < 0) return 0;
    const known = site < siteMap.length ? siteMap[site]! : 0;
    if (known === 0) {
      // The module's table was lost: that something happened is all there is to tell.
      set(kindCode.gap, 0, -1, -1, 1);
      return 1;
    }
    let kind = events[known]!;
    if (code === operation.try) kind = kindCode.try;
    else if (code === operation.catch) kind = kindCode.exception;
    else if (code === operation.receive) kind = kindCode.receive;
    set(kind, known, count === 0 ? -1 : start, subject, detail);
    return 1;
  }

  function vmEvent(start: number): number {
    if (at >= end) return -1;
    const flags = bytes[at++]!;
    const tagAt = at;
    if (!skip(1)) return -1;
    const code = tagCode(tagAt);
    let hash = 0;
    if (flags & vmFlag.hash) {
      if (at + 4 > end) return -1;
      hash = read32(at);
      at += 4;
    }
    const termAt = at;
    if (!skip(1)) return -1;
    const extraAt = at;
    if (flags & vmFlag.extra && !skip(1)) return -1;
    const matchAt = at;
    if (flags & vmFlag.match && !skip(1)) return -1;
    if (process < 0) return 0;
    const hasExtra = (flags & vmFlag.extra) !== 0;
    const hasMatch = (flags & vmFlag.match) !== 0;
    switch (code) {
      case vmTag.send: {
        const receiver = hasExtra ? processAt(extraAt, dialect) : -1;
        set(kindCode.send, 0, start, receiver, hash);
        if (receiver < 0 && hasExtra) event.name = nameOf(extraAt);
        if (isOutputRequest(dialect, terms, termAt)) event.prints = 1;
        return 1;
      }
      case vmTag.receive: {
        const pair = hasMatch ? dialect.elements(terms, matchAt, 2) : undefined;
        const sender = pair === undefined ? -1 : processAt(pair[1]!, dialect.elementDialect);
        set(kindCode.arrive, 0, start, sender, hash);
        return 1;
      }
      case vmTag.spawn: {
        const child = processAt(termAt, dialect);
        if (child >= 0 && hasExtra) learnCall(child, dialect.view(terms, extraAt, part.identity));
        set(kindCode.spawn, 0, start, child, 0);
        return 1;
      }
      case vmTag.spawned:
        if (hasExtra) learnCall(process, dialect.view(terms, extraAt, part.identity));
        return 0;
      case vmTag.exit:
        set(
          kindCode.exit,
          0,
          start,
          -1,
          isAbnormal(dialect, terms, termAt) && !context.processes.isFile(process) ? 1 : 0,
        );
        return 1;
      case vmTag.register:
      case vmTag.unregister: {
        const name = dialect.atom(terms, termAt);
        if (name === undefined) return 0;
        set(code === vmTag.register ? kindCode.register : kindCode.unregister, 0, start, context.internName(name), 0);
        return 1;
      }
      case vmTag.link:
      case vmTag.unlink:
        set(code === vmTag.link ? kindCode.link : kindCode.unlink, 0, start, processAt(termAt, dialect), 0);
        return 1;
      case vmTag.call:
        return hasMatch ? matchEvent(start, matchAt) : callEvent(start, termAt);
      default:
        return 0;
    }
  }

  /** The name a message was sent to, `name` or `{name, node}`, as number; -1 if it is neither. */
  function nameOf(place: number): number {
    const name = dialect.atom(terms, place);
    if (name !== undefined) return context.internName(name);
    const pair = dialect.elements(terms, place, 2);
    const inner = pair && dialect.elementDialect.atom(terms, pair[0]!);
    return inner === undefined ? -1 : context.internName(inner);
  }

  function learnCall(who: number, call: View): void {
    const text = initialCall(call);
    if (text !== undefined) context.processes.setInitialCall(who, text);
  }

  /** A call the recorder set up to learn something else: its match result says what. */
  function matchEvent(start: number, matchAt: number): number {
    const elements = dialect.elements(terms, matchAt, 2);
    if (elements === undefined) return 0;
    switch (dialect.elementDialect.atom(terms, elements[0]!)) {
      case 'state':
        set(kindCode.state, 0, start, -1, 0);
        return 1;
      case 'terminate':
        set(kindCode.exception, 0, start, -1, 2);
        return 1;
      case 'monitor':
        set(kindCode.monitor, 0, start, processAt(elements[1]!, dialect.elementDialect), 0);
        return 1;
      default:
        return 0;
    }
  }

  function callEvent(start: number, place: number): number {
    const elements = dialect.elements(terms, place, 3);
    if (elements === undefined) return 0;
    const inner = dialect.elementDialect;
    const key = isNative ? callKey(terms, elements) : -1;
    let site = key < 0 ? undefined : callSites.get(key);
    if (site === undefined) {
      const module = inner.atom(terms, elements[0]!);
      const name = inner.atom(terms, elements[1]!);
      const args = inner.view(terms, elements[2]!, part.identity);
      if (module === undefined || name === undefined) return 0;
      const arity = arityOf(args);
      site = callSite(context.tables, module, name, Math.min(255, Math.max(0, arity)));
      if (key >= 0) callSites.set(key, site);
    }
    set(kindCode.call, site, start, -1, 0);
    return 1;
  }

  function markEvent(start: number): number {
    const place = at;
    if (!skip(1)) return -1;
    const elements = dialect.elements(terms, place, 2);
    if (elements === undefined) return 0;
    const inner = dialect.elementDialect;
    switch (inner.atom(terms, elements[0]!)) {
      case 'process':
        learnProcess(dialect.view(terms, place, part.identity));
        return 0;
      case 'log':
      case 'output': {
        if (process < 0) return 0;
        const first = inner.atom(terms, elements[1]!);
        const isLog = inner.atom(terms, elements[0]!) === 'log';
        set(kindCode.log, 0, start, -1, isLog ? 0 : first === 'standard_error' || first === 'stderr' ? 2 : 1);
        event.prints = 1;
        return 1;
      }
      default:
        return 0;
    }
  }

  function learnProcess(mark: View): void {
    if (mark.kind !== 'tuple') return;
    const [, pid, names, call] = mark.elements;
    const who = pid === undefined ? -1 : context.processes.of(pid, part.scopeOf);
    if (who < 0) return;
    if (names?.kind === 'list') {
      const found = names.elements.flatMap((name) => (name.kind === 'atom' ? [name.name] : []));
      context.processes.setNames(who, found);
      context.setNames(part, who, found.map(context.internName));
    }
    if (call !== undefined) learnCall(who, call);
  }

  return {
    event,
    next() {
      for (;;) {
        if (at >= end) {
          if (!nextChunk()) return false;
          continue;
        }
        const start = at;
        const code = bytes[at++]!;
        const delta = varint(bytes, at, end);
        let outcome = -1;
        if (delta >= 0) {
          at = afterVarint();
          ticks += delta;
          recordsLeft--;
          if (
            code >= operation.site ||
            code === operation.try ||
            code === operation.catch ||
            code === operation.receive
          )
            outcome = siteEvent(code, start);
          else if (code === operation.process) outcome = processRecord();
          else if (code === operation.vm) outcome = vmEvent(start);
          else if (code === operation.mark) outcome = markEvent(start);
        }
        if (outcome > 0) return true;
        if (outcome < 0) abandon(start);
      }
    },
  };

  function processRecord(): number {
    const place = at;
    if (!skip(1)) return -1;
    process = processAt(place, dialect);
    if (lost < 0 || process < 0 || gapped.has(process)) return 0;
    // The first to be met is told the count; the others only that something may be missing.
    set(kindCode.gap, 0, -1, -1, gapped.size === 0 ? lost : 0);
    gapped.add(process);
    return 1;
  }
}
