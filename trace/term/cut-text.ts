import { type CutTerm, type Term } from './term.ts';

/** What stands for something left out when recording, in both languages. */
export function cutText(cut: CutTerm): string {
  if (cut.what === 'redacted') return '…(redacted)';
  if (cut.missing === 0) return '…';
  return cut.what === 'bytes' ? `…(+${cut.missing} bytes)` : `…(${cut.missing} more)`;
}

/** Whether the term is the mark that a container of this kind ends with when it was cut. */
export function isMark(term: Term, what: 'elements' | 'pairs' | 'tuple elements'): boolean {
  return term.kind === 'cut' && term.what === what;
}
