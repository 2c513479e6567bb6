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

/** Sends a custom request; shows a problem where the adapter refused. */
export async function ask<Name extends keyof CustomRequests>(
  session: DebugSession,
  name: Name,
  given: CustomRequests[Name]['arguments'],
): Promise<CustomRequests[Name]['body'] | undefined> {
  try {
    return (await session.customRequest(name, given)) as CustomRequests[Name]['body'];
  } catch (error) {
    showProblem({ message: error instanceof Error ? error.message : String(error), nextSteps: [nextSteps.showLog] });
    return undefined;
  }
}

/** The same for what is shown unasked: a refusal is no problem to tell. */
export async function askQuietly<Name extends keyof CustomRequests>(
  session: DebugSession,
  name: Name,
  given: CustomRequests[Name]['arguments'],
): Promise<CustomRequests[Name]['body'] | undefined> {
  try {
    return (await session.customRequest(name, given)) as CustomRequests[Name]['body'];
  } catch {
    return undefined;
  }
}
