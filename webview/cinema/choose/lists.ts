import { button, element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { printCount } from '../parts/time-text.ts';
import { group, type Control } from './control.ts';

/** Lines of a list; who hid more shows them all at once. */
const mostLines = 100;

/** Lanes that were pinned or hidden by hand, each with a button that undoes it. */
export function laneList(app: App, what: 'pinned' | 'hidden'): Control {
  const { store, actions } = app;
  const list = element('ul', 'choose-list');
  const all = button('link-button', what === 'hidden' ? 'Show all' : 'Unpin all', () =>
    actions.arrange({ [what]: [] }),
  );
  const made = group(what === 'hidden' ? 'Hidden lanes' : 'Pinned lanes', list, all);
  const undo = (process: number): void =>
    actions.arrange({ [what]: store.get().arrangement[what].filter((one) => one !== process) });
  let key = '';
  return {
    element: made,
    update: ({ arrangement, directory }) => {
      const processes = arrangement[what];
      made.hidden = processes.length === 0;
      all.hidden = processes.length < 2;
      if (directory === null) return;
      const names = processes.slice(0, mostLines).map((process) => directory.labels.text(process));
      const now = JSON.stringify([processes, names]);
      if (now === key) return;
      key = now;
      const hadFocus = list.contains(document.activeElement);
      list.replaceChildren(
        ...names.map((name, index) => {
          const text = element('span', 'choose-name', name);
          text.title = name;
          const label = what === 'hidden' ? `Show ${name}` : `Unpin ${name}`;
          const does = iconButton(what === 'hidden' ? 'eye' : 'pinned', label, () => undo(processes[index]!));
          return element('li', '', text, does);
        }),
        ...(processes.length > mostLines
          ? [element('li', 'choose-note', `and ${printCount(processes.length - mostLines)} more`)]
          : []),
      );
      if (hadFocus) list.querySelector('button')?.focus();
    },
  };
}
