import { eventAt, lastEventOf, type Moment, type Term, type Trace, type TraceEvent } from '../../../trace/index.ts';
import { type ValueView } from '../../../protocol/index.ts';
import { findValue } from './value-handle.ts';

/** Parts of a value looked at for a cut. */
const mostLooked = 2_000;

/** What the reader must know to believe what is shown; null where nothing is missing. */
export function notesOn(
  trace: Trace,
  event: TraceEvent,
  values: readonly ValueView[],
  completeDiff: boolean,
): string | null {
  const notes = [gapNote(trace, event), cutNote(trace, values)].filter((note) => note !== null);
  if (!completeDiff) notes.push('There are more changes of the state than are listed.');
  return notes.length === 0 ? null : notes.join(' ');
}

function gapNote(trace: Trace, { kind, detail, process, moment }: TraceEvent): string | null {
  if (kind === 'gap') return `${missing(detail)} here: the recorder could not keep up.`;
  const before = moment === 0 ? -1 : lastEventOf(trace, process, (moment - 1) as Moment);
  const last = before === -1 ? null : eventAt(trace, before);
  return last?.kind === 'gap' ? `${missing(last.detail)} of this process just before.` : null;
}

function missing(count: number): string {
  return count === 1 ? '1 event was not recorded' : `${count} events were not recorded`;
}

function cutNote(trace: Trace, values: readonly ValueView[]): string | null {
  const found = new Set<string>();
  for (const { value, type } of values) {
    if (type === 'redacted') found.add('redacted');
    else if (value === null) found.add('absent');
    const part = value === null ? undefined : findValue(trace, value)?.part;
    if (part?.kind === 'term') lookForCuts(part.term, found);
  }
  if (found.has('cut') || found.has('absent')) return 'Not all of a value was recorded: … stands for what is missing.';
  return found.has('redacted') ? 'A value was redacted when it was recorded.' : null;
}

/** In a loop, and only so far: a note is not worth a walk over millions of parts. */
function lookForCuts(term: Term, found: Set<string>): void {
  const open: Term[] = [term];
  let looked = 0;
  for (let one = open.pop(); one !== undefined && looked < mostLooked; one = open.pop(), looked++) {
    if (one.kind === 'cut') found.add(one.what === 'redacted' ? 'redacted' : 'cut');
    else if (one.kind === 'binary' && one.missing > 0) found.add('cut');
    else if (open.length < mostLooked) open.push(...partsOf(one));
  }
}

function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'tuple':
      return term.slice(0, mostLooked);
    case 'list': {
      const tail = term.tail();
      return [...term.slice(0, mostLooked), ...(tail === undefined ? [] : [tail])];
    }
    case 'map':
      return term.slice(0, mostLooked).flatMap(({ key, value }) => [key, value]);
    default:
      return [];
  }
}
