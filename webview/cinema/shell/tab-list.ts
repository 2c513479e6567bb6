import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { icon } from '../parts/icon.ts';
import { tabs } from './views.ts';

/** The tabs of the page: arrow keys move among them, as in any tab list. */
export function createTabList({ store, actions }: App): HTMLElement {
  const made = element('div', 'toolbar-tabs');
  made.setAttribute('role', 'tablist');
  made.setAttribute('aria-label', 'Pictures of the trace');
  const buttons = tabs.map(({ name, title, icon: sign, tooltip }, index) => {
    const one = element('button', 'toolbar-tab', icon(sign), element('span', 'toolbar-tab-title', title));
    one.type = 'button';
    one.id = `tab-${name}`;
    one.title = `${tooltip} (${index + 1})`;
    one.setAttribute('role', 'tab');
    one.setAttribute('aria-label', title);
    one.setAttribute('aria-controls', 'view');
    one.addEventListener('click', () => actions.openTab(name));
    return one;
  });
  made.append(...buttons);
  made.addEventListener('keydown', (event) => {
    const now = tabs.findIndex(({ name }) => name === store.get().tab);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = (next + tabs.length) % tabs.length;
    actions.openTab(tabs[index]!.name);
    buttons[index]!.focus();
  });
  const draw = (): void =>
    buttons.forEach((one, index) => {
      const isOpen = tabs[index]!.name === store.get().tab;
      one.setAttribute('aria-selected', String(isOpen));
      one.tabIndex = isOpen ? 0 : -1;
    });
  store.listen((now, before) => {
    if (now.tab !== before.tab) draw();
  });
  draw();
  return made;
}
