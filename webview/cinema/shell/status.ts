import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { button, element } from '../../element.ts';
import { axisEnd } from '../actions/window.ts';
import type { App } from '../app.ts';
import { icon, iconButton } from '../parts/icon.ts';
import { counted, printCount, printTime } from '../parts/time-text.ts';
import { noFilter } from '../state/arrangement.ts';
import type { FilmState, Task } from '../state/film-state.ts';
import { debounced } from './debounce.ts';

/** The line at the foot: what is on screen and what is not, what is running, and how the page stands with its door. */
export function createStatus(app: App): HTMLElement {
  const { store, actions } = app;
  const inWindow = element('span', 'status-item');
  const lanes = element('span', 'status-item');
  const warnings = element('span', 'status-item status-warning');
  const tasks = element('div', 'status-tasks');
  const renderer = element('span', 'status-item status-faint');
  const connection = element('span', 'status-item');
  const made = element(
    'footer',
    'status',
    inWindow,
    lanes,
    warnings,
    tasks,
    element('span', 'status-space'),
    renderer,
    connection,
  );
  made.setAttribute('aria-label', 'Status');

  const showAll = button('link-button', 'show all', () => actions.arrange({ filter: noFilter, hidden: [] }));
  const count = debounced(
    150,
    () => void countEvents(app).then((text) => text !== null && (inWindow.textContent = text)),
  );
  const bars = new Map<number, ReturnType<typeof taskBar>>();

  const draw = (now: FilmState, before: FilmState | null): void => {
    if (now.window !== before?.window || now.opening !== before.opening) count.later();
    if (now.rows !== before?.rows) lanes.replaceChildren(...lanesText(now, showAll));
    if (now.opening !== before?.opening || now.directory?.leftOut !== before.directory?.leftOut)
      drawWarnings(warnings, now);
    if (now.tasks !== before?.tasks) drawTasks(tasks, bars, now.tasks);
    if (now.connection !== before?.connection || now.opening !== before.opening) {
      const [sign, text] = connectionText(now);
      connection.replaceChildren(icon(sign), text);
    }
    drawRenderer(renderer);
  };
  draw(store.get(), null);
  store.listen(draw);
  return made;
}

/** Events between the edges of the window, of all processes; null when it has moved on meanwhile. */
async function countEvents({ store, client }: App): Promise<string | null> {
  const { window, opening } = store.get();
  if (opening === null) return null;
  const width =
    window.axis === 'time' ? printTime(window.to - window.from) : counted(Math.round(window.to - window.from), 'event');
  const end = axisEnd(window.axis, opening);
  if (window.from <= 0 && window.to >= end)
    return `${counted(opening.events, 'event')}, ${printTime(opening.duration)}`;
  if (window.axis === 'order') {
    const shown = Math.min(window.to, end) - Math.max(window.from, 0);
    return `${printCount(Math.max(0, Math.round(shown)))} of ${counted(opening.events, 'event')}`;
  }
  const edges = await Promise.all(
    [window.from, window.to].map((at, side) => client.askNewest(`status.${side}`, 'nearest', { axis: 'time', at })),
  );
  const [first, last] = edges.map((edge) => (edge.ok ? edge.value : null));
  if (store.get().window !== window || first === null || last === null || first === undefined || last === undefined)
    return null;
  // The nearest event to an edge may lie just outside.
  const inside = last.moment - first.moment + 1 - Number(first.time < window.from) - Number(last.time > window.to);
  return `${printCount(Math.max(0, inside))} of ${counted(opening.events, 'event')} in ${width}`;
}

function lanesText({ rows, directory }: FilmState, showAll: HTMLElement): readonly (Node | string)[] {
  if (directory === null) return [];
  let others = 0;
  for (let row = 0; row < rows.count; row++) if (rows.process[row] === -1) others += rows.members[row]!;
  const shown = Math.max(0, directory.count - rows.hidden - others);
  const apart = others === 0 ? '' : `, ${printCount(others)} as others`;
  const text = `${printCount(shown)} of ${counted(directory.count, 'process', 'processes')}${apart}`;
  return rows.hidden === 0 ? [text] : [`${text}, ${printCount(rows.hidden)} hidden · `, showAll];
}

function drawWarnings(at: HTMLElement, { opening, directory }: FilmState): void {
  const texts: string[] = [];
  const damage = opening?.damage ?? [];
  if (opening !== null && opening.dropped > 0) texts.push(`${counted(opening.dropped, 'event')} missing in gaps`);
  if (damage.length > 0) texts.push(counted(damage.length, 'damaged place'));
  if (opening?.complete === false) texts.push('the recording ends abruptly');
  if (directory !== null && directory.leftOut > 0)
    texts.push(`${counted(directory.leftOut, 'more process', 'more processes')} than can be shown`);
  at.hidden = texts.length === 0;
  at.title = damage.join('\n');
  at.replaceChildren(icon('warning'), texts.join(', '));
}

function connectionText({ connection, opening }: FilmState): readonly [sign: string, text: string] {
  if (connection.kind === 'connecting') return ['loading', 'Connecting…'];
  if (connection.kind === 'closed') return ['debug-disconnect', 'Not connected'];
  return opening?.attached === true ? ['debug-alt', 'Debugger attached'] : ['pass', 'No debugger'];
}

/** What the lanes are drawn with: their surface says so. */
function drawRenderer(at: HTMLElement): void {
  const { renderer = '', rendererNote = '' } =
    document.querySelector<HTMLElement>('.page-view [data-renderer]')?.dataset ?? {};
  const text = { webgl: 'WebGL', canvas: 'Canvas' }[renderer] ?? '';
  if (at.textContent !== text) at.textContent = text;
  if (at.title !== rendererNote) at.title = rendererNote;
}

function taskBar(task: Task) {
  const bar = document.createElement('vscode-progress-bar');
  bar.className = 'status-bar';
  const text = element('span', '');
  const cancel = iconButton('close', `Cancel: ${task.what}`, () => task.cancel?.());
  cancel.hidden = task.cancel === null;
  const made = element('div', 'status-task', text, bar, cancel);
  return {
    element: made,
    put: ({ what, progress }: Task): void => {
      text.textContent = progress === null ? what : `${what} ${Math.round(progress * 100)}%`;
      bar.indeterminate = progress === null;
      bar.value = (progress ?? 0) * 100;
    },
  };
}

function drawTasks(at: HTMLElement, bars: Map<number, ReturnType<typeof taskBar>>, tasks: readonly Task[]): void {
  for (const [id, bar] of bars) {
    if (tasks.some((task) => task.id === id)) continue;
    bar.element.remove();
    bars.delete(id);
  }
  for (const task of tasks) {
    let bar = bars.get(task.id);
    if (bar === undefined) {
      bar = taskBar(task);
      bars.set(task.id, bar);
      at.append(bar.element);
    }
    bar.put(task);
  }
}
