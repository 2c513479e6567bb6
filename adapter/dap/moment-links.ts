import { type DebugProtocol } from '@vscode/debugprotocol';
import { stackAt, type Trace } from '../../trace/index.ts';
import { type Cursor } from '../replay/cursor.ts';
import { type Session } from './session.ts';

/** A line of the debug console with its moment, as it is sent as an `output` event. */
export interface MomentLine {
  readonly text: string;
  readonly cursor: Cursor;
  readonly category: 'stdout' | 'stderr' | 'console';
}

/** Links given out beyond these are forgotten, the oldest first. */
const mostLinks = 20_000;

/**
 * The `output` event of a line that leads to its moment when it is clicked. DAP has no such line; what it has is a place that a value comes
 * from (`valueLocationReference`), which VS Code asks for when the value is clicked, and an output may stand for a value. So the
 * line is the one value of its output, and asking for its place (`locations`) goes to its moment. Clients that are not known to ask
 * for places only on a click get the text alone, and so do moments without a place in the source.
 */
export function momentOutput(session: Session, trace: Trace, { text, cursor, category }: MomentLine): object {
  const plain = { category, output: `${text}\n` };
  const number = linkTo(session, trace, text, cursor);
  return number === null ? plain : { ...plain, variablesReference: number };
}

/** The number of a text that leads to a moment when it is clicked; null where the client follows none, or the moment has no place. */
export function linkTo(session: Session, trace: Trace, text: string, cursor: Cursor): number | null {
  if (!session.client.followsLinks || placeOf(trace, cursor) === null) return null;
  const number = session.handles.next++;
  const { links } = session;
  links.set(number, { text, cursor });
  if (links.size > mostLinks) links.delete(links.keys().next().value!);
  return number;
}

/** The one value of a line; null for other references. */
export function linkVariable({ links }: Session, reference: number): DebugProtocol.Variable | null {
  const link = links.get(reference);
  if (link === undefined) return null;
  return { name: '', value: link.text, variablesReference: 0, valueLocationReference: reference };
}

/** Where the process stands in its source; null where that was not recorded. */
export function placeOf(trace: Trace, { process, moment }: Cursor) {
  const place = stackAt(trace, process, moment, 0, 1).frames[0]?.place ?? null;
  return place === null || place.source === -1 || place.line === 0 ? null : { ...place, source: place.source };
}
