import { type TraceError } from '../../trace/index.ts';

/** Why a recording cannot be opened, for people: what, where, and what to do. */
export function explain(error: TraceError, path: string): string {
  const place = error.offset === undefined ? '' : ` (at byte ${error.offset})`;
  const file = error.message.includes(path) ? '' : `${path}: `;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  return `${file}${error.message}${place}${hint}`;
}
