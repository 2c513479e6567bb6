import { type Term } from '../../trace/index.ts';
import { printValue, type Limits } from './print.ts';
import { type Reading } from './reading.ts';

/**
 * A message in a line for people: what OTP wraps around a request and its answer is said in a word, so that little room shows
 * `call {:add, "mug", 2}`, `cast :stop`, `reply :ok`.
 */
export function printMessage(term: Term, reading: Reading, limits: Limits): string {
  const { word, content } = unwrapped(term);
  const text = printValue(content, reading, limits);
  return word === null ? text : `${word} ${text}`;
}

function unwrapped(term: Term): { readonly word: string | null; readonly content: Term } {
  const plain = { word: null, content: term };
  if (term.kind !== 'tuple') return plain;
  const [tag, second, third] = term.slice(0, 3);
  if (term.size === 3 && isAtom(tag, '$gen_call') && third !== undefined) return { word: 'call', content: third };
  if (term.size !== 2 || second === undefined) return plain;
  if (isAtom(tag, '$gen_cast')) return { word: 'cast', content: second };
  return isReplyTag(tag) ? { word: 'reply', content: second } : plain;
}

function isAtom(term: Term | undefined, name: string): boolean {
  return term?.kind === 'atom' && term.name === name;
}

/** An answer to a call. */
export function isReply(term: Term): boolean {
  return unwrapped(term).word === 'reply';
}

/** The reference of a call, or `[alias | Reference]` where the answer goes by way of an alias. */
function isReplyTag(term: Term | undefined): boolean {
  if (term?.kind === 'reference') return true;
  return (
    term?.kind === 'list' && isAtom(term.child(0), 'alias') && term.length() === 1 && term.tail()?.kind === 'reference'
  );
}
