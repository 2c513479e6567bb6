import type { MomentLink } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { Actions } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { printTime } from '../parts/time-text.ts';
import { playheadOf, type FilmState } from '../state/film-state.ts';

/** The steps of a crash path beside the tree, with the numbers that the arrows have. */
export interface CrashList {
  readonly element: HTMLElement;
  show(path: readonly MomentLink[], state: FilmState): void;
}

export function crashList(actions: Actions): CrashList {
  const list = element('ol', 'tree-crash-steps');
  const title = element('h2', 'tree-crash-title', 'Newest crash');
  let isOpen = true;
  const fold = iconButton('chevron-right', 'Hide the crash path', () => {
    isOpen = !isOpen;
    shape();
  });
  const panel = element('section', 'tree-crash', element('div', 'tree-crash-head', fold, title), list);
  panel.setAttribute('aria-label', 'Path of the newest crash');
  panel.hidden = true;
  const shape = (): void => {
    panel.classList.toggle('tree-crash-folded', !isOpen);
    fold.title = isOpen ? 'Hide the crash path' : 'Show the crash path';
    fold.setAttribute('aria-label', fold.title);
    fold.setAttribute('aria-expanded', String(isOpen));
  };
  shape();
  let shown: readonly MomentLink[] = [];
  return {
    element: panel,
    show: (path, state) => {
      panel.hidden = path.length === 0;
      const playhead = playheadOf(state).moment;
      const same = path.length === shown.length && path.every(({ moment }, index) => moment === shown[index]!.moment);
      if (!same) {
        shown = path;
        list.replaceChildren(...path.map((step, index) => line(step, index + 1, actions)));
      }
      [...list.children].forEach((item, index) => {
        if (path[index]!.moment === playhead) item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
      });
    },
  };
}

function line(step: MomentLink, number: number, actions: Actions): HTMLElement {
  const { title, label, time, moment, process } = step;
  const go = element(
    'button',
    'tree-crash-step',
    element('span', 'tree-crash-number', String(number)),
    element(
      'span',
      'tree-crash-what',
      element('span', 'tree-crash-who', label),
      element('span', 'tree-crash-how', title),
    ),
    element('span', 'tree-crash-when', printTime(time)),
  );
  go.type = 'button';
  go.title = `Go to ${title} of ${label}`;
  go.addEventListener('click', () => void actions.goTo(moment, process));
  return element('li', '', go);
}
