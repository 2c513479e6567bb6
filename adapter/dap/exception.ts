import { crashAt } from '../replay/describe.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';

/** The crash the replay stands at. */
export const exceptionInfo: Handler = ({ replay }) => {
  if (replay === null) return nothingOpen;
  const crash = crashAt(replay.trace, replay.cursor.moment);
  if (crash === null) return refuse(failure.notFound, 'Nothing crashes at this moment.');
  return done({
    exceptionId: crash.reason,
    description: `${crash.process} went down`,
    breakMode: 'unhandled',
    details: { message: crash.reason, typeName: crash.kind, stackTrace: crash.full },
  });
};
