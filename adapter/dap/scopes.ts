import { type DebugProtocol } from '@vscode/debugprotocol';
import { argumentsOf, isMailboxKnown, stackAt, stateAt, type FrameView, type Trace } from '../../trace/index.ts';
import { endedCalls } from '../replay/returned.ts';
import { readingOfFrame, readingOfModule, readingOfProcess } from '../values/reading.ts';
import { integerIn } from './arguments.ts';
import { variablesNumber, type FrameHandle, type VariablesHandle } from './handles.ts';
import { done, type Handler, type Replay, type Session } from './session.ts';

/**
 * Locals, Arguments, what came back and what changed (in the innermost frame), the behaviour's state, the message that it has to do
 * with, the process.
 */
export const scopes: Handler = (session, given) => {
  const handle = session.handles.frames.get(integerIn(given, 'frameId') ?? 0);
  if (session.replay === null || handle === undefined) return done({ scopes: [] });
  const { trace } = session.replay;
  return done({ scopes: [...frameScopes(session, trace, handle), ...processScopes(session, trace, handle)] });
};

/** The innermost frame of the process in focus. */
export function innermostFrame({ trace, cursor: { process, moment } }: Replay): FrameHandle {
  const frame = stackAt(trace, process, moment, 0, 1).frames[0]?.frame ?? -1;
  return { process, moment, frame, depth: 0 };
}

/** The frame behind a handle, as the trace sees it. */
export function frameViewOf(trace: Trace, { process, moment, depth, frame }: FrameHandle): FrameView | null {
  if (frame === -1) return null;
  const view = stackAt(trace, process, moment, depth, 1).frames[0];
  return view?.frame === frame ? view : null;
}

function frameScopes(session: Session, trace: Trace, handle: FrameHandle): readonly DebugProtocol.Scope[] {
  const view = frameViewOf(trace, handle);
  if (view === null) return [];
  const { frame } = view;
  const { process, moment, depth } = handle;
  const reading = readingOfFrame(trace, view);
  // Locals first: of several scopes, VS Code opens the first one by itself.
  const found = [scope(session, 'Locals', { kind: 'locals', frame, moment, reading }, 'locals')];
  if (argumentsOf(trace, frame, moment).length > 0) {
    found.push(scope(session, 'Arguments', { kind: 'arguments', frame, moment, reading }, 'arguments'));
  }
  if (depth === 0 && endedCalls(trace, { process, moment }, frame).length > 0) {
    found.push(scope(session, 'Returned', { kind: 'returned', process, frame, moment, reading }, 'returnValue'));
  }
  return found;
}

function processScopes(session: Session, trace: Trace, handle: FrameHandle): readonly DebugProtocol.Scope[] {
  const { process, moment, frame, depth } = handle;
  const reading = readingOfProcess(trace, process, moment);
  const found: DebugProtocol.Scope[] = [];
  if (depth === 0) found.push(scope(session, 'Changes', { kind: 'changes', process, frame, moment, reading }));
  const state = stateAt(trace, process, moment);
  if (state !== null) {
    const ofModule = readingOfModule(trace, state.module);
    found.push(scope(session, 'State', { kind: 'state', process, moment, reading: ofModule }));
  }
  if (state !== null || isMailboxKnown(trace, process)) {
    found.push(scope(session, 'Message', { kind: 'message', process, moment, reading }));
  }
  found.push({ ...scope(session, 'Process', { kind: 'process', process, moment, reading }), expensive: true });
  return found;
}

function scope(
  session: Session,
  name: string,
  handle: VariablesHandle,
  presentationHint?: string,
): DebugProtocol.Scope {
  const variablesReference = variablesNumber(session.handles, handle);
  return { name, variablesReference, expensive: false, ...(presentationHint !== undefined && { presentationHint }) };
}
