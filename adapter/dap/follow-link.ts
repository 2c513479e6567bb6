import { arrive } from '../replay/cursor.ts';
import { integerIn } from './arguments.ts';
import { clientColumn, clientLine, sourceOf } from './locations.ts';
import { placeOf } from './moment-links.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';
import { settle } from './stop.ts';

/** A line was clicked: the replay goes to its moment, and the client opens the place. */
export const locations: Handler = (session, given, { after }) => {
  const { replay, client } = session;
  if (replay === null) return nothingOpen;
  const link = session.links.get(integerIn(given, 'locationReference') ?? 0);
  const place = link === undefined ? null : placeOf(replay.trace, link.cursor);
  const source = place === null ? undefined : sourceOf(replay, client, place.source);
  if (link === undefined || place === null || source === undefined)
    return refuse(failure.notFound, 'This line is too old to go to its moment.');
  settle(session, replay, arrive(link.cursor, 'goto'), { jump: true, after });
  return done({ source, line: clientLine(client, place.line), column: clientColumn(client, place.column) });
};
