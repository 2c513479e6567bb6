import {
  decodeTerm,
  eventAt,
  processAt,
  stackAt,
  timeAt,
  valuesAt,
  type Moment,
  type Place,
  type ProcessId,
  type Trace,
  type TraceEvent,
  type TraceNanoseconds,
} from '../../trace/index.ts';
import { type CauseRow } from '../../protocol/index.ts';
import { type Asking } from '../cinema/film.ts';
import { pace } from '../cinema/pace.ts';
import { causeBehind } from '../replay/causes.ts';
import { type Cursor } from '../replay/cursor.ts';
import { crashAt, crashText } from '../replay/describe.ts';
import { printMessage } from '../values/message.ts';
import { printValue } from '../values/print.ts';
import { readingOfEvent, readingOfProcess } from '../values/reading.ts';
import { detailLength } from './topic.ts';

export interface Cause extends Omit<CauseRow, 'source' | 'line' | 'column'> {
  readonly moment: Moment;
  readonly process: ProcessId;
  readonly time: TraceNanoseconds;
  readonly place: Place | null;
}

export interface Chain {
  readonly causes: readonly Cause[];
  /** False where it goes on. */
  readonly complete: boolean;
}

/**
 * What led to where a process stands, nearest first, from process to process: each is where the verb `toCause` leads from the one
 * before.
 */
export async function chainOf(trace: Trace, cursor: Cursor, most: number, asking: Asking): Promise<Chain> {
  const pause = pace(asking);
  const causes: Cause[] = [];
  let at: Cursor = cursor;
  for (;;) {
    const moment = causeBehind(trace, at);
    // What comes later caused nothing, whatever a damaged recording says.
    if (moment === -1 || moment >= at.moment) return { causes, complete: true };
    if (causes.length === most) return { causes, complete: false };
    const { process } = eventAt(trace, moment);
    causes.push(causeOf(trace, moment, process));
    at = { process, moment };
    await pause(causes.length / most, 'Looking for causes');
  }
}

function causeOf(trace: Trace, moment: Moment, process: ProcessId): Cause {
  const event = eventAt(trace, moment);
  const [view] = stackAt(trace, process, moment, 0, 1).frames;
  return {
    moment,
    time: timeAt(trace, moment),
    process,
    processLabel: processAt(trace, process, moment).label,
    kind: kindOf(event),
    text: textOf(trace, event),
    function: view?.title ?? null,
    place: view?.place ?? event.place,
  };
}

function kindOf({ kind }: TraceEvent): Cause['kind'] {
  switch (kind) {
    case 'spawn':
      return 'spawned';
    case 'exit':
      return 'exited';
    case 'exception':
      return 'raised';
    case 'send':
      return 'sent';
    default:
      return 'arrived';
  }
}

function textOf(trace: Trace, event: TraceEvent): string {
  const { moment, process, kind, subject } = event;
  const [first, second] = valuesAt(trace, moment);
  const crash = crashAt(trace, moment);
  if (crash !== null) return `crashed: ${crashText(crash)}`;
  switch (kind) {
    case 'spawn':
      return `spawned ${subject === -1 ? 'a process' : processAt(trace, subject as ProcessId).label}`;
    case 'exit':
      return `exited: ${printed(trace, event, first)}`;
    case 'exception':
      return `raised ${printed(trace, event, first)} ${printed(trace, event, second)}`;
    default: {
      const word = kind === 'send' ? 'sent' : 'got';
      if (first === undefined) return `${word} a message that was not recorded`;
      const limits = { short: true, maximumCharacters: detailLength };
      return `${word} ${printMessage(decodeTerm(first), readingOfProcess(trace, process, moment), limits)}`;
    }
  }
}

function printed(trace: Trace, event: TraceEvent, bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return 'not recorded';
  return printValue(decodeTerm(bytes), readingOfEvent(trace, event), { short: true, maximumCharacters: detailLength });
}
