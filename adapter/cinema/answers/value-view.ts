import { type Term, type Trace } from '../../../trace/index.ts';
import { type ValueHandle, type ValueView } from '../../../protocol/index.ts';
import { printValue, typeOf } from '../../values/print.ts';
import { type Reading } from '../../values/reading.ts';
import {
  childrenOf,
  countOf,
  handleOf,
  partHandle,
  partOf,
  readingOfRoot,
  termOfRoot,
  type Part,
  type ValueRoot,
} from './value-handle.ts';

/** What the printer allows for a line. */
const lineLength = 200;

/** A value of an event in a line; "not recorded" where it was not. */
export function viewOfRoot(trace: Trace, name: string, root: ValueRoot): ValueView {
  const term = termOfRoot(trace, root);
  if (term === null) return notRecorded(name);
  return viewOf(name, { kind: 'term', term }, readingOfRoot(trace, root), handleOf(root));
}

/** Parts of a value, `count` from `start`. */
export function viewsOfParts(
  part: Part,
  reading: Reading,
  handle: ValueHandle,
  start: number,
  count: number,
): readonly ValueView[] {
  return childrenOf(part, reading, start, count).map((child, offset) =>
    viewOf(child.name, partOf(part, child), reading, partHandle(handle, start + offset)),
  );
}

function viewOf(name: string, part: Part, reading: Reading, handle: ValueHandle | null): ValueView {
  if (part.kind === 'stretch') {
    const text = `${part.to - part.from} keys`;
    const parts = handle === null ? 0 : countOf(part, reading);
    return { name, text, type: 'part of a map', value: handle, parts, whole: false };
  }
  const { term } = part;
  const text = printValue(term, reading, { short: true });
  return {
    name,
    text,
    type: typeOf(term, reading),
    value: isMissing(term) ? null : handle,
    parts: handle === null ? 0 : countOf(part, reading),
    whole: !isMissing(term) && !(text.length >= lineLength && text.endsWith('…')),
  };
}

function isMissing(term: Term): boolean {
  return term.kind === 'cut' || term.kind === 'invalid';
}

function notRecorded(name: string): ValueView {
  return { name, text: 'not recorded', type: 'not recorded', value: null, parts: 0, whole: false };
}
