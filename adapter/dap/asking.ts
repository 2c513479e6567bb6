import { Refusal, type Asking } from '../cinema/film.ts';
import { integerIn, textIn, type Arguments } from './arguments.ts';
import { startProgress } from './progress.ts';
import { failure, refuse, type Reply, type Session } from './session.ts';

/** Milliseconds before a client is told that something takes time. */
const patience = 500;

interface Asked {
  readonly controller: AbortController;
  readonly progress: string;
}

/** Questions under way that a client may cancel, by the number of their request. */
const underWay = new WeakMap<Session, Map<number, Asked>>();

/**
 * Answers a question that may take long: it can be cancelled, and tells how far it is once it is felt. `sequence` is the number of its
 * request, or any negative number that is used once.
 */
export async function askAtLeisure(
  session: Session,
  sequence: number,
  title: string,
  answer: (asking: Asking) => Promise<Reply>,
): Promise<Reply> {
  const asked = underWay.get(session) ?? new Map<number, Asked>();
  underWay.set(session, asked);
  const controller = new AbortController();
  const progress = `asked-${sequence}`;
  asked.set(sequence, { controller, progress });
  const begun = performance.now();
  let bar: ReturnType<typeof startProgress> | null = null;
  try {
    return await answer({
      signal: controller.signal,
      progress: (fraction, what) => {
        if (performance.now() - begun < patience) return;
        bar ??= startProgress(session, progress, sequence, title);
        bar.report(fraction, what);
      },
    });
  } catch (error) {
    if (error instanceof Refusal) return refuse(failure.badArguments, error.message);
    // The recording was closed under the question.
    if (session.replay === null) return refuse(failure.notOpen, 'The debug session has ended.');
    throw error;
  } finally {
    (bar as ReturnType<typeof startProgress> | null)?.end();
    asked.delete(sequence);
  }
}

/** Ends the question that a `cancel` names, if it is still under way. */
export function cancelAsked(session: Session, given: Arguments): void {
  const asked = underWay.get(session);
  const byNumber = asked?.get(integerIn(given, 'requestId') ?? -1);
  const progress = textIn(given, 'progressId');
  const byProgress = [...(asked?.values() ?? [])].find((one) => one.progress === progress);
  (byNumber ?? byProgress)?.controller.abort();
}
