import path from 'node:path';
import { env, Uri, window, workspace, type Disposable, type Memento, type Webview } from 'vscode';
import type { FromPanel, PanelCommand, ToPanel } from '../../protocol/index.ts';
import { showProblem } from '../show-problem.ts';
import { connectDoor, type DoorConnection } from './door.ts';
import type { FilmSource } from './doors.ts';
import { openPlace } from './recorded-source.ts';

/** A page of the cinema and whom it is told of. */
export interface Bridge {
  /** The film may have another source now: asks for it, and connects anew if it is another. */
  readonly refresh: () => void;
  readonly command: (command: PanelCommand) => void;
  readonly dispose: () => void;
}

export interface BridgeOptions {
  readonly webview: Webview;
  /** Where the film comes from now; undefined: from nowhere, and `nothing` says why. */
  readonly source: () => Promise<FilmSource> | undefined;
  readonly nothing: string;
  /** The person wants a film although there is no source: makes one; absent where nothing can. */
  readonly open?: (last: FilmSource | undefined) => Promise<FilmSource> | undefined;
  readonly replay: (trace: string) => void;
  /** What is kept with the workspace. */
  readonly memory: Memento;
}

const keyOf = (fingerprint: string): string => `cinema.film.${fingerprint}`;

/** Joins a page in a webview to the door its film comes from: frames go both ways unread, the rest is done here. */
export function bridgePage({ webview, source, nothing, open, replay, memory }: BridgeOptions): Bridge {
  let connected: FilmSource | undefined;
  let connection: DoorConnection | undefined;
  /** Counts connections, so that what a former one says late is not heard. */
  let turn = 0;
  let isReady = false;
  const say = (message: ToPanel): void => void webview.postMessage(message);

  const leave = (): void => {
    turn++;
    connection?.close();
    connection = undefined;
  };

  const join = async (wanted: Promise<FilmSource> | undefined): Promise<void> => {
    leave();
    const mine = turn;
    const canOpen = open !== undefined && connected !== undefined;
    if (wanted === undefined) return say({ kind: 'disconnected', why: nothing, canOpen });
    try {
      const film = await wanted;
      if (mine !== turn) return;
      connected = film;
      connection = connectDoor(film.address, {
        opened: () => mine === turn && say({ kind: 'connected' }),
        frame: (frame) => mine === turn && say({ kind: 'frame', frame }),
        closed: (why) => {
          if (mine !== turn) return;
          connection = undefined;
          const ended =
            film.session === undefined ? 'The program that showed this film has ended.' : 'The replay has ended.';
          say({ kind: 'disconnected', why: why === '' ? ended : why, canOpen: open !== undefined });
        },
      });
    } catch (error) {
      if (mine !== turn) return;
      const why = error instanceof Error ? error.message : String(error);
      say({ kind: 'disconnected', why, canOpen: open !== undefined });
    }
  };

  const refresh = (): void => {
    if (!isReady) return;
    const wanted = source();
    if (wanted === undefined) return void (connection === undefined && join(undefined));
    void wanted.then(
      (film) => {
        const isSame = film.address.port === connected?.address.port && film.address.token === connected.address.token;
        if (!isSame || connection === undefined) void join(wanted);
      },
      () => join(wanted),
    );
  };

  const hear = async (message: FromPanel): Promise<void> => {
    switch (message.kind) {
      case 'ready':
        isReady = true;
        return join(source());
      case 'open':
        return join(source() ?? open?.(connected));
      case 'frame':
        connection?.send(message.frame);
        return;
      case 'recall':
        return say({
          kind: 'kept',
          fingerprint: message.fingerprint,
          state: memory.get(keyOf(message.fingerprint)) ?? null,
        });
      case 'keep':
        return memory.update(keyOf(message.fingerprint), message.state);
      case 'openSource':
        return openPlace(message.place, connected);
      case 'copy':
        return env.clipboard.writeText(message.text);
      case 'save':
        return save(message.name, message.bytes, connected);
      case 'replay':
        if (connected !== undefined) replay(connected.trace);
        return;
    }
  };

  const subscription: Disposable = webview.onDidReceiveMessage((message: FromPanel) => {
    hear(message).catch((error: unknown) =>
      showProblem({ message: error instanceof Error ? error.message : String(error), nextSteps: [] }),
    );
  });
  return {
    refresh,
    command: (command) => say({ kind: 'command', command }),
    dispose: () => {
      leave();
      subscription.dispose();
    },
  };
}

/** Asks where to, beside the trace at first, and writes. */
async function save(name: string, bytes: Uint8Array, source: FilmSource | undefined): Promise<void> {
  const folder = source === undefined ? workspace.workspaceFolders?.[0]?.uri : Uri.file(path.dirname(source.trace));
  // A name from a page is a name, never a way to another folder.
  const file = path.basename(name);
  const target = await window.showSaveDialog({
    title: 'Save',
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, file) }),
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, bytes);
  const open = 'Open';
  const chosen = await window.showInformationMessage(`Saved ${path.basename(target.fsPath)}.`, open);
  if (chosen === open) await env.openExternal(target);
}
