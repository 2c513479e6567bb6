import { closeTrace } from '../../trace/index.ts';
import { arrive } from '../replay/cursor.ts';
import { startOf } from '../replay/start.ts';
import { integerIn, textIn } from './arguments.ts';
import { cancelAsked } from './asking.ts';
import { done, nothingOpen, type Handler, type Session } from './session.ts';
import { settle } from './stop.ts';

/** The opening of a recording, a history: what takes long enough to be cancelled. */
export const cancel: Handler = (session, given) => {
  const { opening } = session;
  const isMeant =
    opening?.request === integerIn(given, 'requestId') || opening?.progress === textIn(given, 'progressId');
  if (opening !== null && isMeant) opening.controller.abort();
  cancelAsked(session, given);
  return done();
};

/** Back to the start of the recording; breakpoints stay. */
export const restart: Handler = (session, _given, { after }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  settle(session, replay, arrive(startOf(replay.trace), 'entry'), { jump: true, after });
  return done();
};

export const terminate: Handler = (session, _given, { after }) => {
  release(session);
  after('terminated');
  return done();
};

export const disconnect: Handler = (session) => {
  release(session);
  // The response goes out first.
  setImmediate(session.end);
  return done();
};

/** Closes the trace, and the door of the cinema's pages; what is asked afterwards answers empty. */
export function release(session: Session): void {
  session.opening?.controller.abort();
  void session.cinema?.then((door) => door.close('The debug session has ended.'));
  session.cinema = null;
  if (session.replay !== null) closeTrace(session.replay.trace);
  session.replay = null;
}
