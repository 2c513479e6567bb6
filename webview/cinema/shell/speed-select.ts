import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { element } from '../../element.ts';
import { speeds } from '../actions/play-clock.ts';
import type { App } from '../app.ts';
import { printCount } from '../parts/time-text.ts';
import type { Play } from '../state/film-state.ts';

/** How fast the film plays: times its own clock, or events a second. Made after the first picture, which it would hold up. */
export function createSpeedSelect(app: App): HTMLElement {
  const place = element('span', 'toolbar-speed');
  void app.pictured.then(() => place.append(speedSelect(app)));
  return place;
}

function speedSelect({ store, actions }: App): HTMLElement {
  const made = document.createElement('vscode-single-select');
  // The element gives it to what takes the focus inside of it.
  made.label = 'Speed';
  const fill = (by: Play['by']): void => {
    made.title =
      by === 'time'
        ? 'Speed: film time in real time (, slower, . faster)'
        : 'Speed: events a second (, slower, . faster)';
    made.replaceChildren(
      ...speeds[by].map((speed) => {
        const option = document.createElement('vscode-option');
        option.value = String(speed);
        option.textContent = speedText(by, speed);
        option.selected = speed === store.get().play.speed;
        return option;
      }),
    );
  };
  made.addEventListener('change', () => actions.play({ speed: Number(made.value) }));
  store.listen(({ play }, before) => {
    if (play.by !== before.play.by) fill(play.by);
    else if (play.speed !== before.play.speed) made.value = String(play.speed);
  });
  fill(store.get().play.by);
  return made;
}

/** `0.1×`, `20/s`. */
export const speedText = (by: Play['by'], speed: number): string =>
  by === 'time'
    ? `${printCount(speed).includes(',') || speed >= 1 ? printCount(speed) : String(speed)}×`
    : `${printCount(speed)}/s`;
