import { processColumns, type Trace } from '../../trace/index.ts';

export type Columns = ReturnType<typeof processColumns>;

/** What is known of every process without reading a value; made once for a trace. */
export function columnsOf(trace: Trace): Columns {
  return processColumns(trace, trace.processCount);
}
