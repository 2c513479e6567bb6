/** What tests of the answers ask with: a film of a trace without a door, and the recordings of examples/. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeTrace, openTrace, traceFromText, type Moment, type ProcessId, type Trace } from '../../../trace/index.ts';
import { positionOf } from '../../replay/position.ts';
import { startOf } from '../../replay/start.ts';
import { type Asking, type Film } from '../film.ts';

/** Of someone who waits for the answer. */
export const asking: Asking = { progress: () => {}, signal: new AbortController().signal };

export function filmOf(trace: Trace): Film {
  let cursor = startOf(trace);
  return {
    trace,
    attached: false,
    cursor: () => cursor,
    settle: (arrival) => {
      cursor = arrival.cursor;
      return positionOf(trace, cursor);
    },
    sourceText: (source) => trace.sources[source]?.text ?? null,
    views: { canKeep: false, list: () => [], keep: () => {} },
    mend: () => Promise.resolve(null),
    pagePart: () => null,
  };
}

export function drawn(text: string): Film {
  return filmOf(traceFromText(text));
}

/** A recording of examples/ as a film; its index is put into a folder that `close` removes. */
export async function openExample(name: 'shop' | 'relay' | 'ledger') {
  const file = fileURLToPath(new URL(`../../../examples/${name}/${name}.cinema`, import.meta.url));
  const cacheFolder = mkdtempSync(join(tmpdir(), 'cinema-answers-'));
  const opened = await openTrace(file, { cacheFolder });
  if (!opened.ok) throw new Error(opened.error.message);
  const trace = opened.value;
  return {
    film: filmOf(trace),
    close: () => {
      closeTrace(trace);
      rmSync(cacheFolder, { recursive: true, force: true });
    },
  };
}

export const moments = (trace: Trace): readonly Moment[] =>
  Array.from({ length: trace.eventCount }, (_, moment) => moment as Moment);

export const processId = (process: number) => process as ProcessId;
