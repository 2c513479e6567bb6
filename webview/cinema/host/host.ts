import type { PanelCommand, PlaceView } from '../../../protocol/index.ts';

/** What the page runs in: a VS Code webview, a browser tab with `cinema open`, or an HTML file that someone was sent. */
export interface Host {
  readonly kind: 'vscode' | 'browser' | 'offline';
  /** Begins. Called once; the listeners are called from then on, never before. */
  start(listeners: HostListeners): void;
  /** Sends a frame to the door; frames while there is none are lost, as `disconnected` tells. */
  send(frame: Uint8Array): void;
  /** Asks for a door, after `disconnected` with `canOpen`. */
  open(): void;
  /** What the page keeps for itself until it is made anew (hidden, reloaded): small, plain JSON. Undefined at first. */
  readonly session: unknown;
  keepSession(state: unknown): void;
  /** Keeps the arrangement of a trace with the workspace; `recalled` answers what was kept. */
  recall(fingerprint: string): void;
  keep(fingerprint: string, state: unknown): void;
  /** Shows a place in the editor. False: the host has none, the page shows the source itself. */
  openSource(place: PlaceView): boolean;
  copy(text: string): void;
  /** Asks where to, and writes. */
  save(name: string, bytes: Uint8Array, type: string): void;
  /** Starts a debug session on this trace, where the host can. */
  readonly replay: (() => void) | null;
}

export interface HostListeners {
  connected(): void;
  disconnected(why: string, canOpen: boolean): void;
  frame(frame: Uint8Array): void;
  recalled(fingerprint: string, state: unknown): void;
  command(command: PanelCommand): void;
}
