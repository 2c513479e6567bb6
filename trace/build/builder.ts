import { eventKinds, type EventKind, type EventRecord } from '../model.ts';
import { type Sink } from '../store/store.ts';
import { tableWriter, type TableDirectory } from '../store/table.ts';
import { frameWriter, type LateEndings } from './frames.ts';
import { messages, type MessageTables } from './messages.ts';
import { pageLists, type PageListPlaces } from './pages.ts';
import {
  ensureProcess,
  links,
  noteName,
  processColumns,
  processes,
  timesByProcess,
  type ProcessTable,
} from './processes.ts';
import { partnerWriter } from './partners.ts';
import { ranWriter } from './ran.ts';
import {
  ending,
  eventsPerPage,
  fact,
  factShapes,
  gap,
  gapShapes,
  link,
  linkShapes,
  logRowsPerPage,
  output,
  outputShapes,
  stopFlag,
  track,
  trackShapes,
} from './shapes.ts';
import { compileSites, siteFlag, type CodeTables } from './sites.ts';
import { stacks } from './stacks.ts';
import { filled, grown, push } from './growing.ts';

/** Everything an index consists of beside the pages that are already in the sink. */
export interface BuiltIndex {
  readonly eventCount: number;
  readonly processCount: number;
  readonly frameCount: number;
  readonly duration: number;
  readonly tracks: TableDirectory;
  readonly facts: TableDirectory;
  readonly frames: TableDirectory;
  readonly late: LateEndings;
  readonly messages: MessageTables;
  readonly lists: PageListPlaces;
  readonly links: TableDirectory;
  readonly gaps: TableDirectory;
  readonly outputs: TableDirectory;
  /** Time of the first event of every page. */
  readonly pageTimes: Float64Array;
  /** Kinds of events in every page: bit 1 << code. */
  readonly pageKinds: Int32Array;
  /** Frames and messages that began before every page; one more at the end. */
  readonly pageFrames: Int32Array;
  readonly pageMessages: Int32Array;
  readonly processes: ProcessTable;
  /** By process, nanoseconds: its spawn, else its first event, else its first mention; its exit. 0 where there was none. */
  readonly bornAt: Float64Array;
  readonly exitAt: Float64Array;
  readonly names: Int32Array;
  readonly crashes: Int32Array;
  /** Events by kind. */
  readonly kindCounts: Float64Array;
  /** Events by site. */
  readonly siteHits: Int32Array;
  /** Events missing in gaps. */
  readonly dropped: number;
}

export interface Builder {
  readonly add: (record: Readonly<EventRecord>) => void;
  finish(): BuiltIndex;
}

/** More events than this cannot be numbered. */
export const eventLimit = 2 ** 31 - 2;

/** Thrown out of `add`, and so out of the format's `read`. */
export class TooManyEvents extends Error {
  constructor() {
    super(`This recording has more than ${eventLimit} events.`);
    this.name = 'TooManyEvents';
  }
}

const code = Object.fromEntries(eventKinds.map((kind, index) => [kind, index])) as Record<EventKind, number>;

/**
 * Makes an index of events that come in the total order. One pass; memory is bounded by what is open (frames, messages)
 * and by the processes, not by the events. About half a microsecond an event.
 */
export function indexBuilder(content: CodeTables, sink: Sink): Builder {
  const sites = compileSites(content);
  const frames = frameWriter(sink);
  const calls = stacks(sites, frames);
  const { happened } = calls;
  const mail = messages();
  const table = processes();
  const bonds = links();
  const lists = pageLists();
  const tracks = tableWriter(sink, trackShapes, eventsPerPage, (columns, rows, page) => lists.add(columns, rows, page));
  const facts = tableWriter(sink, factShapes, eventsPerPage);
  const linkLog = tableWriter(sink, linkShapes, logRowsPerPage);
  const gapLog = tableWriter(sink, gapShapes, logRowsPerPage);
  const outputLog = tableWriter(sink, outputShapes, logRowsPerPage);
  const ran = ranWriter();
  const flagColumn = tracks.columns[track.flags]!;
  const processColumn = tracks.columns[track.process]!;
  const siteColumn = tracks.columns[track.site]!;
  const depthColumn = tracks.columns[track.depth]!;
  const timeColumn = tracks.columns[track.time]!;
  const frameColumn = facts.columns[fact.frame]!;
  const payloadColumn = facts.columns[fact.payload]!;
  const previousColumn = facts.columns[fact.previous]!;
  const subjectColumn = facts.columns[fact.subject]!;
  const detailColumn = facts.columns[fact.detail]!;
  const messageColumn = facts.columns[fact.message]!;
  const pageTimes: number[] = [];
  const pageFrames: number[] = [];
  const pageMessages: number[] = [];
  const kindCounts = new Float64Array(eventKinds.length);
  let siteHits = new Int32Array(sites.count);
  /** The newest event of a process at which its behaviour went down, or an exception of it was raised. */
  const goingDown = new Map<number, number>();
  const raised = new Map<number, number>();
  const bornAt = timesByProcess();
  const exitAt = timesByProcess();
  let moment = 0;
  let time = 0;
  let dropped = 0;
  /** The event of the process before the one being added. */
  let before = -1;

  function mention(process: number): void {
    ensureProcess(table, process);
    if (table.columns.mentioned[process] !== -1) return;
    table.columns.mentioned[process] = moment;
    bornAt.set(process, time);
  }

  /** Events without a site: what they say of processes, messages and stacks. Returns whether they are stops. */
  function withoutSite(kind: number, record: Readonly<EventRecord>): boolean {
    const { process, subject, detail } = record;
    const { columns } = table;
    // Asked before the event can close anything.
    const idle = calls.isIdle(process);
    calls.pass(process, moment);
    if (subject >= 0 && kind !== code.register && kind !== code.unregister && kind !== code.exception) mention(subject);
    switch (kind) {
      case code.spawn:
        if (subject >= 0 && columns.spawn[subject] === -1) {
          columns.spawn[subject] = moment;
          columns.parent[subject] = process;
          bornAt.set(subject, time);
        }
        return false;
      case code.exit:
        exit(process, detail === 1);
        return true;
      case code.register:
      case code.unregister:
        noteName(table, moment, process, subject, kind === code.register);
        return false;
      case code.link:
        if (subject >= 0) {
          bonds.link(process, subject);
          noteLink(process, subject, 1);
        }
        return false;
      case code.unlink:
        if (subject >= 0) {
          bonds.unlink(process, subject);
          noteLink(process, subject, 0);
        }
        return false;
      case code.send:
        messageColumn[facts.used] = mail.send(moment, process, subject, detail);
        return false;
      case code.arrive:
        messageColumn[facts.used] = mail.arrive(moment, subject, process, detail);
        return idle;
      case code.receive:
        messageColumn[facts.used] = mail.receive(moment, process, detail);
        columns.takes[process] = 1;
        return true;
      case code.state:
        atBottom(process);
        if (columns.firstState[process] === -1) columns.firstState[process] = moment;
        return false;
      case code.exception:
        if (detail !== 2) {
          if (detail === 0) raised.set(process, moment);
          return false;
        }
        // The stack it failed in is kept with the event, as with an exit.
        calls.closeAll(process, moment, ending.exception);
        happened.depth = 0;
        goingDown.set(process, moment);
        return true;
      case code.gap:
        calls.gap(process);
        noteGap(process, detail);
        dropped += detail;
        return false;
      default:
        return false;
    }
  }

  function noteLink(process: number, other: number, linked: number): void {
    linkLog.columns[link.moment]![linkLog.used] = moment;
    linkLog.columns[link.process]![linkLog.used] = process;
    linkLog.columns[link.other]![linkLog.used] = other;
    linkLog.columns[link.linked]![linkLog.used] = linked;
    linkLog.advance();
  }

  function noteGap(process: number, missing: number): void {
    gapLog.columns[gap.moment]![gapLog.used] = moment;
    gapLog.columns[gap.process]![gapLog.used] = process;
    gapLog.columns[gap.missing]![gapLog.used] = missing;
    gapLog.columns[gap.back]![gapLog.used] = before === -1 ? 0 : moment - before;
    gapLog.advance();
  }

  /** The loop of a behaviour is the bottom of its stack: what was open is gone before this event. */
  function atBottom(process: number): void {
    calls.closeAll(process, moment, ending.exception);
    happened.frame = happened.previous = -1;
    happened.depth = 0;
  }

  /** The stack that was open when a process died is kept with the event; for steps it is outside all frames. */
  function exit(process: number, abnormal: boolean): void {
    const { columns } = table;
    calls.closeAll(process, moment, ending.exit);
    happened.depth = 0;
    columns.exit[process] = moment;
    exitAt.set(process, time);
    columns.abnormal[process] = abnormal ? 1 : 0;
    const own = goingDown.get(process) ?? raised.get(process);
    if (abnormal && own !== undefined) columns.exitCause[process] = own;
    if (abnormal) push(table.crashes, goingDown.get(process) ?? moment);
    goingDown.delete(process);
    raised.delete(process);
    for (const other of bonds.drop(process)) {
      // The newest exit among its links may be what another dies of; whether it is, the reasons will tell.
      ensureProcess(table, other);
      if (columns.exit[other] === -1) columns.exitCause[other] = moment;
    }
  }

  return {
    add(record) {
      const { kind, process, site } = record;
      if (moment > eventLimit) throw new TooManyEvents();
      // A search by time needs order; where clocks were not corrected, the later event waits for the earlier.
      // Ticks are fractions of nanoseconds: columns keep whole numbers.
      if (record.time > time) time = Math.round(record.time);
      ensureProcess(table, process);
      const row = facts.used;
      if (row === 0) {
        pageTimes.push(time);
        pageFrames.push(frames.count());
        pageMessages.push(mail.count());
      }
      const { columns } = table;
      if (columns.first[process] === -1) {
        columns.first[process] = moment;
        if (columns.spawn[process] === -1) bornAt.set(process, time);
      }
      if (columns.mentioned[process] === -1) columns.mentioned[process] = moment;
      before = columns.last[process]!;
      columns.last[process] = moment;
      columns.events[process] = columns.events[process] === -1 ? 1 : columns.events[process]! + 1;
      kindCounts[kind]!++;
      messageColumn[row] = -1;
      calls.settle(process, moment);
      let stop: boolean;
      if (site >= sites.count) {
        sites.extend();
        siteHits = grown(siteHits, Math.max(sites.count, siteHits.length * 2), 0);
      }
      if (site !== 0 && site < sites.count) {
        siteHits[site]!++;
        ran.note(process, sites.module[site]!);
        const flags = sites.flags[site]!;
        stop = (flags & siteFlag.stop) !== 0;
        if (sites.kind[site] === 0) calls.enter(process, site, moment);
        else calls.visit(process, site, moment, record.subject);
        if (columns.firstSited[process] === -1) {
          columns.firstSited[process] = moment;
          columns.firstSite[process] = site;
        }
        if (kind === code.receive) {
          stop = true;
          messageColumn[row] = mail.receive(moment, process, record.detail);
          columns.takes[process] = 1;
        } else if (kind === code.exception) {
          if (record.detail === 0) raised.set(process, moment);
          else raised.delete(process);
        }
        if ((flags & siteFlag.calls) !== 0 && (kind === code.call || kind === code.return || kind === code.exception)) {
          stop = true;
        }
      } else stop = withoutSite(kind, record);
      flagColumn[row] = kind | (stop ? stopFlag : 0);
      processColumn[row] = process;
      siteColumn[row] = site;
      depthColumn[row] = happened.depth;
      timeColumn[row] = time;
      frameColumn[row] = happened.frame;
      payloadColumn[row] = record.payload;
      previousColumn[row] = happened.previous === -1 ? 0 : moment - happened.previous;
      // Numbers that only serve to pair events (hashes, numbers of tries) are not kept.
      subjectColumn[row] = keepsSubject[kind] === 1 ? record.subject : -1;
      detailColumn[row] = keepsDetail[kind] === 1 ? record.detail : 0;
      if (record.prints === 1) {
        outputLog.columns[output.moment]![outputLog.used] = moment;
        outputLog.advance();
      }
      tracks.advance();
      facts.advance();
      moment++;
    },
    finish() {
      for (const [process, down] of goingDown) if (table.columns.exit[process] === -1) push(table.crashes, down);
      const { columns } = table;
      const partners = partnerWriter();
      mail.forEachPair((sender, receiver, first) => {
        partners.add(sender, receiver, first);
        if (columns.firstSited[sender] !== -1) columns.talks[receiver] = 1;
        if (columns.firstSited[receiver] !== -1) columns.talks[sender] = 1;
      });
      const trackDirectory = tracks.finish();
      const { directory, late } = frames.finish();
      const kept = {} as { -readonly [Name in keyof ProcessTable]: Int32Array };
      for (const name of processColumns) kept[name] = columns[name].slice(0, table.count);
      return {
        eventCount: moment,
        processCount: table.count,
        frameCount: frames.count(),
        duration: time,
        tracks: trackDirectory,
        facts: facts.finish(),
        frames: directory,
        late,
        messages: mail.finish(sink, table.count),
        lists: {
          ...lists.finish(sink, table.count, sites.count),
          partners: partners.finish().writeTo(sink, table.count),
          modules: ran.lists.writeTo(sink, content.modules.length),
        },
        links: linkLog.finish(),
        gaps: gapLog.finish(),
        outputs: outputLog.finish(),
        pageTimes: Float64Array.from(pageTimes),
        pageKinds: Int32Array.from(lists.kinds),
        pageFrames: Int32Array.from([...pageFrames, frames.count()]),
        pageMessages: Int32Array.from([...pageMessages, mail.count()]),
        processes: kept,
        bornAt: bornAt.finish(table.count),
        exitAt: exitAt.finish(table.count),
        names: filled(table.names),
        crashes: filled(table.crashes).sort(),
        kindCounts,
        siteHits: siteHits.slice(0, sites.count),
        dropped,
      };
    },
  };
}

const keepsSubject = flagsOf(['spawn', 'register', 'unregister', 'link', 'unlink', 'monitor', 'send', 'arrive']);
const keepsDetail = flagsOf(['exit', 'exception', 'log', 'gap', 'span']);

function flagsOf(kinds: readonly EventKind[]): Uint8Array {
  return Uint8Array.from(eventKinds, (kind) => (kinds.includes(kind) ? 1 : 0));
}
