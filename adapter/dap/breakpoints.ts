import { type DebugProtocol } from '@vscode/debugprotocol';
import { type SourceId } from '../../trace/index.ts';
import { breakableLines, resolveLine } from '../replay/lines.ts';
import { integerIn, recordIn, recordsIn, textIn, textsIn, type Arguments } from './arguments.ts';
import { clientColumn, clientLine, ownLine, sourcesMeant } from './locations.ts';
import { done, nothingOpen, type Breakpoint, type Handler, type Replay, type Session } from './session.ts';

/** Replaces the breakpoints of one source. */
export const setBreakpoints: Handler = (session, given) => {
  const { replay } = session;
  const source = recordIn(given, 'source');
  const wanted = recordsIn(given, 'breakpoints');
  if (replay === null) return nothingOpen;
  const meant = sourcesMeant(replay, session.client, source);
  const set: Breakpoint[] = [];
  const told = wanted.map((breakpoint) => {
    const id = session.nextBreakpoint++;
    const line = integerIn(breakpoint, 'line');
    const { postings, body } = place(session, replay, meant, source, line);
    set.push({ id, postings });
    return { id, ...body };
  });
  replay.breakpoints.set(keyOf(source), set);
  return done({ breakpoints: told });
};

type Placed = { readonly postings: Breakpoint['postings']; readonly body: Omit<DebugProtocol.Breakpoint, 'id'> };

function place(
  { client }: Session,
  replay: Replay,
  meant: readonly SourceId[],
  source: Arguments,
  clientsLine: number | undefined,
): Placed {
  if (clientsLine === undefined) return never({ message: 'A breakpoint needs a line.' });
  if (meant.length === 0) {
    return never({ line: clientsLine, message: 'This file is not in the recording.', reason: 'failed' });
  }
  const resolved = resolveLine(replay.trace, meant, ownLine(client, clientsLine));
  if (!resolved.hit) return never({ line: clientsLine, message: resolved.message, reason: 'failed' });
  const { line, column, postings, moved } = resolved;
  const notes = [
    ...(moved ? ['Moved to the nearest line that ran.'] : []),
    ...(isChanged(replay, meant, source)
      ? ['The file has changed since it was recorded: this is a line of the recorded version.']
      : []),
  ];
  return {
    postings,
    body: {
      verified: true,
      line: clientLine(client, line),
      ...(column !== null && { column: clientColumn(client, column) }),
      ...(notes.length > 0 && { message: notes.join(' ') }),
    },
  };
}

function never(body: Omit<DebugProtocol.Breakpoint, 'id' | 'verified'>): Placed {
  return { postings: [], body: { verified: false, ...body } };
}

/** The breakpoint is set in a file of the workspace that is not the recorded version. */
function isChanged(replay: Replay, meant: readonly SourceId[], source: Arguments): boolean {
  if ((integerIn(source, 'sourceReference') ?? 0) > 0) return false;
  const location = replay.sources.locate(meant[0]!);
  return location.kind === 'changed' || (location.kind === 'recorded' && location.changed !== null);
}

/** Breakpoints are kept by what the client calls the source. */
function keyOf(source: Arguments): string {
  const reference = integerIn(source, 'sourceReference') ?? 0;
  return reference > 0 ? `#${reference}` : (textIn(source, 'path') ?? '');
}

export const breakpointLocations: Handler = ({ replay, client }, given) => {
  const first = integerIn(given, 'line');
  if (replay === null || first === undefined) return done({ breakpoints: [] });
  const last = integerIn(given, 'endLine') ?? first;
  const meant = sourcesMeant(replay, client, recordIn(given, 'source'));
  const lines = breakableLines(replay.trace, meant, ownLine(client, first), ownLine(client, last));
  return done({
    breakpoints: lines.map(({ line, column }) => ({
      line: clientLine(client, line),
      ...(column !== null && { column: clientColumn(client, column) }),
    })),
  });
};

export const setExceptionBreakpoints: Handler = ({ replay }, given) => {
  if (replay === null) return nothingOpen;
  replay.stopsAtCrashes = textsIn(given, 'filters').includes('uncaught');
  return done();
};
