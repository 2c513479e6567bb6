import { native, type Dialect } from './dialect.ts';
import { nativeTag } from './layout.ts';
import { type TermTables } from './terms.ts';

/**
 * Whether a message asks an input and output server: a tuple of four that begins with `io_request` (the Erlang I/O protocol). Asked of every
 * message: most are sorted out by their first byte, without an allocation.
 */
export function isOutputRequest(dialect: Dialect, terms: TermTables, place: number): boolean {
  const first = terms.bytes[place]!;
  if (dialect === native && first !== nativeTag.tuple + 4 && first !== nativeTag.same) return false;
  const elements = dialect.elements(terms, place, 4);
  return elements !== undefined && dialect.elementDialect.atom(terms, elements[0]!) === 'io_request';
}

/** Whether an exit with that reason is a crash. */
export function isAbnormal(dialect: Dialect, terms: TermTables, place: number): boolean {
  const name = dialect.atom(terms, place);
  if (name !== undefined) return name !== 'normal' && name !== 'shutdown' && name !== 'ok';
  const first = dialect.elements(terms, place, 1);
  const tag = first === undefined ? undefined : dialect.elementDialect.atom(terms, first[0]!);
  // Compilers and others hand their result over by `exit({ok, Result})`.
  return tag !== 'shutdown' && tag !== 'ok';
}
