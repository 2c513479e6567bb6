import path from 'node:path';
import {
  commands,
  RelativePattern,
  Uri,
  window,
  workspace,
  type CustomDocument,
  type Disposable,
  type LogOutputChannel,
  type WebviewPanel,
} from 'vscode';
import type { FromOverview, StartAt, ToOverview } from '../../protocol/index.ts';
import { fillWebview } from '../page-frame.ts';
import type { Programs } from '../programs.ts';
import { showProblem } from '../show-problem.ts';
import { OVERVIEW } from '../traces/traces.ts';
import { describeTrace } from './describe.ts';

type Replay = (trace: string, startAt: StartAt | undefined) => Thenable<boolean>;

/** The editor of `*.cinema` files: a page that tells what is inside. The file itself is read by `cinema info`. */
export function registerOverview(
  extension: Uri,
  programs: Programs,
  log: LogOutputChannel,
  replay: Replay,
): Disposable {
  return window.registerCustomEditorProvider(OVERVIEW, {
    openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }: CustomDocument, panel: WebviewPanel) => {
      const { webview } = panel;
      const followed = followTrace(uri, programs, log, (message) => void webview.postMessage(message));
      webview.onDidReceiveMessage((message: FromOverview) => {
        switch (message.kind) {
          case 'ready':
            return followed.tell();
          case 'again':
            return followed.read();
          case 'showLog':
            log.show();
            return;
          case 'film':
            return void commands.executeCommand('cinema.openFilm', uri);
          case 'replay':
            return void replay(uri.fsPath, message.startAt === 'start' ? undefined : message.startAt);
        }
      });
      panel.onDidDispose(() => followed.dispose());
      fillWebview(webview, extension, { name: 'overview', icons: false, pictures: false });
    },
  });
}

interface Followed {
  /** Says the newest news again: a page that was hidden is made anew and has forgotten it. */
  tell(): void;
  read(): void;
  dispose(): void;
}

/** Keeps the newest description of a trace, also when the file is written again. */
function followTrace(uri: Uri, programs: Programs, log: LogOutputChannel, say: (news: ToOverview) => void): Followed {
  const file = uri.fsPath;
  const name = path.basename(file);
  let news: ToOverview = { kind: 'reading', name, bytes: 0 };
  let reading = new AbortController();
  const tell = (): void => say(news);
  const publish = (next: ToOverview): void => {
    news = next;
    tell();
  };

  const read = async (): Promise<void> => {
    reading.abort();
    reading = new AbortController();
    const mine = reading;
    const isStale = (): boolean => mine.signal.aborted;
    const bytes = await workspace.fs.stat(uri).then(
      ({ size }) => size,
      () => 0,
    );
    if (isStale()) return;
    publish({ kind: 'reading', name, bytes });
    const begin = Date.now();
    const described = await describeTrace(file, programs, mine.signal);
    if (isStale()) return;
    log.info(`described ${file} in ${Date.now() - begin} ms`);
    if (described.ok) return publish({ kind: 'described', name, description: described.value });
    log.error(`${file}: ${described.error.message}`);
    publish({ kind: 'problem', name, ...described.error });
  };
  const readAndReport = (): void =>
    void read().catch((error: unknown) => showProblem({ message: String(error), nextSteps: [] }));

  let soon: NodeJS.Timeout | undefined;
  const readSoon = (): void => {
    clearTimeout(soon);
    soon = setTimeout(readAndReport, 300);
  };
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, '..'), name));
  watcher.onDidChange(readSoon);
  watcher.onDidCreate(readSoon);
  readAndReport();
  return {
    tell,
    read: readAndReport,
    dispose: () => {
      clearTimeout(soon);
      reading.abort();
      watcher.dispose();
    },
  };
}
