import { type ChunkEntry, type Container } from './container.ts';
import { isEventKind } from './layout.ts';

/** The event chunks one thread of one part wrote, in order. `number` is that in the container's table. */
export interface Thread {
  readonly part: number;
  readonly chunks: readonly ThreadChunk[];
}

export interface ThreadChunk {
  readonly number: number;
  readonly chunk: ChunkEntry;
  /** Events lost just before it, by dropping or by damage of the file; undefined: none were. 0: nobody knows how many. */
  readonly lost: number | undefined;
}

/** Event chunks by the thread that wrote them, in their order, with what was lost before each. */
export function threadsOf(container: Container): readonly Thread[] {
  const threads = new Map<string, { part: number; chunks: { number: number; chunk: ChunkEntry }[] }>();
  container.chunks.forEach((chunk, number) => {
    if (!isEventKind(chunk.kind)) return;
    const key = `${chunk.part}/${chunk.thread}`;
    const thread = threads.get(key);
    if (thread) thread.chunks.push({ number, chunk });
    else threads.set(key, { part: chunk.part, chunks: [{ number, chunk }] });
  });
  return [...threads.values()].map(({ part, chunks }) => {
    chunks.sort((a, b) => a.chunk.sequence - b.chunk.sequence || a.number - b.number);
    // A hole in the file: told to every thread it may have belonged to, at its next chunk.
    const holes = container.damage.filter(
      (hole) =>
        hole.isLoss &&
        (hole.part === undefined || hole.part === part) &&
        (hole.thread === undefined || hole.thread === chunks[0]!.chunk.thread),
    );
    let before = 0;
    return {
      part,
      chunks: chunks.map(({ number, chunk }) => {
        const place = chunk.live ? Infinity : chunk.offset;
        const own = holes.filter((hole) => hole.offset >= before && hole.offset < place);
        before = place;
        const lost = chunk.dropped > 0 || own.length > 0;
        return {
          number,
          chunk,
          lost: lost ? chunk.dropped + own.reduce((sum, hole) => sum + hole.records, 0) : undefined,
        };
      }),
    };
  });
}
