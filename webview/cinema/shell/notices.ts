import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { icon, iconButton } from '../parts/icon.ts';

/** What must be read: that the door is gone, and what went wrong last. */
export function createNotices({ store, host, actions }: App): HTMLElement {
  const closedText = element('span', 'notice-text');
  const again = document.createElement('vscode-button');
  again.textContent = 'Open again';
  again.addEventListener('click', () => host.open());
  const closed = element('div', 'notice notice-closed', icon('debug-disconnect'), closedText, again);
  closed.setAttribute('role', 'status');
  const problemText = element('span', 'notice-text');
  const problem = element(
    'div',
    'notice notice-problem',
    icon('info'),
    problemText,
    iconButton('close', 'Dismiss (Esc)', () => actions.complain(null)),
  );
  problem.setAttribute('role', 'alert');
  const draw = (): void => {
    const { connection, problem: what, opening } = store.get();
    // Before anything is shown, the waiting page says it.
    closed.hidden = connection.kind !== 'closed' || opening === null;
    closedText.textContent = connection.kind === 'closed' ? connection.why : '';
    again.hidden = connection.kind !== 'closed' || !connection.canOpen;
    problem.hidden = what === null;
    if (problemText.textContent !== (what ?? '')) problemText.textContent = what ?? '';
  };
  store.listen((now, before) => {
    if (now.connection !== before.connection || now.problem !== before.problem || now.opening !== before.opening)
      draw();
  });
  draw();
  return element('div', 'notices', closed, problem);
}

/** Over the page until a trace is there: that it is being opened, or why not. */
export function createWaiting({ store, host }: App): HTMLElement {
  const text = element('p', 'waiting-text');
  const again = document.createElement('vscode-button');
  again.textContent = 'Try again';
  again.addEventListener('click', () => host.open());
  const made = element('div', 'waiting', text, again);
  made.setAttribute('role', 'status');
  const draw = (): void => {
    const { connection } = store.get();
    text.textContent = connection.kind === 'closed' ? connection.why : 'Opening the recording…';
    again.hidden = connection.kind !== 'closed' || !connection.canOpen;
  };
  store.listen(draw);
  draw();
  return made;
}
