import {
  type FunctionInfo,
  type ModuleInfo,
  type NodeInfo,
  type ProcessIdentity,
  type Site,
  type SourceFile,
  type TraceContent,
  type TraceNanoseconds,
} from './model.ts';
import { type BuiltIndex } from './build/builder.ts';
import {
  factShapes,
  frameShapes,
  gapShapes,
  linkShapes,
  mailboxShapes,
  messageShapes,
  outputShapes,
  trackShapes,
} from './build/shapes.ts';
import { compileSites, type CodeTables, type SiteTable } from './build/sites.ts';
import { pageCache } from './store/cache.ts';
import { pageListReader, type PageListReader } from './store/page-lists.ts';
import { type Source } from './store/store.ts';
import { openTable, type Table } from './store/table.ts';

/** An open recording. Everything about a moment is asked through the functions of index.ts. */
export interface Trace {
  readonly path: string;
  /** Identifies the content: changes when any byte of the events does. */
  readonly fingerprint: string;
  readonly eventCount: number;
  readonly processCount: number;
  readonly frameCount: number;
  /** From the first event to the last. */
  readonly duration: TraceNanoseconds;
  readonly modules: readonly ModuleInfo[];
  readonly functions: readonly FunctionInfo[];
  /** `sites[id - 1]`. */
  readonly sites: readonly Site[];
  readonly sources: readonly SourceFile[];
  readonly nodes: readonly NodeInfo[];
  readonly skipped: readonly { readonly module: string; readonly reason: string }[];
  readonly damage: readonly string[];
  /** For this room only. */
  readonly inside: Inside;
}

/** What only the questions look at. */
export interface Inside {
  readonly content: TraceContent;
  readonly source: Source;
  readonly index: BuiltIndex;
  readonly siteTable: SiteTable;
  readonly identities: readonly ProcessIdentity[];
  readonly nameTexts: readonly string[];
  readonly tracks: Table;
  readonly facts: Table;
  readonly frames: Table;
  readonly messages: Table;
  readonly mailboxes: Table;
  readonly links: Table;
  readonly gaps: Table;
  readonly outputs: Table;
  readonly lists: PageListReader;
  /** Answers that are worth keeping, by the question. */
  readonly memory: Map<string, unknown>;
  readonly indexBytes: number;
}

/** The parts of a trace that an index file keeps because reading the events is what makes them known. */
export interface Learnt {
  readonly identities: readonly ProcessIdentity[];
  readonly names: readonly string[];
  readonly damage: readonly string[];
  readonly skipped: readonly { readonly module: string; readonly reason: string }[];
  /** Code that was met beyond what the format knew before: each list goes on where the format's ends at the opening. */
  readonly code: CodeTables;
}

/** What a content knows before its events are read. */
export function codeCounts({ modules, functions, sites }: CodeTables) {
  return { modules: modules.length, functions: functions.length, sites: sites.length };
}

/** What has become known of a content since then. */
export function learntFrom(content: TraceContent, before: ReturnType<typeof codeCounts>): Learnt {
  return {
    identities: content.processes.slice(),
    names: content.names.slice(),
    damage: content.damage.slice(),
    skipped: content.skipped.slice(),
    code: {
      modules: content.modules.slice(before.modules),
      functions: content.functions.slice(before.functions),
      sites: content.sites.slice(before.sites),
    },
  };
}

export const defaultCacheBytes = 64 << 20;

export function assemble(
  path: string,
  content: TraceContent,
  index: BuiltIndex,
  source: Source,
  learnt: Learnt,
  before: ReturnType<typeof codeCounts>,
  cacheBytes = defaultCacheBytes,
): Trace {
  const cache = pageCache(cacheBytes);
  const code: CodeTables = {
    modules: [...content.modules.slice(0, before.modules), ...learnt.code.modules],
    functions: [...content.functions.slice(0, before.functions), ...learnt.code.functions],
    sites: [...content.sites.slice(0, before.sites), ...learnt.code.sites],
  };
  const siteTable = compileSites(code);
  const table = (directory: BuiltIndex['tracks'], shapes: Parameters<typeof openTable>[2]) =>
    openTable(source, directory, shapes, cache);
  return {
    path,
    fingerprint: content.fingerprint,
    eventCount: index.eventCount,
    processCount: Math.max(index.processCount, learnt.identities.length),
    frameCount: index.frameCount,
    duration: index.duration as TraceNanoseconds,
    ...code,
    sources: content.sources,
    nodes: content.nodes,
    skipped: learnt.skipped,
    damage: learnt.damage,
    inside: {
      content,
      source,
      index,
      siteTable,
      identities: learnt.identities,
      nameTexts: learnt.names,
      tracks: table(index.tracks, trackShapes),
      facts: table(index.facts, factShapes),
      frames: table(index.frames, frameShapes),
      messages: table(index.messages.messages, messageShapes),
      mailboxes: table(index.messages.mailboxes, mailboxShapes),
      links: table(index.links, linkShapes),
      gaps: table(index.gaps, gapShapes),
      outputs: table(index.outputs, outputShapes),
      lists: pageListReader(source, index.lists),
      memory: new Map(),
      indexBytes: source.size,
    },
  };
}

export function closeTrace(trace: Trace): void {
  trace.inside.source.close();
  trace.inside.content.close();
}
