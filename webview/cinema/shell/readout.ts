import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { printCount, printExactTime, printTime } from '../parts/time-text.ts';
import { playheadOf } from '../state/film-state.ts';
import { readAskedPlace } from './asked-place.ts';

/** Where the playhead is, as text; a click makes it a box to type where to go. */
export function createReadout(app: App): { readonly element: HTMLElement; readonly edit: () => void } {
  const { store, actions, client } = app;
  const time = element('span', 'toolbar-time');
  const moment = element('span', 'toolbar-moment');
  const button = element('button', 'toolbar-readout', time, moment);
  button.type = 'button';
  const input = element('input', 'toolbar-go');
  input.setAttribute('aria-label', 'Go to: a moment (1234), a time (12.5 ms) or a part (50%)');
  input.placeholder = '1234, 12.5 ms, 50%';
  input.hidden = true;
  input.spellcheck = false;
  const made = element('div', 'toolbar-place', button, input);

  const edit = (): void => {
    button.hidden = true;
    input.hidden = false;
    input.value = String(playheadOf(store.get()).moment);
    input.select();
    input.focus();
  };
  const leave = (): void => {
    if (input.hidden) return;
    const hadFocus = document.activeElement === input;
    input.hidden = true;
    button.hidden = false;
    input.removeAttribute('aria-invalid');
    if (hadFocus) button.focus();
  };
  const go = async (): Promise<void> => {
    const { opening } = store.get();
    const asked = readAskedPlace(input.value);
    if (asked === null || opening === null) return input.setAttribute('aria-invalid', 'true');
    leave();
    if (asked.kind === 'moment') return actions.goTo(Math.min(asked.moment, Math.max(0, opening.events - 1)));
    const at = asked.kind === 'time' ? asked.time : asked.fraction * opening.duration;
    const answered = await client.askNewest('go', 'nearest', { axis: 'time', at: Math.min(at, opening.duration) });
    if (!answered.ok) return answered.cancelled ? undefined : actions.complain(answered.problem);
    if (answered.value === null) return;
    actions.select(answered.value);
    await actions.goTo(answered.value.moment, answered.value.process);
  };
  button.addEventListener('click', edit);
  input.addEventListener('blur', leave);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void go();
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const draw = (): void => {
    const state = store.get();
    const place = playheadOf(state);
    time.textContent = printTime(place.time);
    moment.textContent = `#${printCount(place.moment)}`;
    const label = state.directory?.labels.text(place.process) ?? '';
    button.title = `Moment ${printCount(place.moment)} of ${printCount(state.opening?.events ?? 0)}, ${printExactTime(place.time)}, ${label}. Click to go elsewhere (G)`;
  };
  store.listen((now, before) => {
    if (playheadOf(now) !== playheadOf(before) || now.directory !== before.directory) draw();
  });
  draw();
  return { element: made, edit };
}
