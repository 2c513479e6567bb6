import { crashAt } from '../replay/describe.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';

/** The crash the replay stands at. */
export const exceptionInfo: Handler = ({ replay }) => {
  if (replay === null) return nothingOpen;
  const crash = crashAt(replay.trace, replay.cursor.moment);
  if (crash === null) return refuse(failure.notFound, 'Nothing crashes at this moment.');
  const { type, message, process, stack } = crash;
  return done({
    exceptionId: type,
    description: `${process} went down: ${message}`,
    breakMode: 'unhandled',
    details: { message, typeName: type, ...(stack.length > 0 && { stackTrace: stack.join('\n') }) },
  });
};
