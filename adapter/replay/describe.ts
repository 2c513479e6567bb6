import {
  decodeTerm,
  eventAt,
  processAt,
  valuesAt,
  type Moment,
  type Trace,
  type TraceEvent,
} from '../../trace/index.ts';
import { printValue } from '../values/print.ts';
import { readingOfModule, readingOfProcess, type Reading } from '../values/reading.ts';

/** What happens at a moment in a few words; null where the source line says it all. Reads no value of the trace. */
export function titleAt(trace: Trace, moment: Moment): string | null {
  const { kind, detail } = eventAt(trace, moment);
  switch (kind) {
    case 'receive':
      return 'Message received';
    case 'arrive':
      return 'Message arrived';
    case 'send':
      return 'Message sent';
    case 'spawn':
      return 'Process spawned';
    case 'exit':
      return detail === 1 ? 'Crash' : 'Process exited';
    case 'exception':
      if (detail === 2) return 'Crash';
      return detail === 1 ? 'Exception caught' : 'Exception raised';
    case 'call':
      return 'Function called';
    case 'return':
      return 'Function returned';
    case 'gap':
      return 'Gap';
    case 'log':
      return 'Output';
    case 'line':
    case 'bind':
    case 'value':
    case 'try':
    case 'state':
    case 'span':
    case 'link':
    case 'unlink':
    case 'monitor':
    case 'register':
    case 'unregister':
      return null;
  }
}

/** The value that a moment is about: the message, the reason, the child. Null where it is about none. */
export function subjectAt(trace: Trace, moment: Moment): string | null {
  const event = eventAt(trace, moment);
  const value = (index: number) => printedValue(trace, event, index);
  switch (event.kind) {
    case 'receive':
    case 'arrive':
    case 'send':
    case 'spawn':
    case 'exit':
    case 'return':
      return value(0);
    case 'exception':
      return event.detail === 2 ? value(1) : `${value(0)} ${value(1)}`;
    case 'gap':
      return `${event.detail} events were not recorded here`;
    case 'log':
      return value(1);
    default:
      return null;
  }
}

export interface Crash {
  /** `error`, `exit`, `throw`, or the abnormal exit itself. */
  readonly kind: string;
  readonly reason: string;
  readonly process: string;
  /** The full reason, stack included. */
  readonly full: string;
}

/** The crash at a moment; null when none happens there. */
export function crashAt(trace: Trace, moment: Moment): Crash | null {
  const event = eventAt(trace, moment);
  const process = processAt(trace, event.process, moment).label;
  if (event.kind === 'exit' && event.detail === 1) {
    const full = printedValue(trace, event, 0, 20_000);
    return { kind: 'exit', reason: printedReason(trace, event, 0), process, full };
  }
  if (event.kind === 'exception' && event.detail === 2) {
    const full = printedValue(trace, event, 1, 20_000);
    return { kind: 'terminate', reason: printedReason(trace, event, 1), process, full };
  }
  return null;
}

/** The reason without the stack that errors carry along: `{reason, [{module, function, arity, _} | _]}`. */
function printedReason(trace: Trace, event: TraceEvent, index: number): string {
  const bytes = valuesAt(trace, event.moment)[index];
  if (bytes === undefined) return 'not recorded';
  const term = decodeTerm(bytes);
  const stack = term.kind === 'tuple' && term.size === 2 ? term.child(1) : undefined;
  const first = stack?.kind === 'list' ? stack.child(0) : undefined;
  const isStack = first?.kind === 'tuple' && first.size === 4;
  const reason = isStack && term.kind === 'tuple' ? term.child(0)! : term;
  return printValue(reason, readingOf(trace, event), { maximumCharacters: 500 });
}

function printedValue(trace: Trace, event: TraceEvent, index: number, maximumCharacters = 500): string {
  const bytes = valuesAt(trace, event.moment)[index];
  if (bytes === undefined) return 'not recorded';
  return printValue(decodeTerm(bytes), readingOf(trace, event), { maximumCharacters });
}

/** Events without a place of their own are printed as the code prints that the process is in. */
function readingOf(trace: Trace, { place, process, moment }: TraceEvent): Reading {
  return place === null ? readingOfProcess(trace, process, moment) : readingOfModule(trace, place.module);
}
