import { debug } from 'vscode';
import type { Position } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';

/** Calls when the replay in front has come to rest, another is in front, or it has ended; with the position where one was told. */
export function followStops(stopped: (position: Position | undefined) => unknown): readonly { dispose(): unknown }[] {
  return [
    debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === DEBUG_TYPE && event === 'cinema/position' && session === debug.activeDebugSession)
        stopped(body as Position);
    }),
    debug.onDidChangeActiveDebugSession(() => stopped(undefined)),
  ];
}
