import {
  bindingsOf,
  eventAt,
  hitsOf,
  namesBoundIn,
  processAt,
  stackAt,
  type FrameView,
  type HitsOnly,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { lookUp } from '../values/lookup.ts';
import { printValue } from '../values/print.ts';
import { rowLength, type Entry, type Topic } from './topic.ts';

/** Whose values are wanted: of one call, of all calls in the process, of all calls of all processes. */
export type Within = 'frame' | 'process' | 'trace';

/**
 * The values of an expression over time, as the function of a frame sees them: a moment for each binding of one of its variables.
 * Null where it speaks of no variable of that function.
 */
export function expressionTopic(
  trace: Trace,
  frame: FrameView,
  process: ProcessId,
  text: string,
  within: Within,
): Topic | null {
  const { id } = frame.function;
  const names = id === -1 ? [] : namesMeant(text, namesBoundIn(trace, id));
  if (id === -1 || names.length === 0) return null;
  const only: HitsOnly = within === 'trace' ? {} : within === 'process' ? { process } : { frame: frame.frame };
  const who = within === 'trace' ? 'all processes' : processAt(trace, process).label;
  const posting = bindingsOf(trace, id, new Set(names));
  return {
    title: `${text} in ${frame.title}, ${within === 'frame' ? 'this call' : who}`,
    key: `bindings ${id} ${names.join(' ')} ${only.process ?? ''} ${only.frame ?? ''}`,
    hits: hitsOf(trace, [posting], only),
    entryAt: (moment) => entryAt(trace, moment, text),
  };
}

/**
 * The names among `known` that a text may speak of: words that stand for themselves, no fields, keys, atoms or parts of texts. One
 * too many does no harm: there are rows at which nothing changed.
 */
export function namesMeant(text: string, known: readonly string[]): readonly string[] {
  // A text with #{…} in it may speak of variables there.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu, (quoted) =>
    quoted.includes('#{') ? quoted : ' '.repeat(quoted.length),
  );
  const words = new Set<string>();
  for (const { 0: word, index } of bare.matchAll(/[\p{L}_][\p{L}\p{N}_@]*[?!]?/gu)) {
    const before = bare.slice(Math.max(0, index - 2), index);
    const isPart = /(?:^|[^.])\.$|(?:^|[^:]):$|#$/u.test(before);
    const isKey = /^:(?!:)/u.test(bare.slice(index + word.length));
    if (!isPart && !isKey) words.add(word);
  }
  return known.filter((name) => words.has(name));
}

function entryAt(trace: Trace, moment: Moment, text: string): Entry {
  const { process, frame, place } = eventAt(trace, moment);
  const [view] = stackAt(trace, process, moment, 0, 1).frames;
  if (view === undefined || view.frame !== frame) {
    const problem = 'This call began before the recording, or events are missing: its variables are not known.';
    return { text: '', detail: null, problem, place };
  }
  const found = lookUp(trace, view, moment, text);
  if (!found.ok) return { text: '', detail: null, problem: found.error, place };
  const { term, reading } = found.value;
  return {
    text: printValue(term, reading, { short: true, maximumCharacters: rowLength }),
    detail: null,
    value: { term, reading },
    place,
  };
}
