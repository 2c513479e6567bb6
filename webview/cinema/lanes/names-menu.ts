import type { App } from '../app.ts';
import { openMenu, type MenuEntry } from '../parts/menu.ts';
import { rowName } from './row-name.ts';
import { fold, hide, makeTall, onlyTalksTo, onlyUnder, pin } from './toggles.ts';

/** The menu of a row. @param at where it was asked for */
export function openRowMenu({ store, actions, host }: App, row: number, at: Parameters<typeof openMenu>[0]): void {
  const { rows, arrangement, directory } = store.get();
  const process = rows.process[row] ?? -1;
  const name = rowName(store.get(), rows, row);
  if (process < 0) {
    const entries: MenuEntry[] = [
      { label: 'Show as lanes of their own', icon: 'list-flat', run: () => actions.arrange({ showOthers: true }) },
    ];
    return openMenu(at, name, entries);
  }
  const isPinned = arrangement.pinned.includes(process);
  const isTall = arrangement.expanded.includes(process);
  const isFolded = rows.folded[row] === 1;
  const entries: (MenuEntry | null)[] = [
    {
      label: isPinned ? 'Unpin' : 'Pin on top',
      icon: isPinned ? 'pinned' : 'pin',
      keys: 'P',
      run: () => actions.arrange(pin(arrangement, process)),
    },
    { label: 'Hide', icon: 'eye-closed', keys: 'H', run: () => actions.arrange(hide(arrangement, process)) },
    {
      label: isTall ? 'Usual height' : 'Tall, to see nested calls',
      icon: isTall ? 'fold' : 'unfold',
      keys: 'T',
      run: () => actions.arrange(makeTall(arrangement, process)),
    },
    {
      label: isFolded ? 'Unfold its processes' : 'Fold its processes into one lane',
      icon: isFolded ? 'chevron-right' : 'chevron-down',
      keys: isFolded ? '→' : '←',
      disabled: rows.foldable[row] === 0,
      run: () => actions.arrange(fold(arrangement, process, !isFolded)),
    },
    ...(arrangement.showOthers
      ? [
          {
            label: 'Fold all without recorded code into one lane',
            icon: 'fold',
            run: () => actions.arrange({ showOthers: false }),
          },
        ]
      : []),
    null,
    {
      label: 'Only this and its processes',
      icon: 'filter',
      run: () =>
        actions.arrange({ ...onlyUnder(process), hidden: arrangement.hidden.filter((one) => one !== process) }),
    },
    { label: 'Only who talks to it', icon: 'arrow-swap', run: () => actions.arrange(onlyTalksTo(process)) },
    null,
    {
      label: 'Copy its pid',
      icon: 'copy',
      run: () => host.copy(directory?.labels.of(process)?.pid ?? String(process)),
    },
  ];
  openMenu(at, name, entries);
}
