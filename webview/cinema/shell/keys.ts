import type { App } from '../app.ts';
import { nextSpeed } from '../actions/play-clock.ts';
import { tabNames, type TabName } from '../state/film-state.ts';
import { toEnd, toggleAxis, toStart } from './travel-ends.ts';

/** What a key does. One table for the handler and for the help. */
export interface KeyBinding {
  /** `Shift+f`, `Space`, `ArrowLeft`, `?`: as `keyOf` names a press. Several names do the same. */
  readonly keys: readonly string[];
  readonly group: string;
  readonly what: string;
  readonly run: () => void;
  /** The key is held: this is done when it is let go. */
  readonly released?: () => void;
}

/** What keys need besides the app. */
export interface KeyTargets {
  readonly focusFilter: () => void;
  readonly editPlace: () => void;
  readonly toggleHelp: () => void;
}

export function keyBindings(app: App, targets: KeyTargets): readonly KeyBinding[] {
  const { actions, store, host } = app;
  const play = (direction: 1 | -1): void => {
    const { running, direction: now } = store.get().play;
    actions.play({ running: !(running && now === direction), direction });
  };
  const speed = (faster: boolean): void => actions.play({ speed: nextSpeed(store.get().play, faster) });
  const cone = (direction: 'causes' | 'effects') => ({
    run: () => actions.lightCone(direction),
    released: () => actions.lightCone(null),
  });
  const table: KeyBinding[] = [
    { group: 'Play', keys: ['Space'], what: 'Play or pause', run: () => play(1) },
    { group: 'Play', keys: ['Shift+Space'], what: 'Play backward or pause', run: () => play(-1) },
    { group: 'Play', keys: ['.'], what: 'Faster', run: () => speed(true) },
    { group: 'Play', keys: [','], what: 'Slower', run: () => speed(false) },
    { group: 'Play', keys: ['ArrowRight'], what: 'Next event that is shown', run: () => void actions.nextEvent(true) },
    {
      group: 'Play',
      keys: ['ArrowLeft'],
      what: 'Previous event that is shown',
      run: () => void actions.nextEvent(false),
    },
    { group: 'Play', keys: ['Home'], what: 'To the start', run: () => void toStart(app) },
    { group: 'Play', keys: ['End'], what: 'To the end', run: () => void toEnd(app) },
    { group: 'Play', keys: ['g'], what: 'Go to a moment or time', run: targets.editPlace },
    { group: 'Zoom', keys: ['w', '+', '='], what: 'Zoom in', run: () => actions.zoom(1.5) },
    { group: 'Zoom', keys: ['s', '-'], what: 'Zoom out', run: () => actions.zoom(1 / 1.5) },
    { group: 'Zoom', keys: ['a'], what: 'Move left', run: () => actions.pan(-0.2) },
    { group: 'Zoom', keys: ['d'], what: 'Move right', run: () => actions.pan(0.2) },
    { group: 'Zoom', keys: ['f', '0'], what: 'Show the whole trace', run: () => actions.fit() },
    {
      group: 'Zoom',
      keys: ['Shift+f'],
      what: 'Show the selection with its causes and effects',
      run: () => actions.fitSelection(),
    },
    { group: 'Zoom', keys: ['o'], what: 'Axis by time or by order of events', run: () => toggleAxis(app) },
    { group: 'Follow', keys: ['c'], what: 'Hold: light all causes', ...cone('causes') },
    { group: 'Follow', keys: ['e'], what: 'Hold: light all effects', ...cone('effects') },
    {
      group: 'Follow',
      keys: ['['],
      what: 'Along the arrow to the cause',
      run: () => void actions.followArrow('cause'),
    },
    {
      group: 'Follow',
      keys: [']'],
      what: 'Along the arrow to the effect',
      run: () => void actions.followArrow('effect'),
    },
    { group: 'Page', keys: ['/'], what: 'Filter processes', run: targets.focusFilter },
    {
      group: 'Page',
      keys: ['i'],
      what: 'Inspector',
      run: () => store.set({ inspectorOpen: !store.get().inspectorOpen }),
    },
    ...tabNames.map((tab, index) => ({
      group: 'Page',
      keys: [String(index + 1)],
      what: tabTitles[tab],
      run: () => actions.openTab(tab),
    })),
    { group: 'Page', keys: ['?'], what: 'This list', run: targets.toggleHelp },
    { group: 'Page', keys: ['Escape'], what: 'Let go: light, message, selection', run: () => letGo(app) },
  ];
  if (host.kind !== 'vscode')
    table.push({
      group: 'Page',
      keys: ['u'],
      what: 'Source',
      run: () => store.set({ sourceOpen: !store.get().sourceOpen }),
    });
  return table;
}

const tabTitles: Readonly<Record<TabName, string>> = {
  lanes: 'Lanes',
  tree: 'Tree',
  sequence: 'Sequence',
  waterfall: 'Calls',
  processes: 'Processes',
};

/** One thing at a time, the least lasting first. */
function letGo({ actions, store }: App): void {
  const { cone, problem, selection } = store.get();
  if (cone !== null) actions.lightCone(null);
  else if (problem !== null) actions.complain(null);
  else if (selection !== null) actions.select(null);
}

/** The name of a key press as the table has it; null for combinations that belong to the browser or the editor. */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.key === ' ') return event.shiftKey ? 'Shift+Space' : 'Space';
  if (/^[a-z]$/i.test(event.key)) return `${event.shiftKey ? 'Shift+' : ''}${event.key.toLowerCase()}`;
  // Signs such as ? need Shift on some keyboards and not on others: the sign itself counts.
  if (event.key.length === 1) return event.key;
  return event.shiftKey ? `Shift+${event.key}` : event.key;
}

/** For people. */
export function keyText(keys: string): string {
  const arrows: Readonly<Record<string, string>> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
  };
  const [last = '', ...held] = keys === '+' ? ['+'] : keys.split('+').reverse();
  return [...held.reverse(), arrows[last] ?? (last.length === 1 ? last.toUpperCase() : last)].join('+');
}

/** Listens for the keys of the table wherever the focus is, but not while someone types or moves inside a list that took the key. */
export function listenForKeys(bindings: readonly KeyBinding[], isThere: () => boolean): void {
  const byKey = new Map(bindings.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)));
  const held = new Map<string, () => void>();
  const release = (key: string): void => {
    held.get(key)?.();
    held.delete(key);
  };
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !isThere() || isTaken(event)) return;
    const name = keyOf(event);
    const binding = name === null ? undefined : byKey.get(name);
    if (binding === undefined) return;
    event.preventDefault();
    if (binding.released !== undefined) {
      if (event.repeat) return;
      held.set(event.key.toLowerCase(), binding.released);
    }
    binding.run();
  });
  window.addEventListener('keyup', (event) => release(event.key.toLowerCase()));
  // Who leaves the page with a key down lets go of it elsewhere, unseen.
  window.addEventListener('blur', () => [...held.keys()].forEach(release));
}

/** The key belongs to what has the focus: a text, a choice, a button (Space), or a menu or dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const path = event.composedPath().filter((target) => target instanceof Element);
  const isIn = (selector: string): boolean => path.some((target) => target.matches(selector));
  if (isIn('input:not([type=checkbox],[type=radio],[type=range]), textarea, [contenteditable], [role=menu], dialog'))
    return event.key !== 'Escape' || isIn('dialog, [role=menu]');
  if (isIn('select, vscode-single-select, vscode-multi-select')) return true;
  if (event.key === ' ' || event.key === 'Enter')
    return isIn('button, a, summary, vscode-checkbox, vscode-button, [role=checkbox], [role=switch], [role=tab]');
  if (/^(Arrow|Home|End|Page)/.test(event.key))
    return isIn('[role=tablist], [role=slider], [role=separator], [role=radiogroup]');
  return false;
}
