import { argumentsOf, decodeTerm, readValue, type FrameFacts, type Trace } from '../../trace/index.ts';
import { printValue } from '../values/print.ts';
import { type Reading } from '../values/reading.ts';

/** `Shop.Cart.add(%{…}, "tea")` for a call of what is titled `Shop.Cart.add/2`; each argument in so many characters at most. */
export function callText(
  trace: Trace,
  { frame, callMoment }: Pick<FrameFacts, 'frame' | 'callMoment'>,
  title: string,
  reading: Reading,
  maximumCharacters: number,
): string {
  const given = argumentsOf(trace, frame, callMoment).map(({ value }) => {
    const bytes = value === null ? null : readValue(trace, value);
    return bytes === null ? '…' : printValue(decodeTerm(bytes), reading, { short: true, maximumCharacters });
  });
  return `${title.replace(/\/\d+$/, '')}(${given.join(', ')})`;
}
