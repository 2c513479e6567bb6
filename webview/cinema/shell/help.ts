import { button, element } from '../../element.ts';
import { keyText, type KeyBinding } from './keys.ts';

/** What the mouse does in the film; keys come from their table. */
const mouse: readonly (readonly [string, string])[] = [
  ['Click', 'Go to an event: the debugger stops there'],
  ['Wheel', 'Scroll the lanes'],
  ['Shift+Wheel', 'Move in time'],
  ['Ctrl+Wheel, pinch', 'Zoom where the mouse is'],
  ['Drag', 'Move in time'],
  ['Drag the ruler', 'Scrub: a preview, one stop on release'],
  ['Shift+Drag', 'Zoom to a range'],
  ['Double click', 'Zoom to a call'],
];

/** The list of keys, over the page until Escape. */
export function createHelp(bindings: () => readonly Pick<KeyBinding, 'group' | 'keys' | 'what'>[]): {
  readonly element: HTMLDialogElement;
  readonly toggle: () => void;
} {
  const made = element('dialog', 'help');
  made.setAttribute('aria-label', 'Keys and mouse');
  const fill = (): void => {
    const groups = [...new Set(bindings().map(({ group }) => group))];
    made.replaceChildren(
      element(
        'div',
        'help-columns',
        ...groups.map((title) =>
          table(
            title,
            bindings()
              .filter(({ group }) => group === title)
              .map(({ keys, what }) => [keys.map(keyText), what]),
          ),
        ),
        table(
          'Mouse',
          mouse.map(([how, what]) => [[how], what]),
        ),
      ),
      element(
        'div',
        'help-end',
        button('help-close', 'Close', () => made.close()),
      ),
    );
  };
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close();
  });
  made.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === '?') made.close();
  });
  return {
    element: made,
    toggle: () => {
      if (made.open) return made.close();
      fill();
      made.showModal();
    },
  };
}

function table(title: string, rows: readonly (readonly [readonly string[], string])[]): HTMLElement {
  return element(
    'section',
    'help-group',
    element('h2', '', title),
    element(
      'dl',
      '',
      ...rows.flatMap(([keys, what]) => [
        element('dt', '', ...keys.map((key) => element('kbd', '', key))),
        element('dd', '', what),
      ]),
    ),
  );
}
