import type { ValueChange } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import { counted } from '../parts/time-text.ts';
import { spokenChange } from './texts.ts';

/** The door gives no more than this. */
const mostChanges = 200;
const signs = { added: '+', removed: '−', changed: '±' } as const;

/** What changed in a value, as a diff: where, what stood there, what stands there now. */
export function changeList(changes: readonly ValueChange[]): readonly Node[] {
  const list = element('ul', 'inspector-changes', ...changes.map(line));
  list.setAttribute('aria-label', counted(changes.length, 'change'));
  const isCut = changes.length >= mostChanges;
  return isCut ? [list, element('p', 'inspector-remark', `The first ${mostChanges} changes.`)] : [list];
}

function line(change: ValueChange): HTMLElement {
  const { path, kind, before, after } = change;
  const made = element(
    'li',
    `inspector-change inspector-${kind}`,
    element('div', 'inspector-path', `${signs[kind]} ${path === '' ? 'whole value' : path}`),
    before === null ? null : element('div', 'inspector-before', `− ${before}`),
    after === null ? null : element('div', 'inspector-after', `+ ${after}`),
  );
  made.setAttribute('aria-label', spokenChange(change));
  return made;
}
