import { nativeTag } from './layout.ts';
import { containerBefore, type TermTables, varint, walkTerm } from './terms.ts';
import { type View } from './view.ts';

/** How many arguments a glance at the list of arguments, or at an arity, tells. */
export const arityOf = (args: View): number => {
  if (args.kind === 'list') return args.elements.length;
  if (args.kind === 'text') return args.text.length;
  return args.kind === 'integer' ? args.value : 0;
};

/** A number for module, function and arity while they are atoms and a plain list of the chunk; -1 otherwise. */
export function callKey(terms: TermTables, elements: readonly number[]): number {
  const { bytes, end } = terms;
  const module = bytes[elements[0]!]!;
  const name = bytes[elements[1]!]!;
  if (module < 0x80 || name < 0x80) return -1;
  let list = elements[2]!;
  if (bytes[list] === nativeTag.same) list = containerBefore(terms, list, varint(bytes, list + 1, end));
  if (list < 0) return -1;
  const first = bytes[list];
  let arity = -1;
  if (first === nativeTag.nil) arity = 0;
  else if (first === nativeTag.byteList || first === nativeTag.list) {
    arity = bytes[list + 1]! | (bytes[list + 2]! << 8);
    // How a list of terms ends is known only after them. The recorder writes arguments whole.
    if (first === nativeTag.list) return listEndsPlain(terms, list, arity) ? (module << 17) + (name << 9) + arity : -1;
  }
  return arity < 0 || arity > 255 ? -1 : (module << 17) + (name << 9) + arity;
}

function listEndsPlain(terms: TermTables, list: number, arity: number): boolean {
  if (arity > 255) return false;
  let next = list + 3;
  for (let index = 0; index < arity && next >= 0; index++) next = walkTerm(terms, next, false);
  return next >= 0 && terms.bytes[next] === 0;
}
