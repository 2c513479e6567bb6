import { printValue } from '../../values/print.ts';
import { Refusal, type Film, type Handler } from '../film.ts';
import { childrenOf, countOf, findValue, type Part } from './value-handle.ts';
import { viewsOfParts } from './value-view.ts';

/** At most this many parts in one answer. */
const mostParts = 1_000;

/** Characters of a copy. */
const longestCopy = 16 << 20;

export const unfold: Handler<'unfold'> = (film, { value, start, count }) => {
  const { part, reading } = known(film, value);
  const first = Math.max(0, Math.trunc(start));
  const wanted = Math.min(mostParts, Math.max(0, Math.trunc(count)));
  return { parts: viewsOfParts(part, reading, value, first, wanted), total: countOf(part, reading) };
};

export const copy: Handler<'copy'> = (film, { value }) => {
  const { part, reading } = known(film, value);
  const print = (one: Part): string =>
    one.kind === 'term'
      ? printValue(one.term, reading, { maximumCharacters: longestCopy })
      : // A stretch of a big map is no value of its own: its pairs, one a line.
        childrenOf(one, reading, 0, mostParts)
          .map((child) =>
            child.kind === 'term' ? `${child.name}: ${print({ kind: 'term', term: child.term })}` : child.name,
          )
          .join('\n');
  const text = print(part);
  if (text.length < longestCopy) return { text };
  return { text: `${text.slice(0, longestCopy)}…\n(cut here: a copy holds at most 16 MB of text)` };
};

/** @throws Refusal for a handle that names nothing */
function known({ trace }: Film, value: string) {
  const found = findValue(trace, value);
  if (found === null) throw new Refusal('There is no such value in this recording.');
  return found;
}
