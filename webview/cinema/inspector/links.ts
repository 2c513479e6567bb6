import type { EventView, MomentLink } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import { icon } from '../parts/icon.ts';
import { printPlace } from '../parts/place-text.ts';
import { printMoment } from '../parts/time-text.ts';
import { seenFrom } from './texts.ts';

type GoTo = (moment: number, process: number) => void;

const icons: Readonly<Record<MomentLink['kind'], string>> = {
  message: 'mail',
  spawn: 'add',
  exit: 'sign-out',
  exception: 'error',
  handler: 'symbol-method',
};

/** What led to an event and what it led to; a click goes there. */
export function causesAndEffects({ causes, effects, time }: EventView, goTo: GoTo): readonly Node[] {
  const group = (title: string, direction: string, links: readonly MomentLink[]): readonly Node[] => {
    if (links.length === 0) return [];
    const items = links.map((link) => element('li', '', linkButton(link, direction, time, goTo)));
    const list = element('ul', 'inspector-links', ...items);
    list.setAttribute('aria-label', title);
    return [element('h4', '', title), list];
  };
  return [...group('Causes', 'arrow-left', causes), ...group('Effects', 'arrow-right', effects)];
}

function linkButton(link: MomentLink, direction: string, time: number, goTo: GoTo): HTMLElement {
  const made = element(
    'button',
    'inspector-link',
    icon(direction, 'inspector-direction'),
    icon(icons[link.kind]),
    element('span', 'inspector-link-text', element('b', '', link.title), ' ', element('span', '', link.label)),
    element('span', 'inspector-note', seenFrom(time, link)),
  );
  made.type = 'button';
  made.title = `Go to ${printMoment(link.moment)}`;
  made.addEventListener('click', () => goTo(link.moment, link.process));
  return made;
}

/** Frames, innermost first; a click goes to where the frame stands. */
export function stackList({ stack, process }: EventView, goTo: GoTo): readonly Node[] {
  const items = stack.map(({ title, place, moment, left }) => {
    const made = element(
      'button',
      `inspector-frame${left ? ' inspector-left' : ''}`,
      element('span', 'inspector-frame-title', title),
      left ? element('span', 'inspector-note', 'left by a tail call') : null,
      place === null ? null : element('span', 'inspector-frame-place', printPlace(place)),
    );
    made.type = 'button';
    made.title = `${place === null ? title : `${title}\n${place.path}:${place.line}`}\nGo to ${printMoment(moment)}`;
    made.addEventListener('click', () => goTo(moment, process));
    return element('li', '', made);
  });
  const list = element('ol', 'inspector-stack', ...items);
  list.setAttribute('aria-label', 'Stack, innermost first');
  return [list];
}
