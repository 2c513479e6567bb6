import {
  commands,
  debug,
  Uri,
  window,
  type DebugAdapterTrackerFactory,
  type DebugSession,
  type Disposable,
} from 'vscode';
import type { ChangedSource } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { failure } from '../problem.ts';
import { showProblem } from '../show-problem.ts';
import { changedIn, type ShownSource } from './changed-in.ts';

interface Changed {
  readonly session: DebugSession;
  readonly source: ShownSource & { readonly adapterData: ChangedSource };
}

/** Says once a file that the recorded text is shown because the file has changed since, and compares the two. */
export function registerChangedSources(): readonly Disposable[] {
  const known: Changed[] = [];

  const compare = async ({ session, source }: Changed): Promise<void> => {
    const recorded = debug.asDebugSourceUri(source, session);
    const title = `${source.name} (recorded ↔ now)`;
    await commands.executeCommand('vscode.diff', recorded, Uri.file(source.adapterData.changed), title);
  };
  const notice = async (changed: Changed): Promise<void> => {
    const { name } = changed.source;
    const said = `${name} has changed since it was recorded. The recorded text is shown.`;
    if ((await window.showInformationMessage(said, 'Compare')) !== undefined) await compare(changed);
  };
  const tracker: DebugAdapterTrackerFactory = {
    createDebugAdapterTracker: (session) => ({
      onDidSendMessage: (message: unknown) => {
        for (const source of changedIn(message)) {
          if (known.some((one) => one.session === session && one.source.sourceReference === source.sourceReference))
            continue;
          const changed = { session, source };
          known.push(changed);
          void notice(changed);
        }
      },
    }),
  };

  return [
    debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, tracker),
    debug.onDidTerminateDebugSession((session) => {
      for (let index = known.length - 1; index >= 0; index--)
        if (known[index]!.session === session) known.splice(index, 1);
    }),
    commands.registerCommand('cinema.compareSource', async (uri?: Uri) => {
      const shown = uri instanceof Uri ? uri : window.activeTextEditor?.document.uri;
      const found = shown && known.find((one) => isOf(one, shown));
      if (found !== undefined) return compare(found);
      const said = 'The source in front has not changed since it was recorded, or is none of the recording.';
      showProblem(failure(said).error);
    }),
  ];
}

/** Whether a document is either text of a changed source: the file, or the recorded one that VS Code shows as `debug:`. */
function isOf({ session, source }: Changed, uri: Uri): boolean {
  if (uri.scheme === 'file') return uri.fsPath === Uri.file(source.adapterData.changed).fsPath;
  return uri.toString() === debug.asDebugSourceUri(source, session).toString();
}
