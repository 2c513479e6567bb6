import { arrive } from '../replay/cursor.ts';
import { integerIn } from './arguments.ts';
import { clientPlace } from './locations.ts';
import { placeOf } from './moment-links.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';
import { settle } from './stop.ts';

/** A line was clicked: the replay goes to its moment, and the client opens the place. */
export const locations: Handler = (session, given, { after }) => {
  const { replay, client } = session;
  if (replay === null) return nothingOpen;
  const link = session.links.get(integerIn(given, 'locationReference') ?? 0);
  const place = link === undefined ? null : clientPlace(replay, client, placeOf(replay.trace, link.cursor));
  if (link === undefined || place === null)
    return refuse(failure.notFound, 'This line is too old to go to its moment.');
  settle(session, replay, arrive(link.cursor, 'goto'), { jump: true, after });
  return done(place);
};
