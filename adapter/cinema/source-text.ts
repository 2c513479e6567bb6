import { readFileSync } from 'node:fs';
import { type SourceId, type Trace } from '../../trace/index.ts';
import { type Sources } from '../dap/sources.ts';

/** The recorded text; else the workspace's file of that content. Another version of it would show the wrong lines. */
export function sourceTextOf(trace: Trace, sources: Sources, source: SourceId): string | null {
  const recorded = trace.sources[source]?.text ?? null;
  if (recorded !== null) return recorded;
  const location = sources.locate(source);
  if (location.kind !== 'workspace') return null;
  try {
    return readFileSync(location.path, 'utf8');
  } catch {
    return null;
  }
}
