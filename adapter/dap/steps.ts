import { arrive } from '../replay/cursor.ts';
import { move, type Verb } from '../replay/verbs.ts';
import { run } from '../replay/run.ts';
import { done, nothingOpen, type Handler } from './session.ts';
import { settle } from './stop.ts';
import { targetsOf } from './run.ts';
import { processMeant } from './threads.ts';

/** A step of the thread the client names, from the moment everyone stands at. */
export function stepWith(verb: Verb): Handler {
  return (session, given, { after }) => {
    const { replay } = session;
    if (replay === null) return nothingOpen;
    const cursor = { process: processMeant(replay, given), moment: replay.cursor.moment };
    settle(session, replay, move(replay.trace, cursor, verb), { jump: false, after });
    return done();
  };
}

/** The client has set its breakpoints: the replay stands at its beginning, or runs to the first hit. */
export const configurationDone: Handler = (session, _given, { after }) => {
  const { replay } = session;
  if (replay === null) return done();
  const arrival = replay.stopOnEntry
    ? arrive(replay.cursor, 'entry')
    : run(replay.trace, replay.cursor, targetsOf(replay), 'forward');
  settle(session, replay, arrival, { jump: false, after });
  return done();
};
