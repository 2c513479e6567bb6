import { type Position } from '../../protocol/index.ts';
import { crashAt, crashTitle, titleAt } from '../replay/describe.ts';
import { type Arrival } from '../replay/cursor.ts';
import { edgeTitle, edgeTitles, noteOf } from '../replay/note.ts';
import { positionOf } from '../replay/position.ts';
import { forgetHandles } from './handles.ts';
import { type After, type Replay, type Session } from './session.ts';
import { tellOutput } from './program-output.ts';
import { threadOf } from './threads.ts';

export interface SettleOptions {
  /** The client did not ask for a step of this thread: it must learn that everything went on before it stops. */
  readonly jump: boolean;
  readonly after: After;
}

/**
 * Puts the cursor where a verb led and tells the client, after the response: `continued` for a jump, then `stopped`. The pages of
 * the cinema are told at once.
 */
export function settle(session: Session, replay: Replay, arrival: Arrival, { jump, after }: SettleOptions): Position {
  const before = replay.cursor;
  replay.cursor = arrival.cursor;
  replay.visited.add(arrival.cursor.process);
  forgetHandles(session.handles);
  session.gotoTargets.clear();
  if (jump) after('continued', { threadId: threadOf(before.process), allThreadsContinued: true });
  const note = noteOf(arrival);
  if (note !== undefined) after('output', { category: 'console', output: `${note}\n` });
  tellOutput(session, replay, after);
  after('stopped', stoppedBody(replay, arrival));
  const position = positionOf(replay.trace, arrival.cursor, note);
  after('cinema/position', position);
  void session.cinema?.then((door) => door.tell({ kind: 'position', position }));
  return position;
}

function stoppedBody({ trace }: Replay, { cursor, reason, edge, hits, note }: Arrival): object {
  const crash = edge === 'none' ? crashAt(trace, cursor.moment) : null;
  // Only of a crash the values are told here: they would have to be unpacked at every step.
  return {
    reason: crash === null || reason === 'goto' ? reason : 'exception',
    description: edge === 'none' ? (titleAt(trace, cursor.moment) ?? titleOf(reason)) : edgeTitle(edge, note),
    ...(crash !== null && { text: `${crash.process}: ${crashTitle(crash)}` }),
    threadId: threadOf(cursor.process),
    allThreadsStopped: true,
    ...(hits.length > 0 && { hitBreakpointIds: hits }),
  };
}

function titleOf(reason: Arrival['reason']): string {
  switch (reason) {
    case 'entry':
      return edgeTitles.start;
    case 'breakpoint':
      return 'Paused on breakpoint';
    case 'goto':
    case 'pause':
      return 'Paused';
    case 'step':
    case 'exception':
      return 'Paused on step';
  }
}
