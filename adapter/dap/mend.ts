import { closeTrace } from '../../trace/index.ts';
import { explain } from '../replay/explain.ts';
import { type Replay, type Session } from './session.ts';

/**
 * Opens the recording again after its index turned out damaged in the middle of a question: the index is then made anew,
 * and the replay goes on where it stands. What went wrong, or null.
 */
export async function mend(session: Session, replay: Replay, sequence: number): Promise<string | null> {
  const damaged = replay.trace;
  const opened = await replay.reopen(sequence);
  if (!opened.ok) return `The index of the recording is damaged. ${explain(opened.error, damaged.path)}`;
  if (session.replay !== replay) {
    // The client said goodbye meanwhile.
    closeTrace(opened.value);
    return null;
  }
  replay.trace = opened.value;
  closeTrace(damaged);
  return null;
}
