import { crashes } from '../../trace/index.ts';
import { arrive } from '../replay/cursor.ts';
import { run, type Targets } from '../replay/run.ts';
import { flagIn, type Arguments } from './arguments.ts';
import { done, nothingOpen, type Handler, type Replay, type RequestFacts, type Session } from './session.ts';
import { settle } from './stop.ts';
import { processMeant } from './threads.ts';

/** Everything `continue` stops at. */
export function targetsOf({ trace, breakpoints, stopsAtCrashes }: Replay): Targets {
  const set = [...breakpoints.values()].flat().filter(({ postings }) => postings.length > 0);
  return { breakpoints: set, crashes: stopsAtCrashes ? [crashes(trace)] : [] };
}

function runWith(session: Session, given: Arguments, { after }: RequestFacts, direction: 'forward' | 'backward') {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const isAlone = flagIn(given, 'singleThread') ?? false;
  const process = processMeant(replay, given);
  const from = { ...replay.cursor, process };
  const arrival = run(replay.trace, from, targetsOf(replay), direction, isAlone ? process : undefined);
  settle(session, replay, arrival, { jump: true, after });
  return done({ allThreadsContinued: true });
}

export const continueForward: Handler = (session, given, facts) => runWith(session, given, facts, 'forward');

export const continueBackward: Handler = (session, given, facts) => {
  const reply = runWith(session, given, facts, 'backward');
  // The response of reverseContinue has no body.
  return reply.ok ? done() : reply;
};

/** A replay always rests: there is nothing to interrupt, but the client waits for its stop. */
export const pause: Handler = (session, given, { after }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const cursor = { process: processMeant(replay, given), moment: replay.cursor.moment };
  settle(session, replay, arrive(cursor, 'pause'), { jump: true, after });
  return done();
};
