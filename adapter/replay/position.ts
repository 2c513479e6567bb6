import { processAt, timeAt, type Trace } from '../../trace/index.ts';
import { type Position } from '../../protocol/index.ts';
import { type Cursor } from './cursor.ts';

/** Where the cursor is, for clients that draw it. */
export function positionOf(trace: Trace, cursor: Cursor, note?: string): Position {
  return {
    moment: cursor.moment,
    momentCount: trace.eventCount,
    time: timeAt(trace, cursor.moment),
    duration: trace.duration,
    process: cursor.process,
    processLabel: processAt(trace, cursor.process, cursor.moment).label,
    ...(note !== undefined && { note }),
  };
}

const units = [
  { size: 3600e9, name: 'h' },
  { size: 60e9, name: 'min' },
  { size: 1e9, name: 's' },
  { size: 1e6, name: 'ms' },
  { size: 1e3, name: 'µs' },
] as const;

/** `12.5 ms`, `1.25 s`: a span of nanoseconds with up to four digits. */
export function printTime(nanoseconds: number): string {
  const unit = units.find(({ size }) => nanoseconds >= size);
  if (unit === undefined) return `${nanoseconds} ns`;
  return `${Number((nanoseconds / unit.size).toPrecision(4))} ${unit.name}`;
}
