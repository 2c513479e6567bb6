import {
  commands,
  debug,
  Uri,
  window,
  workspace,
  type CustomDocument,
  type LogOutputChannel,
  type Memento,
  type WebviewPanel,
  type WebviewView,
} from 'vscode';
import type { PanelCommand } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { fillWebview } from '../page-frame.ts';
import type { Programs } from '../programs.ts';
import { traceInView } from '../traces/traces.ts';
import { bridgePage, type Bridge } from './bridge.ts';
import { createDoors, type FilmSource } from './doors.ts';
import { registerRecordedSources } from './recorded-source.ts';

/** The view in the panel area, and the editor of a trace. */
export const FILM_VIEW = 'cinema.film';
export const FILM_EDITOR = 'cinema.filmEditor';

const FILM_PAGE = { name: 'cinema', icons: true, pictures: true } as const;

/** Commands that the page carries out, by the name they have in the palette. */
const PAGE_COMMANDS = {
  'cinema.film.play': 'play',
  'cinema.film.fit': 'fit',
  'cinema.film.fitSelection': 'fitSelection',
  'cinema.film.zoomIn': 'zoomIn',
  'cinema.film.zoomOut': 'zoomOut',
  'cinema.film.nextEvent': 'nextEvent',
  'cinema.film.previousEvent': 'previousEvent',
  'cinema.film.filter': 'filter',
  'cinema.film.exportSvg': 'exportSvg',
  'cinema.film.exportPng': 'exportPng',
  'cinema.film.exportMermaid': 'exportMermaid',
  'cinema.film.exportHtml': 'exportHtml',
} as const satisfies Readonly<Record<string, PanelCommand>>;

export interface FilmOptions {
  readonly extension: Uri;
  readonly programs: Programs;
  readonly log: LogOutputChannel;
  readonly memory: Memento;
  readonly replay: (trace: string) => void;
}

/**
 * The cinema in VS Code: a view that shows the film of the replay in front, opened when a replay starts, and an editor that shows the
 * film of a trace before any debugging.
 */
export function registerFilm({
  extension,
  programs,
  log,
  memory,
  replay,
}: FilmOptions): readonly { dispose(): unknown }[] {
  const doors = createDoors(programs, log);
  const bridges = new Set<Bridge>();
  /** The page that was last in front: commands go there. */
  let front: Bridge | undefined;

  const keep = (bridge: Bridge): Bridge => {
    bridges.add(bridge);
    front = bridge;
    setOpen();
    return bridge;
  };
  const drop = (bridge: Bridge): void => {
    bridge.dispose();
    bridges.delete(bridge);
    if (front === bridge) front = [...bridges].at(-1);
    setOpen();
  };
  const setOpen = (): void => void commands.executeCommand('setContext', 'cinema.filmOpen', bridges.size > 0);

  const showView = (preserveFocus: boolean): Thenable<unknown> =>
    commands.executeCommand(`${FILM_VIEW}.focus`, { preserveFocus });

  return [
    doors,
    registerRecordedSources(),
    window.registerWebviewViewProvider(FILM_VIEW, {
      resolveWebviewView: (view: WebviewView) => {
        const bridge = keep(
          bridgePage({
            webview: view.webview,
            source: doors.replay,
            nothing: 'No recording is being replayed. Open a .cinema file and press F5.',
            open: (last: FilmSource | undefined) => last && doors.filmOf(last.trace),
            replay,
            memory,
          }),
        );
        view.onDidChangeVisibility(() => {
          if (view.visible) front = bridge;
        });
        view.onDidDispose(() => drop(bridge));
        fillWebview(view.webview, extension, FILM_PAGE);
      },
    }),
    window.registerCustomEditorProvider(FILM_EDITOR, {
      openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }: CustomDocument, panel: WebviewPanel) => {
        const bridge = keep(
          bridgePage({
            webview: panel.webview,
            source: () => doors.filmOf(uri.fsPath),
            nothing: 'This film has no source.',
            open: () => doors.filmOf(uri.fsPath),
            replay,
            memory,
          }),
        );
        panel.onDidChangeViewState(() => {
          if (panel.active) front = bridge;
        });
        panel.onDidDispose(() => drop(bridge));
        fillWebview(panel.webview, extension, FILM_PAGE);
      },
    }),
    doors.changed(() => bridges.forEach((bridge) => bridge.refresh())),
    debug.onDidStartDebugSession((session) => {
      const isWanted = workspace.getConfiguration('cinema').get('showFilm') !== 'never';
      if (session.type === DEBUG_TYPE && isWanted) void showView(true);
    }),
    commands.registerCommand('cinema.showFilm', () => showView(false)),
    commands.registerCommand('cinema.openFilm', (uri?: Uri) => {
      const trace = uri instanceof Uri ? uri : fileOf(traceInView());
      if (trace === undefined) return showView(false);
      return commands.executeCommand('vscode.openWith', trace, FILM_EDITOR);
    }),
    ...Object.entries(PAGE_COMMANDS).map(([name, command]) =>
      commands.registerCommand(name, () => front?.command(command)),
    ),
  ];
}

const fileOf = (trace: string | undefined): Uri | undefined => (trace === undefined ? undefined : Uri.file(trace));
