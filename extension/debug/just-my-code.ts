import { commands, window, type Disposable } from 'vscode';
import { ask, replayInFront } from '../moments/replays.ts';

/** The command that turns the skipping of foreign code on and off while a recording is replayed. */
export function registerJustMyCode(): Disposable {
  return commands.registerCommand('cinema.toggleJustMyCode', async () => {
    const session = replayInFront();
    const answer = session && (await ask(session, 'cinema/justMyCode', {}));
    if (answer === undefined) return;
    const { on, modules } = answer;
    const what =
      modules.length === 0
        ? 'all code of this recording is the program’s own'
        : `${modules.length} modules of dependencies or recorded by calls`;
    window.setStatusBarMessage(`$(info) Just My Code is ${on ? 'on' : 'off'}: ${what}`, 8000);
  });
}
