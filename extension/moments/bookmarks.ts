import { commands, debug, EventEmitter, MarkdownString, ThemeIcon, TreeItem, window, type DebugSession } from 'vscode';
import type { Bookmark } from '../../protocol/index.ts';
import { countText, durationText } from '../debug/position-text.ts';
import { followStops } from './follow-stops.ts';
import { ask, askQuietly, quietReplayInFront, replayInFront } from './replays.ts';

const VIEW = 'cinema.bookmarks';

/** The bookmarks of the replay in front as a view among the debugger's own, and the commands that set and change them. */
export function registerBookmarks(): readonly { dispose(): unknown }[] {
  const changed = new EventEmitter<void>();
  /** By session: what was last told of its recording. */
  const known = new Map<string, readonly Bookmark[]>();

  const keep = (session: DebugSession, answer: { readonly bookmarks: readonly Bookmark[] } | undefined): void => {
    if (answer === undefined) return;
    known.set(session.id, answer.bookmarks);
    changed.fire();
  };
  const list = async (): Promise<readonly Bookmark[]> => {
    const session = quietReplayInFront();
    if (session === undefined) return [];
    const answer = known.get(session.id) ?? (await askQuietly(session, 'cinema/bookmarks', {}))?.bookmarks;
    if (answer === undefined) return [];
    known.set(session.id, answer);
    return answer;
  };
  const add = async (): Promise<void> => {
    const session = replayInFront();
    if (session === undefined) return;
    const name = await askName('Bookmark This Moment', '');
    if (name !== undefined) keep(session, await ask(session, 'cinema/bookmark', { name }));
  };
  const rename = async (bookmark: Bookmark): Promise<void> => {
    const session = replayInFront();
    if (session === undefined) return;
    const name = await askName('Rename Bookmark', bookmark.name);
    if (name === undefined) return;
    keep(session, await ask(session, 'cinema/bookmark', { id: bookmark.id, name, note: bookmark.note }));
  };
  const editNote = async ({ id, name, note: old }: Bookmark): Promise<void> => {
    const session = replayInFront();
    if (session === undefined) return;
    const note = await window.showInputBox({ title: `Note of “${name}”`, value: old, prompt: 'Empty removes it.' });
    if (note !== undefined) keep(session, await ask(session, 'cinema/bookmark', { id, name, note }));
  };
  const remove = async ({ id }: Bookmark): Promise<void> => {
    const session = replayInFront();
    if (session !== undefined) keep(session, await ask(session, 'cinema/removeBookmark', { id }));
  };

  return [
    changed,
    window.registerTreeDataProvider<Bookmark>(VIEW, {
      onDidChangeTreeData: changed.event,
      getChildren: async (parent) => (parent === undefined ? [...(await list())] : []),
      getTreeItem: itemOf,
    }),
    // The first position is told when the recording is open.
    ...followStops((position) => {
      const session = quietReplayInFront();
      if (position === undefined || session === undefined || !known.has(session.id)) changed.fire();
    }),
    debug.onDidTerminateDebugSession((session) => {
      if (known.delete(session.id)) changed.fire();
    }),
    commands.registerCommand('cinema.bookmark', add),
    commands.registerCommand('cinema.renameBookmark', rename),
    commands.registerCommand('cinema.editBookmarkNote', editNote),
    commands.registerCommand('cinema.removeBookmark', remove),
  ];
}

function itemOf(bookmark: Bookmark): TreeItem {
  const { name, note, moment, process, time, processLabel } = bookmark;
  const item = new TreeItem(name);
  item.description = [note, `${durationText(time)} · ${processLabel}`].filter((part) => part !== '').join(' · ');
  item.tooltip = new MarkdownString().appendText(
    `${name}\n${note === '' ? '' : `${note}\n`}Moment ${countText(moment)}, ${durationText(time)}, in ${processLabel}`,
  );
  item.iconPath = new ThemeIcon('bookmark');
  item.contextValue = 'bookmark';
  item.command = { title: 'Go There', command: 'cinema.seek', arguments: [{ moment, process }] };
  return item;
}

const askName = (title: string, value: string): Thenable<string | undefined> =>
  window.showInputBox({
    title,
    value,
    prompt: 'It is kept in the recording, for whoever opens it next.',
    placeHolder: 'where the total goes wrong',
    validateInput: (written) => (written.trim() === '' ? 'A bookmark needs a name.' : undefined),
  });
