import { traceInMemory } from '../in-memory.ts';
import {
  eventKinds,
  type EventRecord,
  type PayloadReference,
  type ProcessId,
  type SiteId,
  type TraceContent,
} from '../model.ts';
import { printsOf } from '../questions/outputs.ts';
import { type Trace } from '../trace.ts';
import { type TraceSlice } from './slice.ts';

/** The trace that a slice is. It is indexed in memory; `closeTrace` frees nothing. The slice is one that `sliceOf` made. */
export function traceOfSlice(slice: TraceSlice): Trace {
  const rows = slice.kind.length;
  /** Number of the first value of every row, and where each value begins. */
  const firstValue = startsOf(slice.valueCount);
  const valueStart = startsOf(slice.valueLength);
  const feed = (sink: (event: Readonly<EventRecord>) => void): void => {
    const record: EventRecord = {
      kind: 0,
      process: 0 as ProcessId,
      time: 0,
      site: 0,
      payload: -1,
      subject: 0,
      detail: 0,
      prints: 0,
    };
    for (let row = 0; row < rows; row++) {
      record.kind = slice.kind[row]!;
      record.process = slice.process[row] as ProcessId;
      record.time = slice.time[row]!;
      record.site = slice.site[row] as SiteId | 0;
      record.payload = (slice.valueCount[row] === 0 ? -1 : row) as PayloadReference | -1;
      record.subject = slice.subject[row]!;
      record.detail = slice.detail[row]!;
      const first = firstValue[row]!;
      record.prints = printsOf(
        eventKinds[record.kind]!,
        slice.valueCount[row] === 0 ? undefined : slice.values.subarray(valueStart[first], valueStart[first + 1]),
      );
      sink(record);
    }
  };
  const content: TraceContent = {
    ...slice.tables,
    recordCount: rows,
    ...(slice.recordedAt !== null && { recordedAt: slice.recordedAt }),
    read: ({ sink }) => {
      feed(sink);
      return Promise.resolve({ ok: true, value: undefined });
    },
    values: (row) => {
      const first = firstValue[row] ?? 0;
      return Array.from({ length: slice.valueCount[row] ?? 0 }, (_, index) =>
        slice.values.subarray(valueStart[first + index], valueStart[first + index + 1]),
      );
    },
    close() {},
  };
  return traceInMemory(slice.path, content, feed);
}

function startsOf(lengths: Uint32Array): Float64Array {
  const starts = new Float64Array(lengths.length + 1);
  for (let at = 0; at < lengths.length; at++) starts[at + 1] = starts[at]! + lengths[at]!;
  return starts;
}
