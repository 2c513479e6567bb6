import { element } from '../../element.ts';
import { icon, iconButton } from '../parts/icon.ts';
import { printCount } from '../parts/time-text.ts';
import { processFlag } from '../state/directory.ts';
import { playheadOf, type FilmState } from '../state/film-state.ts';
import { rowName } from './row-name.ts';
import { lifeAt, lifeIcons } from './status.ts';

/** A row of the list of names. Its buttons say what they do; the list listens for them. */
export interface NameRow {
  readonly element: HTMLElement;
  /** Shows a row of the state; touches the page only where something changed. */
  put(state: FilmState, row: number, top: number, height: number, isCurrent: boolean): void;
}

/** Indents beyond this many are not drawn deeper. */
const deepest = 12;

export function createNameRow(): NameRow {
  const twistie = iconButton('chevron-down', 'Fold', () => {});
  twistie.dataset['does'] = 'fold';
  const life = icon('circle-filled', 'lanes-name-life');
  const text = element('span', 'lanes-name-text');
  const badge = element('span', 'lanes-name-badge');
  const members = element('span', 'lanes-name-members');
  const pin = iconButton('pin', 'Pin on top', () => {});
  pin.dataset['does'] = 'pin';
  const hide = iconButton('eye-closed', 'Hide', () => {});
  hide.dataset['does'] = 'hide';
  const tall = iconButton('unfold', 'Tall, to see nested calls', () => {});
  tall.dataset['does'] = 'tall';
  const tools = element('span', 'lanes-name-tools', pin, hide, tall);
  for (const one of [twistie, pin, hide, tall]) one.tabIndex = -1;
  const made = element('div', 'lanes-name', twistie, life, text, badge, members, tools);
  made.setAttribute('role', 'treeitem');
  let before = '';

  return {
    element: made,
    put: (state, row, top, height, isCurrent) => {
      const { rows, arrangement, selection, directory } = state;
      const process = rows.process[row]!;
      const name = rowName(state, rows, row);
      const status = directory === null ? 'alive' : lifeAt(directory, process, playheadOf(state).moment);
      const selectedRow = selection === null ? -1 : (rows.ofProcess[selection.process] ?? -1);
      const isPinned = row < rows.pinned;
      const isTall = arrangement.expanded.includes(process);
      const flags = directory?.flags[process] ?? 0;
      const mark = process < 0 || directory === null ? '' : markOf(flags, directory.nodes, directory.node[process]!);
      const crashed = (flags & processFlag.crashed) !== 0;
      const now = [
        row,
        top,
        height,
        process,
        name,
        status,
        selectedRow === row,
        isCurrent,
        isPinned,
        isTall,
        mark,
        rows.folded[row],
        rows.foldable[row],
        rows.indent[row],
        rows.members[row],
      ].join('\u0001');
      if (now === before) return;
      before = now;
      made.id = `lanes-name-${row}`;
      made.dataset['row'] = String(row);
      made.style.transform = `translateY(${top}px)`;
      made.style.height = `${height}px`;
      const indent = rows.indent[row]!;
      made.style.paddingLeft = `${2 + 12 * Math.min(indent, deepest)}px`;
      made.classList.toggle('lanes-name-selected', selectedRow === row);
      made.classList.toggle('lanes-name-current', isCurrent);
      made.classList.toggle('lanes-name-crashed', crashed);
      made.classList.toggle('lanes-name-others', process < 0);
      made.setAttribute('aria-level', String(indent + 1));
      made.setAttribute('aria-selected', String(selectedRow === row));
      made.setAttribute('aria-posinset', String(row + 1));
      made.setAttribute('aria-setsize', String(rows.count));
      const isFolded = rows.folded[row] === 1;
      const canFold = rows.foldable[row] === 1 || process < 0;
      if (canFold) made.setAttribute('aria-expanded', String(!isFolded));
      else made.removeAttribute('aria-expanded');
      twistie.style.visibility = canFold ? 'visible' : 'hidden';
      twistie.title = isFolded ? 'Unfold' : 'Fold into one lane';
      twistie.setAttribute('aria-label', twistie.title);
      twistie.firstElementChild!.className = `codicon codicon-chevron-${isFolded ? 'right' : 'down'}`;
      life.className = `codicon codicon-${lifeIcons[status]} lanes-name-life lanes-name-life-${status.replace(' ', '-')}`;
      life.hidden = process < 0;
      text.textContent = name;
      const facts = [name, process < 0 ? 'processes that never touched recorded code' : status, mark];
      made.title = facts.filter((fact) => fact !== '').join('\n');
      made.setAttribute(
        'aria-label',
        [name, process < 0 ? '' : status, isPinned ? 'pinned' : '', mark].filter((part) => part !== '').join(', '),
      );
      badge.textContent = mark;
      badge.hidden = mark === '';
      const several = process >= 0 && rows.members[row]! > 1;
      members.textContent = several ? printCount(rows.members[row]!) : '';
      members.hidden = !several;
      tools.hidden = process < 0;
      relabel(pin, isPinned ? 'Unpin' : 'Pin on top', isPinned ? 'pinned' : 'pin');
      relabel(tall, isTall ? 'Usual height' : 'Tall, to see nested calls', isTall ? 'fold' : 'unfold');
    },
  };
}

function relabel(button: HTMLButtonElement, label: string, sign: string): void {
  button.title = label;
  button.setAttribute('aria-label', label);
  button.firstElementChild!.className = `codicon codicon-${sign}`;
}

/** What is no usual process of the first node says so. */
function markOf(flags: number, nodes: readonly string[], node: number): string {
  const where = nodes.length > 1 && node > 0 ? (nodes[node] ?? '') : '';
  const what = (flags & processFlag.port) !== 0 ? 'port' : (flags & processFlag.service) !== 0 ? 'service' : '';
  return [what, where].filter((part) => part !== '').join(' ');
}
