import * as fs from 'node:fs';
import { type Description } from './description.ts';
import { createTermEncoder, type TermEncoder } from './encode.ts';
import {
  chunkKind,
  chunkState,
  type ChunkHeader,
  formatVersion,
  headerSize,
  operation,
  vmFlag,
  writeFileHeader,
} from './layout.ts';
import { writePacked } from './pack.ts';
import { output, putByte, putBytes, putVarint, reserve } from './output.ts';

export interface WriterOptions {
  readonly codec?: 'zlib' | 'none';
  /** zlib's level, 1 to 9. */
  readonly level?: number;
  /** Payload bytes after which a chunk is closed. */
  readonly chunkBytes?: number;
  readonly part?: number;
  readonly osPid?: number;
  /** Clocks when the file was opened; ticks and nanoseconds. */
  readonly tick0?: bigint;
  readonly monotonic0?: bigint;
  readonly wall0?: bigint;
  /** Ticks are written as nanoseconds divided by this. */
  readonly nanosecondsPerTick?: number;
}

/** What a chunk header says besides what the writer computes. */
export type ChunkFacts = Omit<ChunkHeader, 'codec' | 'storedLength' | 'rawLength' | 'checksum' | 'state'>;

/** Events of one thread, in order. Times are nanoseconds since the file was opened and never fall. */
export interface ThreadWriter {
  /** The following records are of this process. */
  process(pid: Description): void;
  /** An event at a site of the code. */
  site(time: number, site: number, values: readonly Description[]): void;
  receive(time: number, site: number, hash: number, values: readonly Description[]): void;
  try(time: number, site: number, number: number): void;
  caught(time: number, site: number, number: number, values: readonly [Description, Description, Description]): void;
  vm(time: number, tag: string, term: Description, more?: VmMore): void;
  mark(time: number, fact: Description): void;
  /** Events that were dropped here; the next chunk begins with them. */
  dropped(count: number): void;
}

export interface VmMore {
  readonly hash?: number;
  readonly extra?: Description;
  readonly match?: Description;
}

/** Writes a .cinema file from the front to the back. Files are opened and written synchronously; errors of the system are thrown. */
export interface CinemaWriter {
  manifest(json: object): void;
  module(json: object): void;
  source(path: string, hash: string, bytes: Uint8Array): void;
  /** The same thread for the same number. */
  thread(number: number): ThreadWriter;
  /** A chunk of any kind with this payload. */
  chunk(facts: ChunkFacts, raw: Uint8Array): void;
  /** Closes the chunks of all threads, writes the end (unless null: a recording that was cut off) and closes the file. */
  finish(end: object | null): void;
}

const encoder = new TextEncoder();

export function createWriter(path: string, options: WriterOptions = {}): CinemaWriter {
  const file = fs.openSync(path, 'w');
  const part = options.part ?? 0;
  const tick0 = options.tick0 ?? 0n;
  const monotonic0 = options.monotonic0 ?? 0n;
  const perTick = options.nanosecondsPerTick ?? 1;
  const threads = new Map<number, OpenThread>();
  let sequence = 0;
  let latest = 0;

  const write = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;) done += fs.writeSync(file, bytes, done);
  };
  write(
    writeFileHeader({
      version: formatVersion,
      size: headerSize,
      flags: 0,
      tick0,
      monotonic0,
      wall0: options.wall0 ?? 0n,
      osPid: options.osPid ?? 0,
      slotSize: 0,
    }),
  );

  const tickOf = (time: number) => tick0 + BigInt(Math.round(time / perTick));
  const monotonicOf = (time: number) => monotonic0 + BigInt(Math.round(time));

  function chunk(facts: ChunkFacts, raw: Uint8Array): void {
    const level = options.codec === 'none' ? null : (options.level ?? 1);
    writePacked(write, { ...facts, state: chunkState.sealed }, raw, level);
  }

  const other = (kind: number, raw: Uint8Array, time = 0) =>
    chunk(
      {
        kind,
        part,
        thread: 0,
        sequence: ++sequence,
        firstTick: tickOf(time),
        lastTick: tickOf(time),
        monotonic: monotonicOf(time),
        records: 0,
        dropped: 0,
      },
      raw,
    );
  const json = (kind: number, value: object, time = 0) => other(kind, encoder.encode(JSON.stringify(value)), time);

  return {
    manifest: (value) => json(chunkKind.manifest, value),
    module: (value) => json(chunkKind.module, value),
    source(sourcePath, hash, bytes) {
      const header = encoder.encode(JSON.stringify({ path: sourcePath, hash }));
      const raw = output(4 + header.length + bytes.length);
      raw.view.setUint32(reserve(raw, 4), header.length, true);
      putBytes(raw, header);
      putBytes(raw, bytes);
      other(chunkKind.source, raw.bytes.subarray(0, raw.length));
    },
    thread(number) {
      let thread = threads.get(number);
      if (thread === undefined) {
        thread = openThread(options.chunkBytes ?? 256 * 1024, {
          perTick,
          sequence: () => ++sequence,
          seal(own, payload, first, last, records, dropped) {
            latest = Math.max(latest, last);
            chunk(
              {
                kind: chunkKind.events,
                part,
                thread: number,
                sequence: own,
                firstTick: tickOf(first * perTick),
                lastTick: tickOf(last * perTick),
                monotonic: monotonicOf(first * perTick),
                records,
                dropped,
              },
              payload,
            );
          },
        });
        threads.set(number, thread);
      }
      return thread.writer;
    },
    chunk,
    finish(end) {
      for (const thread of threads.values()) thread.seal();
      if (end !== null) json(chunkKind.end, end, latest * perTick);
      fs.closeSync(file);
    },
  };
}

interface OpenThread {
  readonly writer: ThreadWriter;
  seal(): void;
}

interface ThreadHost {
  readonly perTick: number;
  sequence(): number;
  seal(
    sequence: number,
    payload: Uint8Array,
    firstTick: number,
    lastTick: number,
    records: number,
    dropped: number,
  ): void;
}

function openThread(chunkBytes: number, host: ThreadHost): OpenThread {
  const out = output(chunkBytes + 65536);
  const terms: TermEncoder = createTermEncoder(out);
  let own = 0;
  let first = 0;
  let last = 0;
  let records = 0;
  let dropped = 0;
  let current: Description | undefined;
  let isWritten = false;

  function seal(): void {
    if (records > 0) {
      host.seal(own, out.bytes.subarray(0, out.length), first, last, records, dropped);
      dropped = 0;
    }
    out.length = 0;
    records = 0;
    isWritten = false;
    terms.reset();
  }

  /** The head of a record; before the first of a chunk comes the process. */
  function head(code: number, time: number): void {
    const tick = Math.round(time / host.perTick);
    if (out.length >= chunkBytes) seal();
    if (records === 0) {
      own = host.sequence();
      first = last = Math.max(tick, last);
    }
    let delta = Math.max(0, tick - last);
    last = Math.max(tick, last);
    if (!isWritten && current !== undefined) {
      isWritten = true;
      putByte(out, operation.process);
      putVarint(out, delta);
      terms.put(current);
      records++;
      delta = 0;
    }
    putByte(out, code);
    putVarint(out, delta);
    records++;
  }

  const putAll = (values: readonly Description[]) => {
    for (const value of values) terms.put(value);
  };
  const putHash = (hash: number) => out.view.setUint32(reserve(out, 4), hash, true);

  return {
    seal,
    writer: {
      process(pid) {
        if (pid === current) return;
        current = pid;
        isWritten = false;
      },
      site(time, site, values) {
        head(operation.site + Math.min(127, values.length), time);
        putVarint(out, site);
        putAll(values.slice(0, 127));
      },
      receive(time, site, hash, values) {
        head(operation.receive, time);
        putVarint(out, site);
        putByte(out, values.length);
        putHash(hash);
        putAll(values);
      },
      try(time, site, number) {
        head(operation.try, time);
        putVarint(out, site);
        putVarint(out, number);
      },
      caught(time, site, number, values) {
        head(operation.catch, time);
        putVarint(out, site);
        putVarint(out, number);
        putAll(values);
      },
      vm(time, tag, term, more = {}) {
        head(operation.vm, time);
        const { hash, extra, match } = more;
        putByte(
          out,
          (extra === undefined ? 0 : vmFlag.extra) |
            (match === undefined ? 0 : vmFlag.match) |
            (hash === undefined ? 0 : vmFlag.hash),
        );
        terms.putAtom(tag);
        if (hash !== undefined) putHash(hash);
        terms.put(term);
        if (extra !== undefined) terms.put(extra);
        if (match !== undefined) terms.put(match);
      },
      mark(time, fact) {
        head(operation.mark, time);
        terms.put(fact);
      },
      dropped(count) {
        seal();
        dropped += count;
      },
    },
  };
}
