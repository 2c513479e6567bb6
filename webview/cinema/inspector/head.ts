import type { EventView } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { printPlace, printWholePlace } from '../parts/place-text.ts';
import { processChip } from '../parts/process-chip.ts';
import { printCount, printExactTime, printTime } from '../parts/time-text.ts';
import { processFlag } from '../state/directory.ts';
import { momentAddress } from './texts.ts';

/** What stands on top of the inspector. Its buttons stay where they are as events pass, so that they can be pressed again. */
export function inspectorHead({ store, actions, host }: App): {
  readonly element: HTMLElement;
  show(view: EventView): void;
} {
  let shown: EventView | null = null;
  const goTo = (moment: number): void => {
    if (shown !== null && moment >= 0) void actions.goTo(moment, shown.process);
  };
  const title = element('h2', 'inspector-title');
  title.tabIndex = -1;
  const previous = iconButton('chevron-left', 'Previous event of this process', () => goTo(shown?.previous ?? -1));
  const next = iconButton('chevron-right', 'Next event of this process', () => goTo(shown?.next ?? -1));
  const time = element('span', 'inspector-time');
  const momentLink = button('link-button', '', () => goTo(shown?.moment ?? -1));
  const copy = iconButton('copy', 'Copy the name of this moment', () => {
    const name = store.get().opening?.name;
    if (shown !== null && name !== undefined) host.copy(momentAddress(name, shown.moment));
  });
  const latency = element('span', 'inspector-note');
  const chip = element('span', 'inspector-process');
  const place = button('link-button inspector-place', '', () => {
    if (shown === null || shown.place === null) return;
    // Without an editor, the page's own source pane shows where the selection is.
    const { moment, time, process } = shown;
    if (!host.openSource(shown.place)) actions.select({ moment, time, process });
  });

  return {
    element: element(
      'header',
      'inspector-head',
      element('div', 'inspector-title-line', title, previous, next),
      element('div', 'inspector-facts', time, momentLink, copy, latency),
      element('div', 'inspector-facts', chip, place),
    ),
    show: (view) => {
      shown = view;
      title.textContent = view.title;
      title.classList.toggle('inspector-crashed', view.crash !== null);
      previous.disabled = view.previous < 0;
      next.disabled = view.next < 0;
      time.textContent = printTime(view.time);
      time.title = printExactTime(view.time);
      momentLink.textContent = `moment ${printCount(view.moment)}`;
      momentLink.title = 'Go to this moment';
      latency.textContent = view.latency === null ? '' : `${printTime(view.latency)} under way`;
      const { directory } = store.get();
      const flags = directory?.flags[view.process] ?? 0;
      const death = directory?.death[view.process] ?? -1;
      const content = {
        label: view.label,
        crashed: (flags & processFlag.crashed) !== 0 && death >= 0 && death <= view.moment,
        port: (flags & processFlag.port) !== 0,
      };
      chip.replaceChildren(
        processChip(content, 'Show its lane', () => {
          actions.openTab('lanes');
          actions.reveal(view);
        }),
      );
      place.hidden = view.place === null;
      if (view.place === null) return;
      place.textContent = printPlace(view.place);
      place.title = printWholePlace(view.place);
    },
  };
}
