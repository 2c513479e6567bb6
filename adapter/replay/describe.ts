import {
  decodeTerm,
  eventAt,
  exitText,
  processAt,
  valuesAt,
  type Moment,
  type Trace,
  type TraceEvent,
} from '../../trace/index.ts';
import { printValue } from '../values/print.ts';
import { readingOfEvent } from '../values/reading.ts';
import { columnsOf } from './columns.ts';

/** What happens at a moment in a few words; null where the source line says it all. Reads no value of the trace. */
export function titleAt(trace: Trace, moment: Moment): string | null {
  const event = eventAt(trace, moment);
  const { kind, detail } = event;
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
      if (detail === 2) return isCrash(trace, event) ? 'Crash' : 'Behaviour ended';
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

/** What happens at a moment in a few words, whatever it is: a line is called by its number. */
export function eventTitle(trace: Trace, moment: Moment): string {
  const title = titleAt(trace, moment);
  if (title !== null) return title;
  const { kind, place, site } = eventAt(trace, moment);
  switch (kind) {
    case 'line': {
      if (trace.sites[site - 1]?.kind === 'timeout') return 'Waited in vain for a message';
      return place === null ? 'Line' : `Line ${place.line}`;
    }
    case 'bind':
      return 'Variables bound';
    case 'value':
      return 'Call came back';
    case 'try':
      return 'Exceptions are caught from here';
    case 'state':
      return 'State';
    case 'span':
      return 'Span';
    case 'link':
      return 'Linked';
    case 'unlink':
      return 'Unlinked';
    case 'monitor':
      return 'Monitored';
    case 'register':
      return 'Name registered';
    case 'unregister':
      return 'Name unregistered';
    default:
      return kind;
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
  /** `ArithmeticError`, `badmatch`, or `exit` where nothing was raised. */
  readonly type: string;
  readonly message: string;
  readonly process: string;
  /** Calls that the reason carries along, innermost first. */
  readonly stack: readonly string[];
}

/** The crash at a moment; null when none happens there. */
export function crashAt(trace: Trace, moment: Moment): Crash | null {
  const event = eventAt(trace, moment);
  if (!isCrash(trace, event)) return null;
  const { label: process, exit } = processAt(trace, event.process, moment);
  // What a behaviour goes down with is told again by its exit, there with the stack trace.
  const reason =
    exit?.abnormal === true ? valuesAt(trace, exit.moment)[0] : valuesAt(trace, moment)[event.kind === 'exit' ? 0 : 1];
  if (reason === undefined) return { type: 'exit', message: 'The reason was not recorded.', process, stack: [] };
  const { language, options } = readingOfEvent(trace, event);
  return { ...exitText(decodeTerm(reason), language, options), process };
}

/** An abnormal exit, or a behaviour that goes down before one; one that ends in peace goes down, too, but crashes not. */
function isCrash(trace: Trace, { kind, detail, process }: TraceEvent): boolean {
  if (kind === 'exit') return detail === 1;
  if (kind !== 'exception' || detail !== 2) return false;
  const exit = columnsOf(trace).death[process] ?? -1;
  return exit === -1 || eventAt(trace, exit as Moment).detail === 1;
}

/** The crash in a line: `(ArithmeticError) bad argument in arithmetic expression`. */
export function crashTitle({ type, message }: Crash): string {
  return `(${type}) ${message}`;
}

/** As people say it: an exit that nothing was raised for needs no type before its message. */
export function crashText(crash: Crash): string {
  return crash.type === 'exit' ? crash.message : crashTitle(crash);
}

function printedValue(trace: Trace, event: TraceEvent, index: number): string {
  const bytes = valuesAt(trace, event.moment)[index];
  if (bytes === undefined) return 'not recorded';
  return printValue(decodeTerm(bytes), readingOfEvent(trace, event), { maximumCharacters: 500 });
}
