import {
  commands,
  debug,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type TreeDataProvider,
} from 'vscode';
import type { HistoryChange, HistoryRow, HistorySubject } from '../../protocol/index.ts';
import { countText, durationText } from '../debug/position-text.ts';
import { followStops } from './follow-stops.ts';
import { pageBefore, rowAt, withPage, type ReadHistory } from './pages.ts';
import { ask, quietReplayInFront, replayInFront } from './replays.ts';
import { momentItem } from './row-text.ts';

const VIEW = 'cinema.history';
/** Rows asked for at once. */
const PAGE = 100;

type Node =
  | { readonly kind: 'row'; readonly row: HistoryRow }
  | { readonly kind: 'change'; readonly change: HistoryChange }
  | { readonly kind: 'earlier' | 'later' };

/** Shows the history of a subject of the replay in front. */
export type ShowHistory = (of: HistorySubject) => Promise<void>;

/** The view of what was asked last: values of an expression, calls of a function, hits of a line, states of a process. */
export function registerHistory(): { readonly show: ShowHistory; readonly parts: readonly { dispose(): unknown }[] } {
  const changed = new EventEmitter<void>();
  let shown: { readonly session: string; readonly of: HistorySubject } | null = null;
  let read: ReadHistory | null = null;
  let changesOnly = false;
  /** The row that the replay stands at. */
  let current = -1;

  const load = async (page: { readonly start?: number; readonly count: number }): Promise<void> => {
    const session = quietReplayInFront();
    if (shown?.session !== session?.id || session === undefined) return;
    const asked = shown;
    const answer = await ask(session, 'cinema/history', { of: shown!.of, ...page, changesOnly });
    // Meanwhile the person may have asked for something else.
    if (answer === undefined || asked !== shown) return;
    read = withPage(page.start === undefined ? null : read, answer);
    if (page.start === undefined) current = answer.cursor;
    view.title = answer.title;
    view.message = read.total === 0 ? 'Nothing of it was recorded.' : '';
    changed.fire();
  };
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (parent) => (parent === undefined ? roots(read) : parent.kind === 'row' ? changesOf(parent.row) : []),
    getTreeItem: (node) => itemOf(node, current),
  };
  const view = window.createTreeView<Node>(VIEW, { treeDataProvider: provider });
  const clear = (): void => {
    shown = read = null;
    view.title = 'History';
    view.message = '';
    changed.fire();
  };
  const setChangesOnly = async (only: boolean): Promise<void> => {
    changesOnly = only;
    await commands.executeCommand('setContext', 'cinema.historyChangesOnly', only);
    await load({ count: PAGE });
  };

  return {
    show: async (of) => {
      const session = replayInFront();
      if (session === undefined) return;
      shown = { session: session.id, of };
      read = null;
      await commands.executeCommand(`${VIEW}.focus`);
      await load({ count: PAGE });
    },
    parts: [
      changed,
      view,
      ...followStops((position) => {
        if (position === undefined || read === null) return;
        const row = rowAt(read, position.moment);
        if (row === current) return;
        current = row;
        changed.fire();
      }),
      debug.onDidTerminateDebugSession(({ id }) => shown?.session === id && clear()),
      commands.registerCommand('cinema.historyEarlier', () => {
        const page = read && pageBefore(read, PAGE);
        return page ? load(page) : undefined;
      }),
      commands.registerCommand('cinema.historyLater', () => read && load({ start: read.next, count: PAGE })),
      commands.registerCommand('cinema.historyChangesOnly', () => setChangesOnly(true)),
      commands.registerCommand('cinema.historyAll', () => setChangesOnly(false)),
    ],
  };
}

function roots(read: ReadHistory | null): Node[] {
  if (read === null) return [];
  return [
    ...(read.start > 0 ? [{ kind: 'earlier' } as const] : []),
    ...read.rows.map((row): Node => ({ kind: 'row', row })),
    ...(read.next < read.total ? [{ kind: 'later' } as const] : []),
  ];
}

const changesOf = ({ changes }: HistoryRow): Node[] => changes.map((change) => ({ kind: 'change', change }));

function itemOf(node: Node, current: number): TreeItem {
  switch (node.kind) {
    case 'row':
      return rowItem(node.row, node.row.index === current);
    case 'change':
      return changeItem(node.change);
    case 'earlier':
    case 'later': {
      const item = new TreeItem(node.kind === 'earlier' ? 'Show earlier ones' : 'Show later ones');
      item.iconPath = new ThemeIcon(node.kind === 'earlier' ? 'fold-up' : 'fold-down');
      const command = node.kind === 'earlier' ? 'cinema.historyEarlier' : 'cinema.historyLater';
      item.command = { title: 'Show More', command };
      return item;
    }
  }
}

function rowItem(row: HistoryRow, isCurrent: boolean): TreeItem {
  const duration = row.call?.duration;
  const took = duration === null || duration === undefined ? null : `took ${durationText(duration)}`;
  const item = momentItem(row.problem ?? row.text, row, [row.detail, took, row.processLabel]);
  item.id = `${row.index}`;
  item.iconPath = isCurrent
    ? new ThemeIcon('debug-stackframe', new ThemeColor('debugIcon.continueForeground'))
    : new ThemeIcon(row.call?.ended === 'raised' ? 'flame' : row.changed ? 'circle-filled' : 'circle-outline');
  if (row.changes.length > 0) item.collapsibleState = TreeItemCollapsibleState.Collapsed;
  item.accessibilityInformation = {
    label: `${isCurrent ? 'here, ' : ''}${countText(row.index + 1)}: ${row.problem ?? row.text}`,
  };
  return item;
}

function changeItem({ path, kind, before, after }: HistoryChange): TreeItem {
  const item = new TreeItem(path === '' ? 'the whole value' : path);
  item.description = kind === 'added' ? (after ?? '') : kind === 'removed' ? `${before}` : `${before} → ${after}`;
  item.tooltip = `${kind}\n${item.description}`;
  item.iconPath = new ThemeIcon(
    kind === 'added' ? 'diff-added' : kind === 'removed' ? 'diff-removed' : 'diff-modified',
  );
  return item;
}
