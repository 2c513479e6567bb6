import { EventEmitter, ThemeIcon, type TreeItem, window, type TreeDataProvider } from 'vscode';
import type { CauseRow } from '../../protocol/index.ts';
import { followStops } from './follow-stops.ts';
import { askQuietly, quietReplayInFront } from './replays.ts';
import { momentItem } from './row-text.ts';

const VIEW = 'cinema.causes';

const ICONS: Readonly<Record<CauseRow['kind'], string>> = {
  sent: 'mail',
  spawned: 'git-branch',
  exited: 'circle-slash',
  raised: 'flame',
  arrived: 'inbox',
};

/** The chain of causes of the present moment, across processes: a second call stack. It follows every stop while it is seen. */
export function registerCauses(): readonly { dispose(): unknown }[] {
  const changed = new EventEmitter<void>();
  const provider: TreeDataProvider<CauseRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (parent) => {
      const session = quietReplayInFront();
      if (parent !== undefined || session === undefined) return [];
      const causes = await askQuietly(session, 'cinema/causes', {});
      view.message = causes?.rows.length === 0 ? 'Nothing that was recorded led here.' : '';
      return [...(causes?.rows ?? [])];
    },
    getTreeItem: itemOf,
  };
  const view = window.createTreeView<CauseRow>(VIEW, { treeDataProvider: provider });
  return [
    changed,
    view,
    view.onDidChangeVisibility(({ visible }) => visible && changed.fire()),
    ...followStops(() => view.visible && changed.fire()),
  ];
}

function itemOf(row: CauseRow): TreeItem {
  const item = momentItem(row.text, row, [row.function, row.processLabel]);
  item.iconPath = new ThemeIcon(ICONS[row.kind]);
  return item;
}
