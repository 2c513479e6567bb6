import {
  decodeTerm,
  handledMessage,
  lastEventOf,
  processAt,
  readValue,
  stackAt,
  stateAt,
  statesOf,
  valuesAt,
  type Moment,
  type Place,
  type ProcessId,
  type Result,
  type Trace,
} from '../../trace/index.ts';
import { follow } from '../values/access.ts';
import { printMessage } from '../values/message.ts';
import { parsePath, type Access } from '../values/path.ts';
import { printValue } from '../values/print.ts';
import { readingOfModule, readingOfProcess } from '../values/reading.ts';
import { detailLength, rowLength, type Entry, type Topic } from './topic.ts';

/** The states of a behaviour one after the other, or what a path leads to in each; the error says what is wrong with the path. */
export function statesTopic(trace: Trace, process: ProcessId, path = ''): Result<Topic, string> {
  const parsed = parseStatePath(path);
  if (!parsed.ok) return parsed;
  const { accesses, text } = parsed.value;
  const { label } = processAt(trace, process);
  return {
    ok: true,
    value: {
      title: text === '' ? `State of ${label}` : `state${text} of ${label}`,
      key: `states ${process}`,
      hits: statesOf(trace, process),
      entryAt: (moment) => entryAt(trace, process, moment, accesses),
    },
  };
}

/** `state.items`, `.items["tea"]` and `["tea"]` are paths into a state; so is the empty one. */
export function parseStatePath(
  path: string,
): Result<{ readonly accesses: readonly Access[]; readonly text: string }, string> {
  const text = path.trim().replace(/^state\b/, '');
  if (text === '') return { ok: true, value: { accesses: [], text } };
  const parsed = parsePath(`state${text}`);
  if (!parsed.ok) return { ok: false, error: parsed.error.message };
  if (parsed.value.name !== 'state') {
    return {
      ok: false,
      error: `A path into a state begins with a field or a key: .items["tea"], state.items; not ${path}.`,
    };
  }
  return { ok: true, value: { accesses: parsed.value.accesses, text } };
}

function entryAt(trace: Trace, process: ProcessId, moment: Moment, accesses: readonly Access[]): Entry {
  const { message, place } = callbackBefore(trace, process, moment);
  const state = stateAt(trace, process, moment);
  const bytes = state === null ? null : readValue(trace, state.value);
  if (state === null || bytes === null) {
    return { text: '', detail: message, problem: 'The state was not recorded.', place };
  }
  const reading = readingOfModule(trace, state.module);
  const part = follow(decodeTerm(bytes), accesses, reading);
  if (!part.ok) return { text: '', detail: message, problem: part.error, place };
  return {
    text: printValue(part.value, reading, { short: true, maximumCharacters: rowLength }),
    detail: message,
    value: { term: part.value, reading },
    place,
  };
}

/** The message whose callback ended with a state, and where it ended. */
function callbackBefore(
  trace: Trace,
  process: ProcessId,
  moment: Moment,
): { readonly message: string | null; readonly place: Place | null } {
  const end = moment === 0 ? -1 : lastEventOf(trace, process, (moment - 1) as Moment);
  if (end === -1) return { message: null, place: null };
  const place = stackAt(trace, process, end, 0, 1).frames[0]?.place ?? null;
  const handled = handledMessage(trace, process, end);
  const bytes = handled === -1 ? undefined : valuesAt(trace, handled)[0];
  if (bytes === undefined) return { message: null, place };
  const limits = { short: true, maximumCharacters: detailLength };
  return { message: printMessage(decodeTerm(bytes), readingOfProcess(trace, process, end), limits), place };
}
