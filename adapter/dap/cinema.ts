import { arrive } from '../replay/cursor.ts';
import { positionOf } from '../replay/position.ts';
import { seek } from '../replay/seek.ts';
import { move, type Verb } from '../replay/verbs.ts';
import { integerIn, numberIn, textIn } from './arguments.ts';
import { skippedBy } from './just-my-code.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';
import { settle } from './stop.ts';
import { processMeant } from './threads.ts';

const reverseVerbs: Readonly<Record<string, Verb>> = {
  stepBackInto: 'stepBackInto',
  stepBackOut: 'stepBackOut',
  toCause: 'toCause',
  toEffect: 'toEffect',
  toSend: 'toSend',
  toSpawn: 'toSpawn',
  toCrash: 'toCrash',
};

/** The verbs that DAP lacks. */
export const cinemaStep: Handler = (session, given, { after }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const name = textIn(given, 'verb') ?? '';
  const verb = Object.hasOwn(reverseVerbs, name) ? reverseVerbs[name] : undefined;
  if (verb === undefined) {
    return refuse(failure.badArguments, `"verb" must be one of ${Object.keys(reverseVerbs).join(', ')}.`);
  }
  const cursor = { process: processMeant(replay, given), moment: replay.cursor.moment };
  const arrival = move(replay.trace, cursor, verb, skippedBy(replay));
  // A client cannot know that this request steps: for it everything goes on and stops again.
  return done(settle(session, replay, arrival, { jump: true, after }));
};

export const cinemaSeek: Handler = (session, given, { after }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const moment = integerIn(given, 'moment');
  const time = numberIn(given, 'time');
  const fraction = numberIn(given, 'fraction');
  const process = integerIn(given, 'process');
  const sought = seek(replay.trace, {
    ...(moment !== undefined && { moment }),
    ...(time !== undefined && { time }),
    ...(fraction !== undefined && { fraction }),
    ...(process !== undefined && { process }),
  });
  if (!sought.ok) return refuse(failure.badArguments, sought.error);
  return done(settle(session, replay, arrive(sought.value, 'goto'), { jump: true, after }));
};

export const cinemaPosition: Handler = ({ replay }) =>
  replay === null ? nothingOpen : done(positionOf(replay.trace, replay.cursor));
