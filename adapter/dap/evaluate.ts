import { stackAt, type FrameView } from '../../trace/index.ts';
import { frameAround, lookUp, type TextPlace } from '../values/lookup.ts';
import { integerIn, isRecord, textIn, type Arguments } from './arguments.ts';
import { runWord } from './console.ts';
import { type FrameHandle } from './handles.ts';
import { ownColumn, ownLine, sourcesMeant } from './locations.ts';
import { frameViewOf } from './scopes.ts';
import { done, failure, nothingOpen, refuse, type Handler, type Replay, type Reply, type Session } from './session.ts';
import { showTerm } from './variable.ts';

/** What a stale frame answers: nothing, rather than an error in every watch while a key is held. */
const empty = done({ result: '', variablesReference: 0 });

/** Characters of a value by context; what is copied is whole, up to what a clipboard is good for. */
const lengths: ReadonlyMap<string, number> = new Map([
  ['hover', 5_000],
  ['repl', 20_000],
  ['clipboard', 10_000_000],
]);

/** Variables and paths into them; in the console also the words that move the replay. Hovers and watches never move it. */
export const evaluate: Handler = (session, given, facts) => {
  const { replay } = session;
  if (replay === null) return nothingOpen;
  const text = (textIn(given, 'expression') ?? '').trim();
  const context = textIn(given, 'context') ?? 'watch';
  if (context === 'repl') {
    const said = runWord(session, replay, text, facts.after);
    if (said !== null) return said;
  }
  const frameId = integerIn(given, 'frameId');
  const handle = frameId === undefined ? focusOf(replay) : session.handles.frames.get(frameId);
  if (handle === undefined) return empty;
  return valueOf(session, replay, handle, text, context, placeIn(session, replay, given));
};

function valueOf(
  session: Session,
  { trace }: Replay,
  handle: FrameHandle,
  text: string,
  context: string,
  at: TextPlace | undefined,
): Reply {
  const { process, moment } = handle;
  const focused = frameViewOf(trace, handle);
  const isHover = context === 'hover' && at !== undefined;
  const frame: FrameView | null = isHover ? frameAround(trace, process, moment, focused, at) : focused;
  if (frame === null) {
    const why = isHover
      ? 'The function of this line is not running at this moment.'
      : 'This process runs no recorded code at this moment.';
    return refuse(failure.expression, why);
  }
  const found = lookUp(trace, frame, moment, text, isHover ? at : undefined);
  if (!found.ok) return refuse(failure.expression, found.error);
  const { term, reading } = found.value;
  const maximumCharacters = lengths.get(context);
  const limits = maximumCharacters === undefined ? { short: true } : { maximumCharacters };
  const { text: result, ...shown } = showTerm(session, term, reading, text, limits);
  return done({ result, ...shown, presentationHint: { attributes: ['readOnly'] } });
}

/** The innermost frame of the process in focus. */
function focusOf({ trace, cursor }: Replay): FrameHandle {
  const frame = stackAt(trace, cursor.process, cursor.moment, 0, 1).frames[0]?.frame ?? -1;
  return { ...cursor, frame, depth: 0 };
}

/** Where the expression stands, when the client says so. */
function placeIn({ client }: Session, replay: Replay, given: Arguments): TextPlace | undefined {
  const line = integerIn(given, 'line');
  const { source } = given;
  if (line === undefined || !isRecord(source)) return undefined;
  const column = integerIn(given, 'column');
  return {
    sources: sourcesMeant(replay, client, source),
    line: ownLine(client, line),
    column: column === undefined ? 0 : ownColumn(client, column),
  };
}
