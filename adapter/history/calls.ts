import {
  callsOf,
  decodeTerm,
  eventAt,
  frameAt,
  functionTitle,
  hitsOf,
  processAt,
  timeAt,
  valuesAt,
  type FrameFacts,
  type FunctionId,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { callText } from '../replay/call-text.ts';
import { printValue } from '../values/print.ts';
import { readingOfModule, type Reading } from '../values/reading.ts';
import { detailLength, type Entry, type Topic } from './topic.ts';

/** Characters of one argument in a row. */
const argumentLength = 60;
/** Tail calls followed to what a call came to: a loop makes millions. */
const mostTails = 200;

/** Every call of functions, of one process if given: what went in, what came back, how long it took. */
export function callsTopic(trace: Trace, functions: readonly FunctionId[], process?: ProcessId): Topic {
  const titles = [...new Set(functions.map((id) => titleOf(trace, id)))];
  const where = process === undefined ? '' : ` in ${processAt(trace, process).label}`;
  return {
    title: `Calls of ${titles.join(', ')}${where}`,
    key: `calls ${functions.join(' ')} of ${process ?? 'all'}`,
    hits: hitsOf(
      trace,
      functions.map((id) => callsOf(trace, id)),
      process === undefined ? {} : { process },
    ),
    entryAt: (moment) => entryAt(trace, moment),
  };
}

function titleOf(trace: Trace, id: FunctionId): string {
  const { module, name, arity } = trace.functions[id]!;
  return functionTitle({ module: trace.modules[module]?.name ?? '', name, arity });
}

function entryAt(trace: Trace, moment: Moment): Entry {
  const { frame, place, site } = eventAt(trace, moment);
  const called = trace.sites[site - 1];
  const module = trace.modules[called?.module ?? -1]?.name ?? '';
  const reading = readingOfModule(trace, module);
  const title = called === undefined ? '' : titleOf(trace, called.function);
  const facts = frame === -1 ? null : frameAt(trace, frame);
  if (facts === null) return { text: title, detail: null, place, call: { ended: 'unknown', duration: null } };
  const end = endOf(trace, facts);
  return {
    text: callText(trace, { frame: facts.frame, callMoment: moment }, title, reading, argumentLength),
    detail: outcomeOf(trace, end, reading),
    place,
    call: callOf(trace, facts, end),
  };
}

/** The last of a row of tail calls: what it comes to is what the first call came to. */
function endOf(trace: Trace, first: FrameFacts): FrameFacts | null {
  let facts = first;
  for (let followed = 0; facts.ended === 'tail'; followed++) {
    if (followed === mostTails || facts.endMoment === -1) return null;
    const { frame } = eventAt(trace, facts.endMoment);
    const next = frame === -1 ? null : frameAt(trace, frame);
    // The tail call was of a function that was not recorded.
    if (next === null || next.left !== facts.frame) return null;
    facts = next;
  }
  return facts;
}

function callOf(trace: Trace, first: FrameFacts, end: FrameFacts | null): NonNullable<Entry['call']> {
  const duration =
    end === null || end.endMoment === -1 ? null : timeAt(trace, end.endMoment) - timeAt(trace, first.callMoment);
  switch (end?.ended) {
    case 'return':
      return { ended: 'returned', duration };
    case 'exception':
      return { ended: 'raised', duration };
    case 'exit':
      return { ended: 'exited', duration };
    case 'open':
      return { ended: 'open', duration: null };
    default:
      return { ended: 'unknown', duration: null };
  }
}

function outcomeOf(trace: Trace, end: FrameFacts | null, reading: Reading): string | null {
  if (end === null) return 'goes on by tail calls';
  const { ended, endMoment, frame } = end;
  if (ended === 'open') return 'had not come back when the recording ended';
  if (endMoment === -1 || (ended !== 'return' && ended !== 'exception' && ended !== 'exit')) return null;
  const values = valuesAt(trace, endMoment);
  if (ended === 'return') return values[0] === undefined ? 'came back' : `→ ${print(values[0], reading, detailLength)}`;
  if (ended === 'exit')
    return values[0] === undefined ? 'exited' : `exited: ${print(values[0], reading, detailLength)}`;
  const { kind, frame: catcher } = eventAt(trace, endMoment);
  if (kind !== 'exception' || values[1] === undefined) return 'raised';
  const where = catcher === frame || catcher === -1 ? '' : ', caught further out';
  const kindOf = values[0] === undefined ? '' : `${print(values[0], reading, detailLength)} `;
  return `raised ${kindOf}${print(values[1], reading, detailLength)}${where}`;
}

function print(bytes: Uint8Array, reading: Reading, maximumCharacters: number): string {
  return printValue(decodeTerm(bytes), reading, { short: true, maximumCharacters });
}
