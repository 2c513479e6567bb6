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
import { factShapes, frameShapes, mailboxShapes, messageShapes, trackShapes } from './build/shapes.ts';
import { compileSites, type SiteTable } from './build/sites.ts';
import { pageCache } from './store/cache.ts';
import { pageListReader, type PageListReader } from './store/page-lists.ts';
import { type Source } from './store/store.ts';
import { openTable, type Table } from './store/table.ts';

/** An open recording. Everything about a moment is asked through the functions of index.ts. */
export interface Trace {
  readonly path: string;
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
}

export const defaultCacheBytes = 64 << 20;

export function assemble(
  path: string,
  content: TraceContent,
  index: BuiltIndex,
  source: Source,
  learnt: Learnt,
  cacheBytes = defaultCacheBytes,
): Trace {
  const cache = pageCache(cacheBytes);
  const siteTable = compileSites(content.modules, content.functions, content.sites);
  const table = (directory: BuiltIndex['tracks'], shapes: Parameters<typeof openTable>[2]) =>
    openTable(source, directory, shapes, cache);
  return {
    path,
    eventCount: index.eventCount,
    processCount: Math.max(index.processCount, learnt.identities.length),
    frameCount: index.frameCount,
    duration: index.duration as TraceNanoseconds,
    modules: content.modules,
    functions: content.functions,
    sites: content.sites,
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
