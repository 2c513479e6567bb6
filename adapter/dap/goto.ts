import { eventAt, nextIn, previousIn } from '../../trace/index.ts';
import { arrive, type Cursor } from '../replay/cursor.ts';
import { resolveLine } from '../replay/lines.ts';
import { integerIn, recordIn } from './arguments.ts';
import { clientLine, ownLine, sourcesMeant } from './locations.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';
import { settle } from './stop.ts';

/** A line can be gone to forwards and backwards: the next and the last time that it runs. */
export const gotoTargets: Handler = (session, given) => {
  const { replay, client } = session;
  const line = integerIn(given, 'line');
  if (replay === null || line === undefined) return done({ targets: [] });
  const { trace, cursor } = replay;
  const resolved = resolveLine(trace, sourcesMeant(replay, client, recordIn(given, 'source')), ownLine(client, line));
  if (!resolved.hit) return done({ targets: [] });
  const next = nextIn(trace, resolved.postings, cursor.moment);
  const previous = previousIn(trace, resolved.postings, cursor.moment);
  const targets = [
    { label: `next time on line ${resolved.line}`, moment: next },
    { label: `last time on line ${resolved.line}`, moment: previous },
  ].flatMap(({ label, moment }) => {
    if (moment === -1) return [];
    const id = session.handles.next++;
    const target: Cursor = { process: eventAt(trace, moment).process, moment };
    session.gotoTargets.set(id, target);
    return [{ id, label, line: clientLine(client, resolved.line) }];
  });
  return done({ targets });
};

export const goto: Handler = (session, given, { after }) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const target = session.gotoTargets.get(integerIn(given, 'targetId') ?? 0);
  if (target === undefined) return refuse(failure.notFound, 'This target is no longer known: ask for it again.');
  settle(session, replay, arrive(target, 'goto'), { jump: true, after });
  return done();
};
