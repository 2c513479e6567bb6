import { debug, StatusBarAlignment, window, type DebugSession, type Disposable } from 'vscode';
import type { Position } from '../../protocol/index.ts';
import { DEBUG_TYPE } from './configuration.ts';
import { positionText } from './position-text.ts';

/** Where each running replay stands, as the adapter last said. */
export interface Positions {
  of(session: DebugSession): Position | undefined;
  dispose(): void;
}

/**
 * Follows the event `cinema/position`, which comes after every stop: shows the position of the session in front in the
 * status bar, and beside it why a command did not move.
 */
export function followPositions(): Positions {
  const positions = new Map<string, Position>();
  const item = window.createStatusBarItem('cinema.position', StatusBarAlignment.Left, 100);
  item.name = 'Execution Cinema: Position';
  item.command = 'cinema.seek';

  /** Why the last command did not move, while it is shown. */
  let note: Disposable | undefined;

  const show = (): void => {
    const position = positions.get(debug.activeDebugSession?.id ?? '');
    if (position === undefined) return item.hide();
    const { text, details } = positionText(position);
    item.text = text;
    item.tooltip = `${details}\nClick to go to another moment.`;
    item.accessibilityInformation = { label: details };
    item.show();
  };

  const subscriptions = [
    item,
    debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== DEBUG_TYPE || event !== 'cinema/position') return;
      const position = body as Position;
      positions.set(session.id, position);
      show();
      note?.dispose();
      note = position.note === undefined ? undefined : window.setStatusBarMessage(`$(info) ${position.note}`, 8000);
    }),
    debug.onDidChangeActiveDebugSession(show),
    debug.onDidTerminateDebugSession((session) => {
      positions.delete(session.id);
      show();
    }),
  ];
  return {
    of: (session) => positions.get(session.id),
    dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()),
  };
}
