import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Result, type TraceError } from '../../model.ts';
import { checksum } from './checksum.ts';
import { type ChunkEntry, type Container, openContainer } from './container.ts';
import {
  chunkKind,
  chunkState,
  codec,
  formatVersion,
  headerSize,
  writeChunkHeader,
  writeFileHeader,
} from './layout.ts';
import { newestNotes } from './notes.ts';
import { writePacked } from './pack.ts';
import { threadsOf } from './threads.ts';

export interface JoinOptions {
  /** zlib's level for chunks that are not compressed yet, 1 to 6; 3 unless told. */
  readonly level?: number;
  /** Part done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

export interface JoinReport {
  readonly parts: number;
  readonly chunks: number;
  readonly bytes: number;
  /** Files that are no readable part; they stay where they are. */
  readonly leftOut: readonly TraceError[];
  /** What was damaged in the parts; it is a gap in the joined trace. */
  readonly damage: readonly string[];
}

/**
 * Makes one trace of the parts in a folder (`NAME.cinema.parts`), or of a single part: chunks compressed, slots of live
 * pools put in, parts numbered. The target appears whole or not at all; only then are the parts removed. Chunk by chunk: memory does not
 * grow with the trace. Damaged chunks are copied as they are, so that the reader of the joined trace tells of them.
 */
export async function join(
  source: string,
  target: string,
  options: JoinOptions = {},
): Promise<Result<JoinReport, TraceError>> {
  const found = partsOf(source);
  if (!found.ok) return found;
  const containers: Container[] = [];
  const leftOut: TraceError[] = [];
  for (const file of found.value) {
    const opened = openContainer(file);
    if (opened.ok) containers.push(opened.value);
    else leftOut.push(opened.error);
  }
  const temporary = `${target}.joining-${process.pid}`;
  try {
    if (containers.length === 0)
      return {
        ok: false,
        error: leftOut[0] ?? {
          code: 'notFound',
          message: 'There are no parts to join.',
          file: source,
          hint: 'A folder of parts holds files that end in .cinema.',
        },
      };
    const report = await copyAll(containers, temporary, options);
    if (!report.ok) return report;
    fs.renameSync(temporary, target);
    for (const container of containers) removePart(container.path, target);
    if (fs.statSync(source, { throwIfNoEntry: false })?.isDirectory() === true) removeFolder(source);
    return { ok: true, value: { ...report.value, leftOut } };
  } catch (error) {
    return {
      ok: false,
      error: { code: 'unreadable', message: `The parts cannot be joined: ${(error as Error).message}`, file: target },
    };
  } finally {
    for (const container of containers) container.close();
    fs.rmSync(temporary, { force: true });
  }
}

function partsOf(source: string): Result<readonly string[], TraceError> {
  try {
    if (!fs.statSync(source).isDirectory()) return { ok: true, value: [source] };
    const names = fs.readdirSync(source).filter((name) => name.endsWith('.cinema'));
    // Numbers of processes, in order of their size: 9 before 10.
    names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return { ok: true, value: names.map((name) => path.join(source, name)) };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      ok: false,
      error: {
        code: isMissing ? 'notFound' : 'unreadable',
        message: isMissing ? 'There is no such file or folder.' : (error as Error).message,
        file: source,
      },
    };
  }
}

function removePart(file: string, target: string): void {
  if (path.resolve(file) !== path.resolve(target)) fs.rmSync(file, { force: true });
  const live = `${file}.live`;
  // The pool is a link into shared memory where there is some; what it points to is used up with it.
  const isLink = fs.lstatSync(live, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink) {
    const pool = fs.readlinkSync(live);
    if (path.dirname(pool) === '/dev/shm' && path.basename(pool).includes('cinema')) fs.rmSync(pool, { force: true });
  }
  fs.rmSync(live, { force: true });
}

/** What the recorder was told and what it complained of went into no trace and is of no use without the parts; anything else stays. */
function removeFolder(folder: string): void {
  const names = fs.readdirSync(folder);
  if (names.every((name) => name === 'options.terms' || name.endsWith('.failed')))
    fs.rmSync(folder, { recursive: true, force: true });
}

async function copyAll(
  containers: readonly Container[],
  temporary: string,
  options: JoinOptions,
): Promise<Result<Omit<JoinReport, 'leftOut'>, TraceError>> {
  const file = fs.openSync(temporary, 'w');
  let bytes = 0;
  const write = (data: Uint8Array) => {
    for (let done = 0; done < data.length;) done += fs.writeSync(file, data, done);
    bytes += data.length;
  };
  try {
    const earliest = containers.reduce((least, each) => (each.header.wall0 < least.header.wall0 ? each : least));
    write(writeFileHeader({ ...earliest.header, version: formatVersion, size: headerSize, slotSize: 0 }));
    const total = containers.reduce((sum, container) => sum + container.chunks.length, 0);
    const sources = new Set<string>();
    const damage: string[] = [];
    let chunks = 0;
    let nextPart = 0;
    let pause = performance.now();
    for (const container of containers) {
      damage.push(...container.damage.map((found) => `${container.path}, byte ${found.offset}: ${found.message}`));
      const numbers = new Map<number, number>();
      const lost = lostBefore(container);
      for (const [number, chunk] of container.chunks.entries()) {
        let part = numbers.get(chunk.part);
        if (part === undefined) {
          part = nextPart++;
          numbers.set(chunk.part, part);
        }
        if (part > 0xffff)
          return {
            ok: false,
            error: { code: 'tooLarge', message: 'A trace has at most 65536 parts.', file: container.path },
          };
        copy(container, chunk, part, lost.get(number) ?? chunk.dropped, options.level ?? 3, sources, write);
        chunks++;
        if (performance.now() - pause > 12) {
          options.progress?.(chunks / total);
          await new Promise((resolve) => setImmediate(resolve));
          if (options.signal?.aborted)
            return { ok: false, error: { code: 'cancelled', message: 'Joining was cancelled.', file: container.path } };
          pause = performance.now();
        }
      }
    }
    // Notes name processes by their numbers, which are others in a trace of several parts.
    const [only] = containers;
    const newest = containers.length === 1 ? newestNotes(only!) : undefined;
    if (newest !== undefined) {
      const header = { ...newest.chunk, part: 0, state: chunkState.sealed };
      writePacked(write, header, newest.bytes, options.level ?? 3);
    }
    fs.fsyncSync(file);
    return { ok: true, value: { parts: nextPart, chunks, bytes, damage } };
  } finally {
    fs.closeSync(file);
  }
}

/** By chunk number: events lost before it, where a hole of the file is the reason; the hole itself is not copied. */
function lostBefore(container: Container): Map<number, number> {
  const lost = new Map<number, number>();
  for (const thread of threadsOf(container))
    for (const entry of thread.chunks) if (entry.lost !== undefined) lost.set(entry.number, Math.max(1, entry.lost));
  return lost;
}

function copy(
  container: Container,
  chunk: ChunkEntry,
  part: number,
  dropped: number,
  level: number,
  sources: Set<string>,
  write: (data: Uint8Array) => void,
): void {
  const raw = container.load(chunk);
  const header = { ...chunk, part, dropped: Math.min(dropped, 0xffffffff), state: chunkState.sealed };
  const asItIs = () => {
    const stored = container.stored(chunk);
    if (stored === undefined) return;
    write(writeChunkHeader(header));
    write(stored);
  };
  if (!raw.ok) {
    asItIs();
    return;
  }
  let payload = raw.value;
  if (chunk.kind === chunkKind.source) {
    const key = `${checksum(payload)} ${payload.length}`;
    if (sources.has(key)) return;
    sources.add(key);
  }
  if (chunk.kind === chunkKind.manifest) payload = withClock(payload, container);
  else if (chunk.codec === codec.zlib && container.header.version === formatVersion) {
    asItIs();
    return;
  }
  writePacked(write, header, payload, level);
}

/** The manifest with the clocks of its part's own header, which the joined file has no room for. */
function withClock(payload: Uint8Array, container: Container): Uint8Array {
  const { tick0, monotonic0, wall0, osPid } = container.header;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof json !== 'object' || json === null || 'clock' in json) return payload;
    const clock = { tick: String(tick0), monotonic: String(monotonic0), wall: String(wall0) };
    return new TextEncoder().encode(JSON.stringify({ osPid, ...json, clock }));
  } catch {
    return payload;
  }
}
