import { type DebugProtocol } from '@vscode/debugprotocol';
import { type FrameId, type Moment, type ProcessId, type Term } from '../../trace/index.ts';
import { type Reading } from '../values/reading.ts';

/** A frame as a client saw it. `frame` is -1 for the label that stands for an empty stack. */
export interface FrameHandle {
  readonly process: ProcessId;
  readonly frame: FrameId | -1;
  readonly moment: Moment;
  /** 0 is the innermost. */
  readonly depth: number;
}

/** What can be expanded in the variables view. */
export type VariablesHandle =
  | { readonly kind: 'arguments'; readonly frame: FrameId; readonly moment: Moment; readonly reading: Reading }
  | { readonly kind: 'locals'; readonly frame: FrameId; readonly moment: Moment; readonly reading: Reading }
  | {
      readonly kind: 'returned';
      readonly process: ProcessId;
      readonly frame: FrameId;
      readonly moment: Moment;
      readonly reading: Reading;
    }
  | { readonly kind: 'process'; readonly process: ProcessId; readonly moment: Moment; readonly reading: Reading }
  | { readonly kind: 'state'; readonly process: ProcessId; readonly moment: Moment; readonly reading: Reading }
  | { readonly kind: 'message'; readonly process: ProcessId; readonly moment: Moment; readonly reading: Reading }
  | {
      readonly kind: 'changes';
      readonly process: ProcessId;
      readonly frame: FrameId | -1;
      readonly moment: Moment;
      readonly reading: Reading;
    }
  | {
      /** Facts that are worked out when they are opened, a page at a time. */
      readonly kind: 'list';
      readonly count: number;
      readonly make: (start: number, count: number) => readonly DebugProtocol.Variable[];
      readonly reading: Reading;
    }
  | { readonly kind: 'term'; readonly term: Term; readonly expression: string | undefined; readonly reading: Reading }
  | {
      readonly kind: 'stretch';
      readonly term: Term;
      readonly expression: string | undefined;
      readonly reading: Reading;
      readonly from: number;
      readonly to: number;
    };

/**
 * Numbers that a client was given for frames and values.
 * Invariant: a number is never given twice in a session; those of an earlier stop are forgotten and answer empty.
 */
export interface Handles {
  next: number;
  readonly frames: Map<number, FrameHandle>;
  readonly frameNumbers: Map<string, number>;
  readonly variables: Map<number, VariablesHandle>;
}

export function createHandles(): Handles {
  return { next: 1, frames: new Map(), frameNumbers: new Map(), variables: new Map() };
}

/** The number of a frame: the same one for as long as the replay rests. */
export function frameNumber(handles: Handles, handle: FrameHandle): number {
  const key = `${handle.process}:${handle.frame}:${handle.depth}`;
  const known = handles.frameNumbers.get(key);
  if (known !== undefined) return known;
  const number = handles.next++;
  handles.frames.set(number, handle);
  handles.frameNumbers.set(key, number);
  return number;
}

export function variablesNumber(handles: Handles, handle: VariablesHandle): number {
  const number = handles.next++;
  handles.variables.set(number, handle);
  return number;
}

/** The replay moves on: everything given so far is stale. */
export function forgetHandles(handles: Handles): void {
  handles.frames.clear();
  handles.frameNumbers.clear();
  handles.variables.clear();
}
