import { type DebugProtocol } from '@vscode/debugprotocol';
import { isForeignAt, stackAt, type FrameView, type ProcessId } from '../../trace/index.ts';
import { processStateAt } from '../replay/threads.ts';
import { integerIn } from './arguments.ts';
import { frameNumber } from './handles.ts';
import { clientColumn, clientLine, sourceOf } from './locations.ts';
import { done, type Handler, type Replay, type Session } from './session.ts';
import { processMeant } from './threads.ts';

const empty = done({ stackFrames: [], totalFrames: 0 });

export const stackTrace: Handler = (session, given) => {
  const { replay } = session;
  if (replay === null) return empty;
  const thread = integerIn(given, 'threadId');
  const process = processMeant(replay, given);
  // A thread nobody was told of has no frames.
  if (thread !== undefined && thread !== process + 1) return empty;
  const start = Math.max(0, integerIn(given, 'startFrame') ?? 0);
  const levels = integerIn(given, 'levels') ?? 0;
  const label = labelOver(session, replay, process);
  const above = label === null ? 0 : 1;
  const first = Math.max(0, start - above);
  const { total, frames } = stackAt(
    replay.trace,
    process,
    replay.cursor.moment,
    first,
    levels > 0 ? Math.max(0, levels - (start === 0 ? above : 0)) : Number.MAX_SAFE_INTEGER,
  );
  const stackFrames = frames.map((frame, index) => frameOf(session, replay, process, frame, first + index));
  return done({
    stackFrames: label !== null && start === 0 ? [label, ...stackFrames] : stackFrames,
    totalFrames: total + above,
  });
};

/**
 * The line above the recorded frames that says what the process is doing, where they do not: there are none, or the innermost
 * has been left and the process is not the one in focus. Editors paint the innermost frame of every thread; a left one is where it is not.
 */
function labelOver(session: Session, replay: Replay, process: ProcessId): DebugProtocol.StackFrame | null {
  const [top] = stackAt(replay.trace, process, replay.cursor.moment, 0, 1).frames;
  const speaks = top !== undefined && (!top.left || process === replay.cursor.process);
  return speaks ? null : labelOf(session, replay, process);
}

function frameOf(
  session: Session,
  replay: Replay,
  process: ProcessId,
  frame: FrameView,
  depth: number,
): DebugProtocol.StackFrame {
  const { moment } = replay.cursor;
  const id = frameNumber(session.handles, { process, frame: frame.frame, moment, depth });
  const { place } = frame;
  const source = place === null || place.source === -1 ? undefined : sourceOf(replay, session.client, place.source);
  const title = frame.left ? `left by a tail call: ${frame.title}` : frame.title;
  if (place === null || source === undefined || place.line === 0) {
    return { id, name: `${title} (source not recorded)`, line: 0, column: 0, presentationHint: 'subtle' };
  }
  return {
    id,
    name: title,
    source,
    line: clientLine(session.client, place.line),
    column: clientColumn(session.client, place.column),
    ...((frame.left || isForeignAt(replay.trace, frame.callMoment)) && { presentationHint: 'subtle' as const }),
  };
}

const labels = {
  'not started': 'not started yet',
  exited: 'exited',
  crashed: 'crashed',
  waiting: 'waiting, in code that was not recorded',
  running: 'in code that was not recorded',
} as const;

/** What the process is doing, as a frame, so that its variables can be opened. */
function labelOf({ handles }: Session, { trace, cursor }: Replay, process: ProcessId): DebugProtocol.StackFrame {
  const id = frameNumber(handles, { process, frame: -1, moment: cursor.moment, depth: 0 });
  const name = `(${labels[processStateAt(trace, process, cursor.moment)]})`;
  return { id, name, line: 0, column: 0, presentationHint: 'subtle' };
}
