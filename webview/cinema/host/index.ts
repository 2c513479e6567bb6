import { browserHost } from './browser.ts';
import type { Host } from './host.ts';
import { offlineHost } from './offline.ts';
import { vsCodeHost, type VsCodeApi } from './vscode.ts';

export type { Host, HostListeners } from './host.ts';

declare function acquireVsCodeApi(): VsCodeApi;

/** Finds out what the page runs in. */
export function findHost(): Host {
  if (typeof acquireVsCodeApi === 'function') return vsCodeHost(acquireVsCodeApi());
  if (globalThis.cinemaDoor !== undefined) return offlineHost(globalThis.cinemaDoor);
  return browserHost();
}
