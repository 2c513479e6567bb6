import { openTrace, type OpenOptions } from './cache/open.ts';
import { type Result, type TraceError } from './model.ts';
import { summarize, type TraceSummary } from './questions/summary.ts';
import { closeTrace } from './trace.ts';

/**
 * What is in a trace file. Counting needs every event to be read once, which is what an index is: it is built if there is none,
 * and the replay that usually follows finds it.
 */
export async function describeTrace(
  path: string,
  options: OpenOptions = {},
): Promise<Result<TraceSummary, TraceError>> {
  const opened = await openTrace(path, options);
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: summarize(opened.value) };
  } finally {
    closeTrace(opened.value);
  }
}
