import { type SourceId } from '../../trace/index.ts';
import { type SourceMarks } from '../../protocol/index.ts';
import { bindingsOf } from '../marks/frame-bindings.ts';
import { marksOf } from '../marks/source-marks.ts';
import { integerIn, recordIn } from './arguments.ts';
import { clientColumn, clientLine, sourcesMeant } from './locations.ts';
import { frameViewOf } from './scopes.ts';
import { done, nothingOpen, type Handler } from './session.ts';
import { type Location } from './sources.ts';

/** What ran of a source: nothing of a file that has changed since, whose lines are others. */
export const cinemaMarks: Handler = ({ replay, client }, given) => {
  if (replay === null) return nothingOpen;
  const asked = recordIn(given, 'source');
  const isText = (integerIn(asked, 'sourceReference') ?? 0) > 0;
  const source = sourcesMeant(replay, client, asked).find((id) => isText || !isChanged(replay.sources.locate(id)));
  const marks: SourceMarks = source === undefined ? { lines: [], functions: [] } : marksOf(replay.trace, source);
  return done({
    lines: marks.lines.map(({ line, hits }) => ({ line: clientLine(client, line), hits })),
    functions: marks.functions.map((one) => ({ ...one, line: clientLine(client, one.line) })),
  });
};

/** Empty for a frame of an earlier stop, and for a source that is not the frame's own. */
export const cinemaBindings: Handler = ({ replay, client, handles }, given) => {
  if (replay === null) return nothingOpen;
  const handle = handles.frames.get(integerIn(given, 'frameId') ?? 0);
  const frame = handle === undefined ? null : frameViewOf(replay.trace, handle);
  const meant: readonly (SourceId | -1)[] = sourcesMeant(replay, client, recordIn(given, 'source'));
  if (handle === undefined || frame === null || !meant.includes(frame.place?.source ?? -1))
    return done({ bindings: [] });
  return done({
    bindings: bindingsOf(replay.trace, frame, handle.moment).map((binding) => ({
      ...binding,
      line: clientLine(client, binding.line),
      column: clientColumn(client, binding.column),
    })),
  });
};

function isChanged(location: Location): boolean {
  return location.kind === 'changed' || (location.kind === 'recorded' && location.changed !== null);
}
