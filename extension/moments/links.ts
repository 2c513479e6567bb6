import { commands, debug, env, window, type DebugSession, type Uri } from 'vscode';
import type { Bookmark, StartAt } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { failure, nextSteps } from '../problem.ts';
import { showProblem } from '../show-problem.ts';
import { kindOf } from '../traces/traces.ts';
import { commandTo, linkTo, momentOfLink, type LinkedMoment } from './moment-link.ts';
import { ask, replayInFront, traceOf } from './replays.ts';

/** Moments as links that can be pasted into a chat or an issue, and what happens when one is followed. */
export function registerLinks(
  extension: string,
  start: (trace: string, startAt: StartAt) => void,
): readonly { dispose(): unknown }[] {
  /** Replays that run: VS Code has no list of them. */
  const sessions = new Set<DebugSession>();

  const follow = async ({ trace, moment, process }: LinkedMoment): Promise<void> => {
    const running = [...sessions].find((session) => traceOf(session) === trace);
    if (running !== undefined) {
      await ask(running, 'cinema/seek', { moment, ...(process !== undefined && { process }) });
      return;
    }
    if ((await kindOf(trace)) === 'file') return start(trace, { moment });
    showProblem(failure(`There is no recording ${trace} on this machine.`, nextSteps.browse).error);
  };

  return [
    debug.onDidStartDebugSession((session) => session.type === DEBUG_TYPE && sessions.add(session)),
    debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
    window.registerUriHandler({
      handleUri: async (uri: Uri) => {
        const read = momentOfLink(uri);
        if (read.ok) await follow(read.value);
        else showProblem(failure(read.error).error);
      },
    }),
    commands.registerCommand('cinema.copyLink', async (bookmark?: Bookmark) => {
      const session = replayInFront();
      const trace = session && traceOf(session);
      if (session === undefined || trace === undefined) return;
      const at = bookmark ?? (await ask(session, 'cinema/position', {}));
      if (at === undefined) return;
      const moment: LinkedMoment = { trace, moment: at.moment, process: at.process };
      const link = linkTo(env.uriScheme, extension, moment);
      const chosen = await window.showQuickPick(
        [
          { label: 'A link for VS Code', detail: link, text: link },
          { label: 'A command for a terminal', detail: commandTo(moment), text: commandTo(moment) },
        ],
        { title: 'Copy Link to This Moment', placeHolder: 'Both need the recording at the same place.' },
      );
      if (chosen === undefined) return;
      await env.clipboard.writeText(chosen.text);
      window.setStatusBarMessage('$(check) Copied', 4000);
    }),
  ];
}
