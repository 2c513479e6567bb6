import { element } from '../../element.ts';
import type { Actions } from '../app.ts';
import { button } from '../../element.ts';
import { counted } from '../parts/time-text.ts';
import { byMessages, mostColumns } from './sequence-columns.ts';

/** Who can be a column, each with a box to check: a list beside the diagram. */
export interface ColumnChooser {
  readonly element: HTMLElement;
  show(given: ChooserContent): void;
}

export interface ChooserContent {
  /** The columns as they are. */
  readonly columns: readonly number[];
  readonly counts: ReadonlyMap<number, number>;
  /** Chosen by hand. */
  readonly byHand: boolean;
  readonly name: (process: number) => string;
}

/** Processes in the list. */
const mostListed = 200;

export function columnChooser(actions: Actions): ColumnChooser {
  const list = element('ul', 'sequence-choices');
  const note = element('p', 'sequence-choice-note');
  const reset = button('link-button', 'Let the page choose', () => actions.arrange({ columns: [] }));
  const panel = element('section', 'sequence-chooser', element('div', 'sequence-choice-head', note, reset), list);
  panel.setAttribute('aria-label', 'Processes of the diagram');
  let shown = '';
  return {
    element: panel,
    show: ({ columns, counts, byHand, name }) => {
      const listed = [...new Set([...columns, ...byMessages(counts)])].slice(0, mostListed);
      const version = JSON.stringify([listed.map((one) => [one, name(one), counts.get(one) ?? 0]), columns, byHand]);
      if (version === shown) return;
      shown = version;
      note.textContent = byHand ? 'Chosen by hand.' : 'Pinned and selected ones, else those with most messages.';
      reset.hidden = !byHand;
      const checked = new Set(columns);
      const focused =
        document.activeElement instanceof HTMLElement ? document.activeElement.dataset['process'] : undefined;
      list.replaceChildren(
        ...listed.map((process) => {
          const box = element('input', '');
          box.type = 'checkbox';
          box.checked = checked.has(process);
          box.disabled = !box.checked && checked.size >= mostColumns;
          box.dataset['process'] = String(process);
          box.addEventListener('change', () => {
            const now = box.checked ? [...columns, process] : columns.filter((one) => one !== process);
            actions.arrange({ columns: now });
          });
          return element(
            'li',
            '',
            element(
              'label',
              'sequence-choice',
              box,
              element('span', 'sequence-choice-name', name(process)),
              element('span', 'sequence-choice-count', counted(counts.get(process) ?? 0, 'message')),
            ),
          );
        }),
      );
      if (focused !== undefined) list.querySelector<HTMLElement>(`[data-process="${focused}"]`)?.focus();
    },
  };
}
