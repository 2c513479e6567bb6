import { eventAt, outputMoments, outputsBefore, type Moment, type Trace } from '../../trace/index.ts';
import { saidAt } from '../output/output.ts';
import { printTime } from '../replay/position.ts';
import { momentOutput, type MomentLine } from './moment-links.ts';
import { type After, type Replay, type Session } from './session.ts';

/** At most this many lines are printed at once: the last ones. */
const mostLines = 100;

/**
 * Prints what the program said up to where the replay stands, as far as it was not printed before. So the console holds what the program
 * wrote up to the furthest moment that was visited, each line once, however the replay goes back and forth.
 */
export function tellOutput(session: Session, replay: Replay, after: After): void {
  const { trace, cursor } = replay;
  const now = outputsBefore(trace, cursor.moment + 1);
  const from = replay.outputsTold;
  if (now <= from) return;
  replay.outputsTold = now;
  const first = Math.max(from, now - mostLines);
  if (first > from) {
    const skipped = `… ${(first - from).toLocaleString('en-US')} earlier lines of the program; type output ${now} for all.`;
    after('output', { category: 'console', output: `${skipped}\n` });
  }
  for (const line of linesOf(trace, outputMoments(trace, first, now)))
    after('output', momentOutput(session, trace, line));
}

/** What the program said last before the present moment, newest last; each line with its time. For the console's word `output`. */
export function lastOutput({ trace, cursor }: Replay, count: number): readonly string[] {
  const now = outputsBefore(trace, cursor.moment + 1);
  return linesOf(trace, outputMoments(trace, Math.max(0, now - count), now)).map(
    ({ text, cursor: { moment } }) => `@${moment}  ${printTime(eventAt(trace, moment).time)}  ${text}`,
  );
}

function linesOf(trace: Trace, moments: readonly Moment[]): readonly MomentLine[] {
  return moments.flatMap((moment): MomentLine[] => {
    const said = saidAt(trace, moment);
    if (said === null) return [];
    const text = said.text.replace(/\r?\n$/, '');
    const { process } = eventAt(trace, moment);
    return [
      {
        text: said.level === null ? text : `[${said.level}] ${text.trimEnd()}`,
        cursor: { process, moment },
        category: said.channel === 'standard error' || isBad(said.level) ? 'stderr' : 'stdout',
      },
    ];
  });
}

const isBad = (level: string | null): boolean =>
  level !== null && ['error', 'critical', 'alert', 'emergency'].includes(level);
