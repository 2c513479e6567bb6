import type { FromPanel, ToPanel } from '../../../protocol/index.ts';
import type { Host } from './host.ts';

/** What VS Code gives a webview page. */
export interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** The page in a webview: frames go through the extension, which holds the socket. */
export function vsCodeHost(api: VsCodeApi): Host {
  const say = (message: FromPanel): void => api.postMessage(message);
  return {
    kind: 'vscode',
    start: (listeners) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
        switch (data.kind) {
          case 'connected':
            return listeners.connected();
          case 'disconnected':
            return listeners.disconnected(data.why, data.canOpen);
          case 'frame':
            return listeners.frame(data.frame);
          case 'kept':
            return listeners.recalled(data.fingerprint, data.state);
          case 'command':
            return listeners.command(data.command);
        }
      });
      say({ kind: 'ready' });
    },
    send: (frame) => say({ kind: 'frame', frame }),
    open: () => say({ kind: 'open' }),
    session: api.getState(),
    keepSession: (state) => api.setState(state),
    recall: (fingerprint) => say({ kind: 'recall', fingerprint }),
    keep: (fingerprint, state) => say({ kind: 'keep', fingerprint, state }),
    openSource: (place) => {
      say({ kind: 'openSource', place });
      return true;
    },
    copy: (text) => say({ kind: 'copy', text }),
    save: (name, bytes) => say({ kind: 'save', name, bytes }),
    replay: () => say({ kind: 'replay' }),
  };
}
