import type { ValueView } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { Client } from '../client.ts';
import { iconButton, icon } from './icon.ts';
import { printCount } from './time-text.ts';
import './value-tree.css';

export interface ValueTreeOptions {
  /** For screen readers. */
  readonly label: string;
  readonly values: readonly ValueView[];
  readonly client: Client;
  /** Takes a whole value as text. */
  readonly copy: (text: string) => void;
  readonly complain: (problem: string) => void;
  /**
   * Which parts are open, by the names that lead to them. Given again to the tree of another event, the same parts are open there.
   * The tree changes it.
   */
  readonly opened: Set<string>;
  /** Opens what `opened` names at once; false while the film runs past and each value asked for would be one too many. */
  readonly unfold: boolean;
}

/** Parts asked for at once. */
const page = 100;
/** Characters of one text that are put on screen; `copy` takes all. */
const longestText = 100_000;

/** Values as lines that open into their parts, however deep; parts come from the door as they are wanted. */
export function valueTree(options: ValueTreeOptions): HTMLElement {
  const tree = element('div', 'value-tree');
  tree.setAttribute('role', 'tree');
  tree.setAttribute('aria-label', options.label);
  options.values.forEach((value, index) => tree.append(item(options, value, 1, `${index}:${value.name}`)));
  tree.querySelector<HTMLElement>('.value-item')?.setAttribute('tabindex', '0');
  tree.addEventListener('keydown', (event) => moveByKey(tree, event));
  tree.addEventListener('focusin', (event) => {
    const now = (event.target as Element).closest<HTMLElement>('.value-item');
    if (now === null) return;
    for (const one of tree.querySelectorAll<HTMLElement>('.value-item[tabindex="0"]')) one.tabIndex = -1;
    now.tabIndex = 0;
  });
  return tree;
}

/** Colours of values, as the editor's debugger has them. */
export function tokenOf(text: string): 'string' | 'number' | 'name' | 'other' {
  if (/^("|~|<<|'|#)/.test(text)) return text.startsWith('#') ? 'other' : 'string';
  if (/^-?\d/.test(text)) return 'number';
  if (/^(:("|[a-zA-Z_])|[a-z]\w*$|[A-Z][\w.]*$)/.test(text)) return 'name';
  return 'other';
}

function item(options: ValueTreeOptions, value: ValueView, level: number, path: string): HTMLElement {
  const { name, text, type, parts, whole } = value;
  // A long text has no parts: it opens into the whole of it.
  const opens = value.value !== null && (parts > 0 || !whole);
  const shown = element('span', `value-text value-${tokenOf(text)}`, text);
  shown.title = type;
  const row = element(
    'div',
    'value-row',
    icon(opens ? 'chevron-right' : 'blank', 'value-twistie'),
    element('span', 'value-line', element('span', 'value-name', name), name === '' ? null : ': ', shown),
    value.value === null ? null : copyButton(options, value),
  );
  row.style.paddingLeft = `${(level - 1) * 12}px`;
  const made = element('div', 'value-item', row);
  made.setAttribute('role', 'treeitem');
  made.setAttribute('aria-level', String(level));
  made.setAttribute('aria-label', name === '' ? text : `${name}: ${text}`);
  made.tabIndex = -1;
  made.addEventListener('keydown', (event) => {
    if (event.target !== made || event.key !== 'c' || !(event.ctrlKey || event.metaKey)) return;
    if (getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    void copyWhole(options, value);
  });
  if (!opens) return made;

  const group = element('div', 'value-parts');
  group.setAttribute('role', 'group');
  group.hidden = true;
  made.append(group);
  made.setAttribute('aria-expanded', 'false');
  const open = (isOpen: boolean): void => {
    made.setAttribute('aria-expanded', String(isOpen));
    group.hidden = !isOpen;
    if (isOpen) options.opened.add(path);
    else options.opened.delete(path);
    if (isOpen && group.childElementCount === 0) {
      void (parts > 0 ? more(options, value, group, level, path) : wholeText(options, value, group));
    }
  };
  row.addEventListener('click', (event) => {
    // Who selects text with the mouse does not want it folded away.
    if (getSelection()?.isCollapsed === false && event.detail === 1) return;
    open(made.getAttribute('aria-expanded') === 'false');
  });
  made.addEventListener('value-open', (event) => {
    if (event.target === made) open((event as CustomEvent<boolean>).detail);
  });
  if (options.unfold && options.opened.has(path)) open(true);
  return made;
}

/** Asks for the next parts of a value and puts them into its group, with a line for the rest. */
async function more(
  options: ValueTreeOptions,
  { value }: ValueView,
  group: HTMLElement,
  level: number,
  path: string,
): Promise<void> {
  const load = async (start: number, before: HTMLElement | null): Promise<void> => {
    group.setAttribute('aria-busy', 'true');
    const answered = await options.client.ask('unfold', { value: value!, start, count: page });
    group.removeAttribute('aria-busy');
    if (!answered.ok) {
      if (!answered.cancelled) options.complain(answered.problem);
      return;
    }
    const { parts: found, total } = answered.value;
    const hadFocus = before !== null && before === document.activeElement;
    before?.remove();
    const items = found.map((part, index) => item(options, part, level + 1, `${path}/${start + index}:${part.name}`));
    group.append(...items);
    const end = start + found.length;
    if (end < total && found.length > 0) group.append(rest(level + 1, end, total, (line) => load(end, line)));
    if (hadFocus) items[0]?.focus();
  };
  await load(0, null);
}

/** `100 of 12,345: show more`. */
function rest(level: number, shown: number, total: number, load: (line: HTMLElement) => Promise<void>): HTMLElement {
  const text = `${printCount(shown)} of ${printCount(total)}: show more`;
  const row = element('div', 'value-row', icon('ellipsis', 'value-twistie'), element('span', 'value-more', text));
  row.style.paddingLeft = `${(level - 1) * 12}px`;
  const made = element('div', 'value-item', row);
  made.setAttribute('role', 'treeitem');
  made.setAttribute('aria-level', String(level));
  made.tabIndex = -1;
  let asked = false;
  const run = (): void => {
    if (!asked) void load(made).finally(() => (asked = false));
    asked = true;
  };
  row.addEventListener('click', run);
  made.addEventListener('value-open', run);
  return made;
}

async function wholeText(options: ValueTreeOptions, { value }: ValueView, group: HTMLElement): Promise<void> {
  const answered = await options.client.ask('copy', { value: value! });
  if (!answered.ok) {
    if (!answered.cancelled) options.complain(answered.problem);
    return;
  }
  const { text } = answered.value;
  const shown = text.slice(0, longestText);
  group.replaceChildren(
    element('pre', 'value-whole', shown),
    ...(shown.length < text.length
      ? [element('div', 'value-note', `${printCount(text.length - shown.length)} more characters: copy takes them all`)]
      : []),
  );
}

function copyButton(options: ValueTreeOptions, value: ValueView): HTMLElement {
  const made = iconButton('copy', 'Copy in full', (event) => {
    event.stopPropagation();
    void copyWhole(options, value).then((done) => {
      if (!done) return;
      made.replaceChildren(icon('check'));
      made.setAttribute('aria-label', 'Copied');
      setTimeout(() => {
        made.replaceChildren(icon('copy'));
        made.setAttribute('aria-label', 'Copy in full');
      }, 1200);
    });
  });
  made.classList.add('value-copy');
  // The line itself is what keys go to; there, Ctrl+C does the same.
  made.tabIndex = -1;
  return made;
}

async function copyWhole({ client, copy, complain }: ValueTreeOptions, { value }: ValueView): Promise<boolean> {
  if (value === null) return false;
  const answered = await client.ask('copy', { value });
  if (answered.ok) copy(answered.value.text);
  else if (!answered.cancelled) complain(answered.problem);
  return answered.ok;
}

/** Keys of a tree as the ARIA pattern has them. */
function moveByKey(tree: HTMLElement, event: KeyboardEvent): void {
  const now = event.target;
  if (!(now instanceof HTMLElement) || !now.classList.contains('value-item')) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...tree.querySelectorAll<HTMLElement>('.value-item:not([hidden] *)')];
  const index = items.indexOf(now);
  const expanded = now.getAttribute('aria-expanded');
  const turn = (open: boolean): void => void now.dispatchEvent(new CustomEvent('value-open', { detail: open }));
  const parent = now.parentElement?.closest<HTMLElement>('.value-item') ?? null;
  switch (event.key) {
    case 'ArrowDown':
      items[index + 1]?.focus();
      break;
    case 'ArrowUp':
      items[index - 1]?.focus();
      break;
    case 'Home':
      items[0]?.focus();
      break;
    case 'End':
      items.at(-1)?.focus();
      break;
    case 'ArrowRight':
      if (expanded === 'false') turn(true);
      else if (expanded === 'true') items[index + 1]?.focus();
      break;
    case 'ArrowLeft':
      if (expanded === 'true') turn(false);
      else parent?.focus();
      break;
    case 'Enter':
      turn(expanded !== 'true');
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}
