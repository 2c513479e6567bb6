import {
  argumentsOf,
  decodeTerm,
  eventAt,
  readValue,
  valuesAt,
  type Moment,
  type Term,
  type Trace,
  type ValueReference,
} from '../../../trace/index.ts';
import { type ValueHandle } from '../../../protocol/index.ts';
import {
  indexedChildren,
  mostKeys,
  namedChildren,
  shapeOf,
  stretchChildren,
  type Child,
} from '../../values/children.ts';
import { readingOfEvent, readingOfModule, type Reading } from '../../values/reading.ts';

/** Where a value of an event stands: number `index` of its values, of the variables it binds, of the arguments of its call. */
export interface ValueRoot {
  readonly kind: 'value' | 'binding' | 'argument';
  readonly moment: Moment;
  readonly index: number;
}

/** A value, or a stretch of the pairs of one that is too big to be unfolded at once. */
export type Part =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'stretch'; readonly term: Term; readonly from: number; readonly to: number };

const letters = { value: 'v', binding: 'b', argument: 'a' } as const;
const kinds = { v: 'value', b: 'binding', a: 'argument' } as const;

/** A longer handle would name a part that no one unfolded by hand. */
const longestHandle = 16_384;

/** `12v0`: value 0 of event 12. Part numbers follow, each after a dot: any connection can find the value again. */
export function handleOf({ kind, moment, index }: ValueRoot): ValueHandle {
  return `${moment}${letters[kind]}${index}`;
}

/** The handle of a part; null where it would be too long. */
export function partHandle(handle: ValueHandle, index: number): ValueHandle | null {
  const text = `${handle}.${index}`;
  return text.length > longestHandle ? null : text;
}

/** What a handle names, and how it is printed; null for a handle that is none, or names nothing of this trace. */
export function findValue(trace: Trace, handle: string): { readonly part: Part; readonly reading: Reading } | null {
  if (handle.length > longestHandle) return null;
  const [, moment = '', letter = '', index = '', path = ''] =
    /^(\d{1,10})([vba])(\d{1,6})((?:\.\d{1,10})*)$/.exec(handle) ?? [];
  if (letter === '' || Number(moment) >= trace.eventCount) return null;
  const root = { kind: kinds[letter as 'v' | 'b' | 'a'], moment: Number(moment) as Moment, index: Number(index) };
  const term = termOfRoot(trace, root);
  if (term === null) return null;
  const reading = readingOfRoot(trace, root);
  let part: Part = { kind: 'term', term };
  for (const step of path.split('.').slice(1)) {
    const child: Child | undefined = childrenOf(part, reading, Number(step), 1)[0];
    if (child === undefined) return null;
    part = partOf(part, child);
  }
  return { part, reading };
}

/** Null where nothing was recorded. */
export function termOfRoot(trace: Trace, root: ValueRoot): Term | null {
  const reference = referenceOf(trace, root);
  const bytes = reference === null ? null : readValue(trace, reference);
  return bytes === null ? null : decodeTerm(bytes);
}

function referenceOf(trace: Trace, { kind, moment, index }: ValueRoot): ValueReference | null {
  if (kind === 'value') return { moment, value: index, path: [] };
  const { frame, site } = eventAt(trace, moment);
  if (kind === 'argument') return frame === -1 ? null : (argumentsOf(trace, frame, moment)[index]?.value ?? null);
  const bound = trace.sites[site - 1]?.binds[index];
  return bound === undefined ? null : { moment, value: bound.value, path: bound.path };
}

/** A behaviour's state and what it goes down with are read as its module is written, all else as the code of the event. */
export function readingOfRoot(trace: Trace, { kind, moment }: ValueRoot): Reading {
  const event = eventAt(trace, moment);
  const isBehaviour = event.kind === 'state' || (event.kind === 'exception' && event.detail === 2);
  if (kind !== 'value' || !isBehaviour) return readingOfEvent(trace, event);
  const module = valuesAt(trace, moment)[0];
  const term = module === undefined ? undefined : decodeTerm(module);
  return term?.kind === 'atom' ? readingOfModule(trace, term.name) : readingOfEvent(trace, event);
}

/** Parts `start` and following, `count` at most. */
export function childrenOf(part: Part, reading: Reading, start: number, count: number): readonly Child[] {
  const { term } = part;
  if (part.kind === 'stretch') {
    return stretchChildren(term, undefined, reading, part.from, part.to).slice(start, start + count);
  }
  if (shapeOf(term, reading).indexed > 0) return indexedChildren(term, undefined, reading, start, count);
  return namedChildren(term, undefined, reading).slice(start, start + count);
}

/** How many parts it unfolds into. */
export function countOf(part: Part, reading: Reading): number {
  if (part.kind === 'stretch') {
    const keys = part.to - part.from;
    return keys <= mostKeys ? keys : stretchChildren(part.term, undefined, reading, part.from, part.to).length;
  }
  const { indexed, named } = shapeOf(part.term, reading);
  // The tag of a record is its type, not one of its fields.
  return indexed + (named > 0 && part.term.kind === 'tuple' ? named - 1 : named);
}

export function partOf(parent: Part, child: Child): Part {
  if (child.kind === 'term') return { kind: 'term', term: child.term };
  return { kind: 'stretch', term: parent.term, from: child.from, to: child.to };
}
