import { type NodeInfo } from '../../model.ts';
import { type ChunkEntry } from './container.ts';
import { putAtomName, type PartIdentity } from './leaf.ts';
import { type FileHeader, isEventKind } from './layout.ts';
import { output, written } from './output.ts';
import { jsonList, jsonRecord, jsonText, jsonWhole } from './tables.ts';

/** What is known of one BEAM of the recording before its events are read. */
export interface Part {
  readonly number: number;
  readonly info: NodeInfo;
  readonly identity: PartIdentity;
  /** What makes a local pid of this part unique in the trace. */
  readonly scope: string;
  readonly clock: PartClock;
}

export interface PartClock {
  readonly tick0: bigint;
  readonly monotonic0: bigint;
  readonly wall0: bigint;
  readonly nanosecondsPerTick: number;
}

const localNode = 'nonode@nohost';

/** Pids of a node are unique in the network; without a name they are only in their BEAM. */
export function scopeOf(part: number, node: string, creation: number): string {
  return node === localNode ? `part ${part}` : `${node} ${creation}`;
}

const bigOr = (value: unknown, otherwise: bigint): bigint =>
  typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : otherwise;

/**
 * A part from its manifest (or what is left without one). `clock` in the manifest is written by `join`: the header
 * the part had as a file of its own.
 */
export function describePart(
  number: number,
  manifest: unknown,
  header: FileHeader,
  chunks: readonly ChunkEntry[],
  complete: boolean,
): Part {
  const json = jsonRecord(manifest);
  const node = jsonText(json['node'], localNode);
  const creation = jsonWhole(json['creation']);
  const name = output(64);
  putAtomName(name, new TextEncoder().encode(node).subarray(0, 0xffff));
  const start = jsonRecord(json['clock']);
  const tick0 = bigOr(start['tick'], header.tick0);
  const monotonic0 = bigOr(start['monotonic'], header.monotonic0);
  return {
    number,
    info: {
      name: node,
      otp: jsonText(json['otp']),
      elixir: typeof json['elixir'] === 'string' ? json['elixir'] : null,
      os: jsonText(json['os']),
      osPid: jsonWhole(json['osPid'], header.osPid),
      command: jsonList(json['command']).map((word) => jsonText(word)),
      directory: jsonText(json['directory']),
      sink: jsonText(json['sink'], 'native'),
      complete,
    },
    identity: {
      node: written(name),
      creation: creation >>> 0,
      referencePrefix: Buffer.from(jsonText(json['referencePrefix']), 'base64'),
    },
    scope: scopeOf(number, node, creation),
    clock: {
      tick0,
      monotonic0,
      wall0: bigOr(start['wall'], header.wall0),
      nanosecondsPerTick: slopeOf(tick0, monotonic0, chunks),
    },
  };
}

/** The slope of the line through the start and the latest chunk. A damaged header must not stretch time beyond measure. */
function slopeOf(tick0: bigint, monotonic0: bigint, chunks: readonly ChunkEntry[]): number {
  const latestFirst = chunks
    .filter((chunk) => chunk.firstTick > tick0 && (isEventKind(chunk.kind) || chunk.monotonic > 0n))
    .sort((a, b) => (a.firstTick < b.firstTick ? 1 : a.firstTick > b.firstTick ? -1 : 0));
  for (const chunk of latestFirst) {
    const slope = Number(chunk.monotonic - monotonic0) / Number(chunk.firstTick - tick0);
    // From counters of 10 MHz to 20 GHz.
    if (slope >= 0.05 && slope <= 100) return slope;
  }
  return 1;
}
