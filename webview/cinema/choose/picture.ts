import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { printCount } from '../parts/time-text.ts';
import type { Arrangement } from '../state/arrangement.ts';
import { checkBox, group, selectBox, type Control } from './control.ts';
import { eventsOf, kindGroups, shownOf, withGroup } from './kinds.ts';

const groupings = [
  { value: 'tree', label: 'tree of spawns' },
  { value: 'flat', label: 'flat list' },
] as const;
const arrowChoices = [
  { value: 'all', label: 'all' },
  { value: 'selected', label: 'of the selection' },
  { value: 'none', label: 'none' },
] as const;

/** How the lanes stand, and which arrows are drawn. */
export function laneControls({ actions }: App): Control {
  const grouping = selectBox('Lanes', false, (value) =>
    actions.arrange({ grouping: value as Arrangement['grouping'] }),
  );
  const arrows = selectBox('Arrows', false, (value) => actions.arrange({ arrows: value as Arrangement['arrows'] }));
  const others = checkBox('A lane for each of the others', (checked) => actions.arrange({ showOthers: checked }));
  others.title = 'Processes that neither ran recorded code nor talked to one that did';
  return {
    element: group('Picture', grouping.element, arrows.element, others),
    update: ({ arrangement }) => {
      grouping.put(groupings, arrangement.grouping);
      arrows.put(arrowChoices, arrangement.arrows);
      others.checked = arrangement.showOthers;
    },
  };
}

/** Which events are drawn. */
export function kindControls({ store, actions }: App): Control {
  const lines = kindGroups.map((one) => {
    const box = checkBox(one.title, (checked) =>
      actions.arrange({ kinds: withGroup(one, store.get().arrangement.kinds, checked) }),
    );
    const count = element('span', 'choose-count');
    return { one, box, count, line: element('div', 'choose-kind', box, count) };
  });
  return {
    element: group('Events', ...lines.map(({ line }) => line)),
    update: ({ arrangement, opening }) => {
      for (const { one, box, count, line } of lines) {
        const shown = shownOf(one, arrangement.kinds);
        box.indeterminate = shown === 'some';
        box.checked = shown !== 'none';
        const events = opening === null ? 0 : eventsOf(one, opening.kinds);
        count.textContent = printCount(events);
        line.classList.toggle('choose-none', events === 0);
      }
    },
  };
}
