import { indexBuilder } from './build/builder.ts';
import { type EventRecord, type TraceContent } from './model.ts';
import { memoryStore } from './store/store.ts';
import { assemble, codeCounts, learntFrom, type Trace } from './trace.ts';

/** Indexes events that are in memory already. `feed` gives them in the total order; it may use one record for all. */
export function traceInMemory(
  path: string,
  content: TraceContent,
  feed: (sink: (event: Readonly<EventRecord>) => void) => void,
  cacheBytes?: number,
): Trace {
  const store = memoryStore();
  const before = codeCounts(content);
  const builder = indexBuilder(content, store);
  feed(builder.add);
  return assemble(path, content, builder.finish(), store.source(), learntFrom(content, before), before, cacheBytes);
}
