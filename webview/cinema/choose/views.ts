import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { NamedView } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { readArrangement } from '../state/arrangement.ts';
import { group, type Control } from './control.ts';

/** Arrangements under names: kept in the trace for everyone who opens it, or with the workspace where that cannot be. */
export function viewControls({ store, client, actions }: App): Control {
  const canSave = (): boolean => store.get().opening?.canSave ?? false;

  const put = async (view: NamedView): Promise<void> => {
    if (!canSave()) return store.set({ views: withView(store.get().views, view) });
    const answered = await client.ask('saveView', view);
    if (answered.ok) store.set({ views: answered.value.views });
    else if (!answered.cancelled) actions.complain(answered.problem);
  };
  const remove = async (name: string): Promise<void> => {
    if (!canSave()) return store.set({ views: store.get().views.filter((view) => view.name !== name) });
    const answered = await client.ask('removeView', { name });
    if (answered.ok) store.set({ views: answered.value.views });
    else if (!answered.cancelled) actions.complain(answered.problem);
  };

  const name: VscodeTextfield = document.createElement('vscode-textfield');
  name.className = 'choose-text';
  name.placeholder = 'Name this view';
  name.label = 'Name of the view to save';
  name.maxLength = 100;
  const save: VscodeButton = document.createElement('vscode-button');
  save.textContent = 'Save';
  save.secondary = true;
  save.disabled = true;
  const run = (): void => {
    const given = name.value.trim();
    if (given === '') return;
    void put({ name: given, state: store.get().arrangement });
    name.value = '';
    save.disabled = true;
  };
  name.addEventListener('input', () => {
    const given = name.value.trim();
    save.disabled = given === '';
    save.textContent = store.get().views.some((view) => view.name === given) ? 'Replace' : 'Save';
  });
  name.addEventListener('keydown', ({ key }) => key === 'Enter' && run());
  save.addEventListener('click', run);

  const list = element('ul', 'choose-list');
  const note = element(
    'p',
    'choose-note',
    'This recording cannot be written to, so views are kept in this workspace only.',
  );
  let drawn: readonly NamedView[] | null = null;
  return {
    element: group('Views', list, element('div', 'choose-line', name, save), note),
    update: ({ views, opening }) => {
      note.hidden = opening === null || opening.canSave;
      if (views === drawn) return;
      drawn = views;
      list.hidden = views.length === 0;
      list.replaceChildren(
        ...views.map((view) => {
          const apply = button('link-button choose-name', view.name, () =>
            actions.arrange(readArrangement(view.state)),
          );
          apply.title = `Arrange the lanes as in ${view.name}`;
          return element(
            'li',
            '',
            apply,
            iconButton('trash', `Remove ${view.name}`, () => void remove(view.name)),
          );
        }),
      );
    },
  };
}

/** The views with one put or replaced. */
export function withView(views: readonly NamedView[], view: NamedView): readonly NamedView[] {
  const isThere = views.some(({ name }) => name === view.name);
  return isThere ? views.map((one) => (one.name === view.name ? view : one)) : [...views, view];
}
