import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../../trace/testing.ts';

/** A generated trace of about that many events; made once. */
export function traceOf(events: number, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `trace-${events}.cinema`);
  if (!existsSync(path)) {
    generate(`${path}.new`, { events });
    renameSync(`${path}.new`, path);
  }
  return path;
}
