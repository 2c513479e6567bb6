import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { element } from '../../element.ts';
import type { FilmState } from '../state/film-state.ts';

/** A piece of the chooser; `update` puts it as the state has it. */
export interface Control {
  readonly element: HTMLElement;
  update(now: FilmState): void;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A select with its label; `put` sets the choices and the chosen one. `search`: typing finds a choice. */
export function selectBox(
  label: string,
  search: boolean,
  chosen: (value: string) => void,
): { readonly element: HTMLElement; put(choices: readonly Choice[], value: string): void } {
  const select: VscodeSingleSelect = document.createElement('vscode-single-select');
  select.className = 'choose-select';
  select.label = label;
  select.combobox = search;
  select.filter = 'contains';
  select.addEventListener('change', () => chosen(select.value));
  let key = '';
  return {
    element: element('label', 'choose-field', element('span', 'choose-label', label), select),
    put: (choices, value) => {
      const now = JSON.stringify([choices, value]);
      // Setting choices shuts the list: not under the hand of someone who is choosing.
      if (now === key || select.open) return;
      key = now;
      select.options = choices.map((choice) => ({
        ...choice,
        description: '',
        selected: choice.value === value,
        disabled: false,
      }));
      select.value = value;
    },
  };
}

export function checkBox(label: string, changed: (checked: boolean) => void): VscodeCheckbox {
  const made: VscodeCheckbox = document.createElement('vscode-checkbox');
  made.label = label;
  made.addEventListener('change', () => changed(made.checked));
  return made;
}

/** Pieces under a heading. */
export function group(title: string, ...children: readonly (Node | null)[]): HTMLElement {
  const made = element('section', 'choose-group', element('h3', '', title), ...children);
  made.setAttribute('aria-label', title);
  return made;
}
