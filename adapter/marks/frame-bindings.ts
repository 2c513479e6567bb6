import { decodeTerm, placedBindings, readValue, type FrameView, type Moment, type Trace } from '../../trace/index.ts';
import { type BindingMark } from '../../protocol/index.ts';
import { printValue } from '../values/print.ts';
import { readingOfFrame } from '../values/reading.ts';

/** Characters of a value beside its line. */
const longest = 60;

/**
 * The values that a frame has bound up to a moment, each where it is bound: a name that was bound again has one at each of its places,
 * and what is not bound yet has none, so that nothing shown beside a line is of another time.
 */
export function bindingsOf(trace: Trace, frame: FrameView, moment: Moment): readonly BindingMark[] {
  const reading = readingOfFrame(trace, frame);
  return placedBindings(trace, frame.frame, moment).flatMap(({ name, line, column, value }) => {
    const bytes = readValue(trace, value);
    if (bytes === null) return [];
    const text = printValue(decodeTerm(bytes), reading, { short: true, maximumCharacters: longest });
    return [{ name, line, column, text }];
  });
}
