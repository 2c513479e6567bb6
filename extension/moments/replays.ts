import { debug, type DebugSession } from 'vscode';
import type { CustomRequests } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { nextSteps } from '../problem.ts';
import { showProblem } from '../show-problem.ts';

/** The replay in front; where there is none, the person is told and offered one. */
export function replayInFront(): DebugSession | undefined {
  const session = quietReplayInFront();
  if (session !== undefined) return session;
  showProblem({
    message: 'No recording is being replayed.',
    nextSteps: [{ title: 'Replay a Recording…', command: 'cinema.replay' }],
  });
  return undefined;
}

export function quietReplayInFront(): DebugSession | undefined {
  const session = debug.activeDebugSession;
  return session?.type === DEBUG_TYPE ? session : undefined;
}

/** The file that a session replays. */
export function traceOf(session: DebugSession): string | undefined {
  const trace: unknown = session.configuration['trace'];
  return typeof trace === 'string' ? trace : undefined;
}

type Answer<Name extends keyof CustomRequests> = Promise<CustomRequests[Name]['body'] | undefined>;

/** Sends a custom request; shows a problem where the adapter refused. */
export function ask<Name extends keyof CustomRequests>(
  session: DebugSession,
  name: Name,
  given: CustomRequests[Name]['arguments'],
): Answer<Name> {
  return answerOf(session, name, given, (message) => showProblem({ message, nextSteps: [nextSteps.showLog] }));
}

/** The same for what is shown unasked: a refusal is no problem to tell. */
export function askQuietly<Name extends keyof CustomRequests>(
  session: DebugSession,
  name: Name,
  given: CustomRequests[Name]['arguments'],
): Answer<Name> {
  return answerOf(session, name, given, () => undefined);
}

async function answerOf<Name extends keyof CustomRequests>(
  session: DebugSession,
  name: Name,
  given: CustomRequests[Name]['arguments'],
  refused: (message: string) => void,
): Answer<Name> {
  try {
    return (await session.customRequest(name, given)) as CustomRequests[Name]['body'];
  } catch (error) {
    refused(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
