import {
  type PayloadReference,
  type ReadOptions,
  type Result,
  type TraceContent,
  type TraceError,
} from '../../model.ts';
import { createByteCache } from './cache.ts';
import { believedRecords, type ChunkEntry, type Container, openContainer } from './container.ts';
import { chunkKind, isEventKind } from './layout.ts';
import { createMerge } from './merge.ts';
import { describePart, type Part, scopeOf } from './parts.ts';
import { createProcesses } from './processes.ts';
import { type ChunkToRead, offsetRange, type PartContext, siteEvents } from './cursor.ts';
import { createCursor } from './records.ts';
import { addModule, addSource, createTables, jsonList, jsonRecord, jsonText } from './tables.ts';
import { threadsOf } from './threads.ts';
import { type ReadableChunk, readableChunk, recordValues } from './values.ts';

/** Decoded chunks kept for `values`, bytes. */
const cacheLimit = 32 * 1024 * 1024;
/** Events between two looks at the clock, and how long reading may keep the thread busy, milliseconds. */
const eventsPerTurn = 4096;
const longestTurn = 12;
const mostNotes = 1000;

/** Opens a .cinema file: its tables are read, its events are not. */
export function openCinema(path: string): Result<TraceContent, TraceError> {
  const opened = openContainer(path);
  return opened.ok ? { ok: true, value: contentOf(opened.value) } : opened;
}

const decoder = new TextDecoder();

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function contentOf(container: Container): TraceContent {
  const { chunks } = container;
  const tables = createTables();
  const processes = createProcesses();
  const names: string[] = [];
  const nameNumbers = new Map<string, number>();
  const skipped: { readonly module: string; readonly reason: string }[] = [];
  const damage = container.damage.map((found) => `At byte ${found.offset}: ${found.message}.`);
  const note = (message: string) => {
    if (damage.length < mostNotes) damage.push(message);
  };

  const recordCount = chunks.reduce((sum, chunk) => sum + (isEventKind(chunk.kind) ? believedRecords(chunk) : 0), 0);
  const manifests = new Map<number, unknown>();
  const complete = new Set<number>();
  const byPart = new Map<number, ChunkEntry[]>();
  for (const chunk of chunks) {
    const own = byPart.get(chunk.part);
    if (own) own.push(chunk);
    else byPart.set(chunk.part, [chunk]);
    if (!isEventKind(chunk.kind)) readTable(chunk);
  }

  function readTable(chunk: ChunkEntry): void {
    const loaded = container.load(chunk);
    if (!loaded.ok) {
      note(`At byte ${chunk.offset}: a chunk is left out, ${loaded.error}.`);
      return;
    }
    const bytes = loaded.value;
    if (chunk.kind === chunkKind.source) {
      const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
      const header = length + 4 <= bytes.length ? jsonRecord(parseJson(bytes.subarray(4, 4 + length))) : {};
      const hash = header['hash'];
      if (typeof header['path'] === 'string')
        addSource(
          tables,
          header['path'],
          typeof hash === 'string' ? hash : null,
          decoder.decode(bytes.subarray(4 + length)),
        );
      else note(`At byte ${chunk.offset}: a source file is left out, expected its path.`);
      return;
    }
    const json = parseJson(bytes);
    if (json === undefined) note(`At byte ${chunk.offset}: a chunk is left out, expected JSON.`);
    else if (chunk.kind === chunkKind.manifest) manifests.set(chunk.part, json);
    else if (chunk.kind === chunkKind.module) {
      const problem = addModule(tables, chunk.part, json);
      if (problem !== undefined) note(`At byte ${chunk.offset}: a module is left out, ${problem}.`);
    } else {
      complete.add(chunk.part);
      for (const entry of jsonList(jsonRecord(json)['skipped'])) {
        const { module, reason } = jsonRecord(entry);
        skipped.push({ module: jsonText(module), reason: jsonText(reason) });
      }
    }
  }

  // Cut off before its manifest: still the recording of one BEAM.
  if (byPart.size === 0) byPart.set(0, []);
  const parts = new Map<number, Part>();
  for (const [number, own] of [...byPart].sort(([a], [b]) => a - b))
    parts.set(number, describePart(number, manifests.get(number), container.header, own, complete.has(number)));
  const wallStart = [...parts.values()].reduce(
    (least, { clock }) => (clock.wall0 < least ? clock.wall0 : least),
    parts.values().next().value?.clock.wall0 ?? 0n,
  );

  const cache = createByteCache<ReadableChunk | undefined>(cacheLimit);
  const internName = (name: string): number => {
    let number = nameNumbers.get(name);
    if (number === undefined) {
      number = names.length;
      names.push(name);
      nameNumbers.set(name, number);
    }
    return number;
  };

  function values(payload: PayloadReference): readonly Uint8Array[] {
    if (payload < 0) return [];
    const number = Math.floor(payload / offsetRange);
    const entry = chunks[number];
    if (entry === undefined) return [];
    let chunk = cache.get(number);
    if (chunk === undefined) {
      const loaded = container.load(entry);
      if (!loaded.ok) return [];
      chunk = readableChunk(entry.kind, loaded.value, parts.get(entry.part)!.identity);
      cache.set(number, chunk, chunk.size);
    }
    return recordValues(chunk, payload % offsetRange);
  }

  async function read(options: ReadOptions): Promise<Result<void, TraceError>> {
    const initialHolders = new Map<number, number>();
    const key = (part: number, name: number) => part * 2 ** 32 + name;
    const events = siteEvents(tables.sites);
    const threads = threadsOf(container);
    const total = threads.reduce((sum, thread) => sum + thread.chunks.length, 0);
    let chunksRead = 0;
    const shared = {
      tables,
      processes,
      internName,
      note,
      setNames: (part: PartContext, process: number, held: readonly number[]) => {
        for (const name of held)
          if (!initialHolders.has(key(part.part, name))) initialHolders.set(key(part.part, name), process);
      },
    };
    const contexts = new Map<number, PartContext>();
    for (const part of parts.values())
      contexts.set(part.number, {
        part: part.number,
        node: part.info.name,
        identity: part.identity,
        scope: part.scope,
        scopeOf: (node, creation) => scopeOf(part.number, node, creation),
        siteMap: tables.siteMaps.get(part.number) ?? new Int32Array(0),
        timeBase: Number(part.clock.wall0 - wallStart),
        nanosecondsPerTick: part.clock.nanosecondsPerTick,
        tick0: part.clock.tick0,
      });

    const cursors = threads.map((thread) => {
      let next = 0;
      return createCursor(shared, contexts.get(thread.part)!, events, (): ChunkToRead | undefined => {
        const entry = thread.chunks[next++];
        if (entry === undefined) return undefined;
        chunksRead++;
        const loaded = container.load(entry.chunk);
        if (!loaded.ok) note(`At byte ${entry.chunk.offset}: events are left out, ${loaded.error}.`);
        return {
          number: entry.number,
          kind: entry.chunk.kind,
          firstTick: entry.chunk.firstTick,
          records: believedRecords(entry.chunk),
          bytes: loaded.ok ? loaded.value : undefined,
          lost: entry.lost,
        };
      });
    });
    const merge = createMerge({
      cursors,
      parts: threads.map((thread) => thread.part),
      processes,
      records: recordCount,
      initialHolder: (part, name) => initialHolders.get(key(part, name)) ?? -1,
    });
    let turn = performance.now();
    while (merge.run(eventsPerTurn, options.sink)) {
      if (performance.now() - turn < longestTurn) continue;
      options.progress?.(total === 0 ? 1 : chunksRead / total);
      await new Promise((resolve) => setImmediate(resolve));
      if (options.signal?.aborted)
        return { ok: false, error: { code: 'cancelled', message: 'Reading was cancelled.', file: container.path } };
      turn = performance.now();
    }
    options.progress?.(1);
    return { ok: true, value: undefined };
  }

  return {
    nodes: [...parts.values()].map((part) => part.info),
    modules: tables.modules,
    functions: tables.functions,
    sites: tables.sites,
    sources: tables.sources,
    processes: processes.published,
    names,
    skipped,
    damage,
    recordCount,
    ...(wallStart > 0n && wallStart < 1n << 62n ? { recordedAt: Number(wallStart / 1_000_000n) } : {}),
    fingerprint: container.fingerprint,
    read,
    values,
    close() {
      cache.clear();
      container.close();
    },
  };
}
