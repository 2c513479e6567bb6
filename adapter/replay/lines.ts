import {
  stopLines,
  stopsOnLine,
  type FunctionInfo,
  type Posting,
  type SourceId,
  type Trace,
} from '../../trace/index.ts';
import { moduleTitle } from './functions.ts';

/** What became of a breakpoint: the line it is on and the moments it is hit, or why it never is. */
export type ResolvedLine =
  | {
      readonly hit: true;
      readonly line: number;
      readonly column: number | null;
      readonly postings: readonly Posting[];
      readonly moved: boolean;
    }
  | { readonly hit: false; readonly line: number; readonly message: string };

interface LineOfCode {
  readonly line: number;
  readonly column: number | null;
  readonly hits: number;
}

/**
 * A breakpoint on `line` of a file that the trace knows as `sources` (several nodes, several versions). A line without code
 * moves to the nearest line of the same function that ran. A line with code that did not run stays where it is: moving
 * it would stop in a branch nobody asked about.
 */
export function resolveLine(trace: Trace, sources: readonly SourceId[], line: number): ResolvedLine {
  const lines = codeOf(trace, sources);
  const exact = lines.get(line);
  if (exact !== undefined && exact.hits > 0) return hitAt(trace, sources, exact, false);
  const owner = functionAt(trace, sources, line);
  if (owner === null) {
    return { hit: false, line, message: 'No recorded code here: the line belongs to no function of the recording.' };
  }
  const nearest = nearestThatRan(lines, owner, line);
  if (nearest === null) {
    return { hit: false, line, message: `${titleOf(trace, owner)} did not run in this recording.` };
  }
  if (exact !== undefined) {
    return {
      hit: false,
      line,
      message: `This line did not run in this recording; the nearest that did is ${nearest.line}.`,
    };
  }
  return hitAt(trace, sources, nearest, true);
}

/** Places from `first` to `last` where a breakpoint can be hit, by line and column. */
export function breakableLines(trace: Trace, sources: readonly SourceId[], first: number, last: number) {
  return [...codeOf(trace, sources).values()]
    .filter(({ line, hits }) => line >= first && line <= last && hits > 0)
    .sort((left, right) => left.line - right.line);
}

function hitAt(trace: Trace, sources: readonly SourceId[], at: LineOfCode, moved: boolean): ResolvedLine {
  const postings = sources.map((source) => stopsOnLine(trace, source, at.line));
  return { hit: true, line: at.line, column: at.column, postings, moved };
}

function codeOf(trace: Trace, sources: readonly SourceId[]): ReadonlyMap<number, LineOfCode> {
  const found = new Map<number, LineOfCode>();
  for (const source of sources) {
    for (const { line, columns, hits } of stopLines(trace, source)) {
      const known = found.get(line);
      const column = known?.column ?? columns.find((number) => number > 0) ?? null;
      found.set(line, { line, column, hits: hits + (known?.hits ?? 0) });
    }
  }
  return found;
}

function functionAt(trace: Trace, sources: readonly SourceId[], line: number): FunctionInfo | null {
  // The innermost: of functions that overlap (macros) the one that begins last.
  let best: FunctionInfo | null = null;
  for (const candidate of trace.functions) {
    if (candidate.source === -1 || !sources.includes(candidate.source)) continue;
    if (line < candidate.line || line > candidate.lastLine) continue;
    if (best === null || candidate.line > best.line) best = candidate;
  }
  return best;
}

function nearestThatRan(lines: ReadonlyMap<number, LineOfCode>, owner: FunctionInfo, line: number): LineOfCode | null {
  let best: LineOfCode | null = null;
  for (const candidate of lines.values()) {
    if (candidate.hits === 0 || candidate.line < owner.line || candidate.line > owner.lastLine) continue;
    const isNearer = best === null || distance(candidate.line, line) < distance(best.line, line);
    if (isNearer) best = candidate;
  }
  return best;
}

/** Lines further down are nearer than those further up: a comment belongs to the code below it. */
function distance(from: number, to: number): number {
  return from >= to ? (from - to) * 2 - 1 : (to - from) * 2;
}

function titleOf(trace: Trace, { module, name, arity }: FunctionInfo): string {
  const owner = trace.modules[module];
  const separator = owner?.language === 'erlang' ? ':' : '.';
  return `${moduleTitle(owner?.name ?? '?')}${separator}${name}/${arity}`;
}
