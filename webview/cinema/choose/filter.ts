import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { icon } from '../parts/icon.ts';
import { debounced } from '../shell/debounce.ts';
import { noFilter, type Filter } from '../state/arrangement.ts';
import type { Directory } from '../state/directory.ts';
import { checkBox, group, selectBox, type Choice, type Control } from './control.ts';
import { parentsOf } from './summary.ts';

/** Milliseconds of rest before a text that is being typed is looked for. */
const typingRest = 200;
/** Choices of the list of parents: beyond, the text filter finds them quicker. */
const mostParents = 500;

/** Which processes have lanes. */
export function filterControls({ store, actions }: App): Control {
  const arrange = (change: Partial<Filter>): void =>
    actions.arrange({ filter: { ...store.get().arrangement.filter, ...change } });

  const text: VscodeTextfield = document.createElement('vscode-textfield');
  text.className = 'choose-text';
  text.type = 'search';
  text.placeholder = 'Name, pid, call, reason';
  text.label = 'Filter processes by text';
  text.append(slotted(icon('filter'), 'content-before'));
  const typed = debounced(typingRest, () => arrange({ text: text.value }));
  let isTyping = false;
  text.addEventListener('input', () => {
    isTyping = true;
    typed.later();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') typed.now();
    if (event.key === 'Escape' && text.value !== '') {
      event.stopPropagation();
      text.value = '';
      arrange({ text: '' });
    }
  });
  text.addEventListener('focusout', () => {
    typed.now();
    isTyping = false;
  });

  const parents = parentChoices();
  const under = selectBox('Under', true, (value) => arrange({ under: value === '' ? noFilter.under : Number(value) }));
  const module = selectBox('Module', true, (value) => arrange({ module: value }));
  const alive = checkBox('Alive at the playhead', (checked) => arrange({ alive: checked }));

  const selected = (): number => {
    const { selection, cursor } = store.get();
    return (selection ?? cursor).process;
  };
  const talks = element('button', 'choose-button');
  talks.type = 'button';
  talks.addEventListener('click', () => arrange({ talksTo: selected() }));
  const talksName = element('span', 'choose-chip-name');
  const chip = element('button', 'process-chip choose-chip', icon('comment-discussion'), talksName, icon('close'));
  chip.type = 'button';
  chip.addEventListener('click', () => {
    arrange({ talksTo: -1 });
    text.focus();
  });

  return {
    element: group('Show processes', text, under.element, module.element, talks, chip, alive),
    update: (now) => {
      const { opening, directory, arrangement } = now;
      const { filter } = arrangement;
      if (!isTyping && text.value !== filter.text) text.value = filter.text;
      if (directory === null || opening === null) return;
      under.put(parents(directory, filter.under), String(filter.under));
      const modules = [...new Set(filter.module === '' ? opening.modules : [...opening.modules, filter.module])];
      module.put(
        [{ value: '', label: 'any' }, ...modules.map((name) => ({ value: name, label: name }))],
        filter.module,
      );
      alive.checked = filter.alive;
      talks.hidden = filter.talksTo === selected();
      talks.textContent = `Only those who talk to ${directory.labels.short(selected())}`;
      talks.title = `Shows ${directory.labels.text(selected())} and whom it exchanged messages with`;
      chip.hidden = filter.talksTo < 0;
      if (chip.hidden) return;
      talksName.textContent = `talks to ${directory.labels.short(filter.talksTo)}`;
      chip.title = `Talks to ${directory.labels.text(filter.talksTo)}\nClick to show others again`;
    },
  };
}

/** Made once for a directory: names of hundreds of parents are looked up and sorted. */
function parentChoices(): (directory: Directory, under: number) => readonly Choice[] {
  let madeOf: Directory | null = null;
  let madeFor = -1;
  let made: readonly Choice[] = [];
  return (directory, under) => {
    if (directory === madeOf && under === madeFor) return made;
    madeOf = directory;
    madeFor = under;
    const parents = new Set(parentsOf(directory, mostParents));
    if (under >= 0) parents.add(under);
    const choices = [...parents].map((process) => ({ value: String(process), label: directory.labels.text(process) }));
    choices.sort((one, other) => (one.label < other.label ? -1 : one.label > other.label ? 1 : 0));
    made = [{ value: String(noFilter.under), label: 'any' }, ...choices];
    return made;
  };
}

function slotted(node: HTMLElement, slot: string): HTMLElement {
  node.slot = slot;
  return node;
}
