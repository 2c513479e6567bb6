import { type SourceId } from '../../trace/index.ts';
import { integerIn, recordIn } from './arguments.ts';
import { sourceOf, sourcesMeant } from './locations.ts';
import { done, failure, nothingOpen, refuse, type Handler } from './session.ts';

/** The text of a recorded file. Only what is in the trace is ever given out. */
export const source: Handler = ({ replay, client }, given) => {
  if (replay === null) return nothingOpen;
  const reference = integerIn(given, 'sourceReference') ?? 0;
  const meant = reference > 0 ? { sourceReference: reference } : recordIn(given, 'source');
  for (const id of sourcesMeant(replay, client, meant)) {
    const recorded = replay.trace.sources[id]!;
    if (recorded.text === null) continue;
    const mimeType = mimeTypeOf(recorded.path);
    return done({ content: recorded.text, ...(mimeType !== null && { mimeType }) });
  }
  return refuse(failure.notFound, 'The recording holds no text of this file.');
};

function mimeTypeOf(path: string): string | null {
  if (/\.exs?$/.test(path)) return 'text/x-elixir';
  return /\.[eh]rl$/.test(path) ? 'text/x-erlang' : null;
}

export const loadedSources: Handler = ({ replay, client }) => {
  if (replay === null) return done({ sources: [] });
  const { trace } = replay;
  return done({ sources: trace.sources.map((_, id) => sourceOf(replay, client, id as SourceId)) });
};
