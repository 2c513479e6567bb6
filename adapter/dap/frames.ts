import { arrive } from '../replay/cursor.ts';
import { firstStopOf, stepTargets } from '../replay/step-targets.ts';
import { integerIn } from './arguments.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';
import { settle } from './stop.ts';

/** Back to where a frame was called: a replay needs no more to run it anew. */
export const restartFrame: Handler = (session, given, { after }) => {
  const { replay, handles } = session;
  if (replay === null) return nothingOpen;
  const handle = handles.frames.get(integerIn(given, 'frameId') ?? 0);
  const start = handle === undefined || handle.frame === -1 ? null : firstStopOf(replay.trace, handle.frame);
  if (start === null) return refuse(failure.notFound, 'The call of this frame is not known: ask for the stack again.');
  settle(session, replay, arrive(start, 'goto'), { jump: true, after });
  return done();
};

/** The recorded calls that are still to come from the line of a frame; none of a frame that waits for one. */
export const stepInTargets: Handler = (session, given) => {
  const { replay, handles } = session;
  const handle = handles.frames.get(integerIn(given, 'frameId') ?? 0);
  if (replay === null || handle === undefined || handle.depth !== 0) return done({ targets: [] });
  const { process, moment } = handle;
  const targets = stepTargets(replay.trace, { process, moment }).map(({ title, to }) => {
    const id = handles.next++;
    session.gotoTargets.set(id, to);
    return { id, label: title };
  });
  return done({ targets });
};
