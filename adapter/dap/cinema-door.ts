import { type Film, Refusal } from '../cinema/film.ts';
import { keptViews } from '../cinema/kept-views.ts';
import { pagePart } from '../cinema/page-parts.ts';
import { openDoor } from '../cinema/socket.ts';
import { sourceTextOf } from '../cinema/source-text.ts';
import { done, failure, nothingOpen, refuse, type After, type Handler, type Replay, type Session } from './session.ts';
import { settle } from './stop.ts';

/** Where pages of the cinema connect: the door is opened for the first one and closes with the session. */
export const cinemaDoor: Handler = async (session) => {
  if (session.replay === null) return nothingOpen;
  session.cinema ??= openDoor(filmOf(session));
  try {
    const { port, token } = await session.cinema;
    return done({ port, token });
  } catch (error) {
    session.cinema = null;
    return refuse(failure.internal, `The door of the cinema cannot be opened: ${String(error)}`, true);
  }
};

/** The session's replay as its pages see it: its trace, and its cursor, which the debugger follows. */
function filmOf(session: Session): Film {
  const replay = (): Replay => {
    if (session.replay === null) throw new Refusal('The debug session has ended.');
    return session.replay;
  };
  return {
    get trace() {
      return replay().trace;
    },
    attached: true,
    cursor: () => replay().cursor,
    settle: (arrival) => {
      const own = replay();
      const before = own.cursor;
      const events: Parameters<After>[] = [];
      try {
        const position = settle(session, own, arrival, { jump: true, after: (...event) => void events.push(event) });
        for (const event of events) session.notify(...event);
        return position;
      } catch (error) {
        // As if it had not been asked.
        own.cursor = before;
        throw error;
      }
    },
    views: keptViews(() => replay().trace.path),
    sourceText: (source) => sourceTextOf(replay().trace, replay().sources, source),
    mend: session.mend,
    pagePart,
  };
}
