import { type Granularity } from '../../trace/index.ts';
import { arrive } from '../replay/cursor.ts';
import { move, type Verb } from '../replay/verbs.ts';
import { run } from '../replay/run.ts';
import { integerIn, textIn, type Arguments } from './arguments.ts';
import { skippedBy } from './just-my-code.ts';
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
    const target = verb === 'stepIn' ? session.gotoTargets.get(integerIn(given, 'targetId') ?? 0) : undefined;
    const arrival =
      target === undefined
        ? move(replay.trace, cursor, verb, skippedBy(replay), granularityIn(given))
        : arrive(target, 'step');
    settle(session, replay, arrival, { jump: false, after });
    return done();
  };
}

/** A statement where the client asks for none: editors call every stop a step. */
function granularityIn(given: Arguments): Granularity {
  const wanted = textIn(given, 'granularity');
  return wanted === 'line' || wanted === 'instruction' ? wanted : 'statement';
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
