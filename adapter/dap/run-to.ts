import { eventAt, nextIn, previousIn, type Result, type SourceId } from '../../trace/index.ts';
import { arrive, type Arrival } from '../replay/cursor.ts';
import { resolveLine } from '../replay/lines.ts';
import { integerIn, recordIn, textIn } from './arguments.ts';
import { ownLine, sourcesMeant } from './locations.ts';
import { done, failure, nothingOpen, refuse, type Handler, type Replay } from './session.ts';
import { settle } from './stop.ts';

type Direction = 'forward' | 'backward';

/** The next or previous time that a line runs, in any process, whatever breakpoints lie between; the error says why there is none. */
export function runTo(
  { trace, cursor }: Replay,
  sources: readonly SourceId[],
  line: number,
  direction: Direction,
): Result<Arrival, string> {
  const resolved = resolveLine(trace, sources, line);
  if (!resolved.hit) return { ok: false, error: resolved.message };
  const find = direction === 'forward' ? nextIn : previousIn;
  const moment = find(trace, resolved.postings, cursor.moment);
  if (moment === -1) {
    const side = direction === 'forward' ? 'later' : 'earlier';
    return { ok: false, error: `Line ${resolved.line} does not run at any ${side} moment of the recording.` };
  }
  return { ok: true, value: arrive({ process: eventAt(trace, moment).process, moment }, 'goto') };
}

export const cinemaRunTo: Handler = (session, given, { after }) => {
  const { replay, client } = session;
  if (replay === null) return nothingOpen;
  const line = integerIn(given, 'line');
  if (line === undefined) return refuse(failure.badArguments, 'To run to a line needs a source and a line.');
  const direction = textIn(given, 'direction') === 'backward' ? 'backward' : 'forward';
  const arrival = runTo(
    replay,
    sourcesMeant(replay, client, recordIn(given, 'source')),
    ownLine(client, line),
    direction,
  );
  if (!arrival.ok) return refuse(failure.notFound, arrival.error);
  return done(settle(session, replay, arrival.value, { jump: true, after }));
};
