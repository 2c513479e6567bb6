import { debug, EventEmitter, type Event, type Uri } from 'vscode';
import type { MarksArguments, SourceMarks } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { askQuietly } from '../moments/replays.ts';

/** What ran of the sources in view, as the replay in front has it. */
export interface Marks {
  /** Null where no recording is replayed, or it cannot be asked. */
  of(uri: Uri): Promise<SourceMarks | null>;
  /** Another replay, or none. */
  readonly changed: Event<void>;
  dispose(): void;
}

/** Asks the adapter once for each source of a session: what a recording says of it never changes. */
export function followMarks(): Marks {
  const known = new Map<string, Promise<SourceMarks | undefined>>();
  const changed = new EventEmitter<void>();
  const ready = new Set<string>();
  const subscriptions = [
    changed,
    // The first position is told when the recording is open and the replay rests.
    debug.onDidReceiveDebugSessionCustomEvent(({ session, event }) => {
      if (session.type !== DEBUG_TYPE || event !== 'cinema/position' || ready.has(session.id)) return;
      ready.add(session.id);
      changed.fire();
    }),
    debug.onDidChangeActiveDebugSession(() => changed.fire()),
    debug.onDidTerminateDebugSession((session) => {
      if (!ready.delete(session.id)) return;
      for (const key of known.keys()) if (key.startsWith(`${session.id} `)) known.delete(key);
      changed.fire();
    }),
  ];
  return {
    of: async (uri) => {
      const session = debug.activeDebugSession;
      if (session === undefined || !ready.has(session.id)) return null;
      const key = `${session.id} ${uri.toString()}`;
      let found = known.get(key);
      // A source that cannot be asked about has no marks: the replay itself tells what is wrong.
      if (found === undefined) known.set(key, (found = askQuietly(session, 'cinema/marks', { source: sourceOf(uri) })));
      return (await found) ?? null;
    },
    changed: changed.event,
    dispose: () => subscriptions.forEach((one) => void one.dispose()),
  };
}

/** The source behind a document, as the adapter knows it: a file, or a text of the recording that VS Code shows (`debug:`). */
export function sourceOf(uri: Uri): MarksArguments['source'] {
  const reference = uri.scheme === 'debug' ? Number(new URLSearchParams(uri.query).get('ref')) : 0;
  return { path: uri.fsPath, ...(reference > 0 && { sourceReference: reference }) };
}
