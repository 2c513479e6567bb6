import { crashAt, crashTitle, titleAt } from '../replay/describe.ts';
import { type Arrival } from '../replay/cursor.ts';
import { positionOf } from '../replay/position.ts';
import { forgetHandles } from './handles.ts';
import { type After, type Replay, type Session } from './session.ts';
import { threadOf } from './threads.ts';

export interface SettleOptions {
  /** The client did not ask for a step of this thread: it must learn that everything went on before it stops. */
  readonly jump: boolean;
  readonly after: After;
}

/** What ends: the whole recording, or what was recorded of the process that was to step. */
function edgeTitle(edge: 'start' | 'end', note: string | undefined): string {
  return note === undefined ? edgeTitles[edge] : `${edgeTitles[edge]} of this process`;
}

const edgeTitles = { start: 'Start of the recording', end: 'End of the recording' } as const;

/** Puts the cursor where a verb led and tells the client, after the response: `continued` for a jump, then `stopped`. */
export function settle(session: Session, replay: Replay, arrival: Arrival, { jump, after }: SettleOptions): void {
  const before = replay.cursor;
  replay.cursor = arrival.cursor;
  replay.visited.add(arrival.cursor.process);
  forgetHandles(session.handles);
  session.gotoTargets.clear();
  if (jump) after('continued', { threadId: threadOf(before.process), allThreadsContinued: true });
  const note = noteOf(arrival);
  if (note !== undefined) after('output', { category: 'console', output: `${note}\n` });
  after('stopped', stoppedBody(replay, arrival));
  after('cinema/position', positionOf(replay.trace, arrival.cursor, note));
}

export function noteOf({ edge, note }: Arrival): string | undefined {
  if (edge === 'none') return note;
  return note === undefined ? `${edgeTitles[edge]}.` : `${edgeTitle(edge, note)}: ${note}`;
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
