import { commands, debug, window, type DebugSession, type Disposable } from 'vscode';
import type { ReverseVerb, SeekArguments } from '../../protocol/index.ts';
import { ask, replayInFront } from '../moments/replays.ts';
import type { Positions } from './position.ts';
import { parseSeekTarget, seekHelp } from './seek-target.ts';

const VERBS = ['stepBackInto', 'stepBackOut', 'toCause', 'toEffect'] as const satisfies readonly ReverseVerb[];

/** The commands behind the toolbar buttons and keys that the Debug Adapter Protocol has no word for. */
export function registerVerbs(positions: Positions): readonly Disposable[] {
  return [
    ...VERBS.map((verb) => commands.registerCommand(`cinema.${verb}`, () => step(verb))),
    commands.registerCommand('cinema.seek', (target?: SeekArguments) => seek(positions, target)),
  ];
}

async function step(verb: ReverseVerb): Promise<void> {
  const session = replayInFront();
  if (session === undefined) return;
  const item = debug.activeStackItem;
  const thread = item?.session.id === session.id ? { threadId: item.threadId } : {};
  await ask(session, 'cinema/step', { verb, ...thread });
}

async function seek(positions: Positions, target: SeekArguments | undefined): Promise<void> {
  const session = replayInFront();
  if (session === undefined) return;
  const wanted = target ?? (await askWhere(session, positions));
  if (wanted !== undefined) await ask(session, 'cinema/seek', wanted);
}

async function askWhere(session: DebugSession, positions: Positions): Promise<SeekArguments | undefined> {
  const position = positions.of(session) ?? (await ask(session, 'cinema/position', {}));
  if (position === undefined) return undefined;
  const text = await window.showInputBox({
    title: 'Go to a Moment',
    prompt: seekHelp,
    value: String(position.moment),
    validateInput: (written) => {
      const read = parseSeekTarget(written, position);
      return read.ok ? undefined : read.error;
    },
  });
  if (text === undefined) return undefined;
  const read = parseSeekTarget(text, position);
  return read.ok ? read.value : undefined;
}
