import { type EventKind, type Moment } from '../model.ts';
import { logRowsPerPage, output } from '../build/shapes.ts';
import { firstRowFrom } from '../store/table.ts';
import { decodeTerm, type Term } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { eventAt, valuesAt } from './events.ts';

/** What a program said at a moment: a line of its log, or what it wrote to a terminal. */
export type ProgramOutput =
  | { readonly channel: 'log'; readonly level: string; readonly text: Term }
  /** `request` is what the input and output server was asked (the Erlang I/O protocol): `{put_chars, unicode, Text}` and others. */
  | { readonly channel: 'standard output' | 'standard error'; readonly request: Term };

/** How often the program said something before a moment; with it, how often between two moments. One search in a column. */
export function outputsBefore(trace: Trace, moment: number): number {
  return firstRowFrom(trace.inside.outputs, output.moment, moment);
}

/** Moments of outputs number `from` to `to` (not with it), counted from the start of the trace. */
export function outputMoments(trace: Trace, from: number, to: number): readonly Moment[] {
  const { outputs } = trace.inside;
  const moments: Moment[] = [];
  for (let row = Math.max(0, from); row < Math.min(to, outputs.rows); row++) {
    const page = Math.floor(row / logRowsPerPage);
    moments.push(outputs.column(page, output.moment)[row - page * logRowsPerPage]! as Moment);
  }
  return moments;
}

/** What was said at a moment; null where nothing was, or it was not recorded. */
export function outputAt(trace: Trace, moment: Moment): ProgramOutput | null {
  const { kind, detail, subject } = eventAt(trace, moment);
  const values = valuesAt(trace, moment).map((bytes) => decodeTerm(bytes));
  if (kind === 'log') {
    const [level, text] = values;
    if (text === undefined) return null;
    if (detail === 0) return { channel: 'log', level: level?.kind === 'atom' ? level.name : 'notice', text };
    return { channel: detail === 2 ? 'standard error' : 'standard output', request: text };
  }
  const message = values[0];
  if (kind !== 'send' || message?.kind !== 'tuple' || !isOutputRequest(message)) return null;
  const request = message.child(3);
  if (request === undefined) return null;
  const receiver = values[1];
  const toError =
    (receiver?.kind === 'atom' && receiver.name === 'standard_error') ||
    trace.inside.identities[subject]?.initialNames.includes('standard_error') === true;
  return { channel: toError ? 'standard error' : 'standard output', request };
}

/** Whether an event says something, by its kind and first value; formats that have the values at hand ask this. */
export function printsOf(kind: EventKind, first: Uint8Array | undefined): 0 | 1 {
  if (kind === 'log') return 1;
  return kind === 'send' && first !== undefined && isOutputRequest(decodeTerm(first)) ? 1 : 0;
}

/** `{io_request, From, ReplyAs, Request}`, the one message of the Erlang I/O protocol that asks. */
function isOutputRequest(message: Term): boolean {
  if (message.kind !== 'tuple' || message.size < 4) return false;
  const first = message.child(0);
  return first?.kind === 'atom' && first.name === 'io_request';
}
