import { element } from '../../element.ts';
import { icon } from './icon.ts';
import './menu.css';

/** An entry of a menu; `null` in a list of entries is a line between groups. */
export interface MenuEntry {
  readonly label: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** The key that does the same, for the reader. */
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

let close: (() => void) | null = null;

/**
 * Opens a menu at a place of the page (CSS pixels of the viewport), or below an element. Escape, a click elsewhere or a scroll
 * closes it, and the focus goes back to where it was.
 */
export function openMenu(
  at: Element | { readonly x: number; readonly y: number },
  label: string,
  entries: readonly (MenuEntry | null)[],
): void {
  close?.();
  const before = document.activeElement;
  const menu = element('div', 'menu');
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  const stop = new AbortController();
  const end = (): void => {
    if (close !== end) return;
    close = null;
    stop.abort();
    menu.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  for (const entry of entries) menu.append(entry === null ? separator() : item(entry, end));
  document.body.append(menu);
  place(menu, at);
  close = end;

  const items = [...menu.querySelectorAll<HTMLButtonElement>('button:enabled')];
  items[0]?.focus();
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation();
    const index = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[(next + items.length) % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') end();
    else return;
    event.preventDefault();
  });
  const { signal } = stop;
  document.addEventListener('pointerdown', (event) => !menu.contains(event.target as Node) && end(), {
    signal,
    capture: true,
  });
  document.addEventListener('wheel', (event) => !menu.contains(event.target as Node) && end(), {
    signal,
    capture: true,
    passive: true,
  });
  window.addEventListener('blur', end, { signal });
  window.addEventListener('resize', end, { signal });
}

function item(entry: MenuEntry, end: () => void): HTMLButtonElement {
  const made = element(
    'button',
    'menu-item',
    icon(entry.icon ?? 'blank', 'menu-icon'),
    element('span', 'menu-label', entry.label),
    entry.keys === undefined ? null : element('span', 'menu-keys', entry.keys),
  );
  made.type = 'button';
  made.tabIndex = -1;
  made.setAttribute('role', 'menuitem');
  made.disabled = entry.disabled === true;
  made.addEventListener('click', () => {
    end();
    entry.run();
  });
  made.addEventListener('pointermove', () => made.focus());
  return made;
}

function separator(): HTMLElement {
  const made = element('div', 'menu-separator');
  made.setAttribute('role', 'separator');
  return made;
}

/** Puts the menu where it was asked for, moved so that all of it is on screen. */
function place(menu: HTMLElement, at: Element | { readonly x: number; readonly y: number }): void {
  const box = at instanceof Element ? at.getBoundingClientRect() : null;
  const [x, y] = at instanceof Element ? [box!.left, box!.bottom] : [at.x, at.y];
  menu.style.left = `${Math.max(0, Math.min(x, window.innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(0, Math.min(y, window.innerHeight - menu.offsetHeight - 4))}px`;
}
