import {
  argumentsOf,
  decodeTerm,
  readValue,
  stackAt,
  variableOfOccurrence,
  variablesAt,
  type FrameId,
  type FrameView,
  type Moment,
  type ProcessId,
  type Result,
  type SourceId,
  type Term,
  type Trace,
} from '../../trace/index.ts';
import { follow } from './access.ts';
import { parsePath } from './path.ts';
import { readingOfFrame, type Reading } from './reading.ts';

/** Where in the text an expression stands; line and column from 1. */
export interface TextPlace {
  readonly sources: readonly SourceId[];
  readonly line: number;
  readonly column: number;
}

export interface Found {
  readonly term: Term;
  readonly reading: Reading;
}

/** Frames looked at for the function that a hovered line belongs to. */
const deepestLook = 100;

/** The value of a variable or a path into one, as the frame sees it. */
export function lookUp(
  trace: Trace,
  frame: FrameView,
  moment: Moment,
  text: string,
  at?: TextPlace,
): Result<Found, string> {
  const parsed = parsePath(text);
  if (!parsed.ok) return { ok: false, error: parsed.error.message };
  const { name, accesses } = parsed.value;
  const reading = readingOfFrame(trace, frame);
  const root = rootValue(trace, frame.frame, moment, name, at);
  if (!root.ok) return root;
  const value = follow(root.value, accesses, reading);
  return value.ok ? { ok: true, value: { term: value.value, reading } } : value;
}

function rootValue(
  trace: Trace,
  frame: FrameId,
  moment: Moment,
  name: string,
  at: TextPlace | undefined,
): Result<Term, string> {
  if (at !== undefined) {
    for (const source of at.sources) {
      const occurrence = variableOfOccurrence(trace, frame, moment, { source, line: at.line, column: at.column, name });
      if (occurrence === null) continue;
      if ('notRecorded' in occurrence) return notRecorded(name);
      return termOf(readValue(trace, occurrence.value), name);
    }
  }
  const variable = variablesAt(trace, frame, moment).find((binding) => binding.name === name);
  if (variable !== undefined) return termOf(readValue(trace, variable.value), name);
  const argument = argumentsOf(trace, frame, moment).find((candidate) => candidate.name === name);
  if (argument !== undefined) return termOf(argument.value === null ? null : readValue(trace, argument.value), name);
  return { ok: false, error: `${name} has no value here at this moment.` };
}

function termOf(bytes: Uint8Array | null, name: string): Result<Term, string> {
  return bytes === null ? notRecorded(name) : { ok: true, value: decodeTerm(bytes) };
}

function notRecorded(name: string): Result<never, string> {
  return { ok: false, error: `${name} was not recorded.` };
}

/**
 * The frame that runs the function a line belongs to: the one in focus if it is its own, else the innermost on the stack.
 * Null where that function is not running: a variable of the same name elsewhere is another variable.
 */
export function frameAround(
  trace: Trace,
  process: ProcessId,
  moment: Moment,
  focused: FrameView | null,
  at: TextPlace,
): FrameView | null {
  if (focused !== null && covers(trace, focused, at)) return focused;
  const { frames } = stackAt(trace, process, moment, 0, deepestLook);
  return frames.find((frame) => covers(trace, frame, at)) ?? null;
}

function covers(trace: Trace, frame: FrameView, { sources, line }: TextPlace): boolean {
  if (frame.place === null || !sources.some((source) => source === frame.place?.source)) return false;
  const { module, name, arity } = frame.function;
  const known = trace.functions.find(
    (candidate) =>
      candidate.name === name && candidate.arity === arity && trace.modules[candidate.module]?.name === module,
  );
  return known === undefined || (line >= known.line && line <= known.lastLine);
}
