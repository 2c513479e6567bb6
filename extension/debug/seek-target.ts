import type { Position, SeekArguments } from '../../protocol/index.ts';

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
};

const EXAMPLES = 'a moment (1234 or #1234), a time (1.5s, 200ms), a share (50%), +10, -10, start or end';

/** What the input box says one may write. */
export const seekHelp = `Go to ${EXAMPLES}`;

/**
 * Reads where a person wants to go. Digits may be grouped by commas, underscores or blanks.
 *
 * @param position where the replay stands; `+10` and `-10` count from there
 * @returns the target, within the trace, or a sentence that says what can be written
 */
export function parseSeekTarget(
  text: string,
  position: Pick<Position, 'moment' | 'momentCount' | 'duration'>,
): { readonly ok: true; readonly value: SeekArguments } | { readonly ok: false; readonly error: string } {
  const written = text.trim().toLowerCase();
  const last = Math.max(0, position.momentCount - 1);
  const moment = (value: number): { ok: true; value: SeekArguments } => ({
    ok: true,
    value: { moment: Math.min(Math.max(0, value), last) },
  });
  if (written === 'start') return moment(0);
  if (written === 'end') return moment(last);

  const match = /^([#+-]?)\s*(\d[\d,_ ]*(?:\.\d+)?)\s*(%|[a-zµ]*)$/.exec(written);
  const unit = match?.[3] ?? '';
  const number = Number(match?.[2]?.replace(/[,_ ]/g, ''));
  if (!match || !Number.isFinite(number)) return { ok: false, error: `Write ${EXAMPLES}.` };
  const sign = match[1];

  if (unit === '') {
    if (!Number.isInteger(number)) return { ok: false, error: 'Write a unit after a time: 1.5s, 200ms, 3us.' };
    if (sign === '+') return moment(position.moment + number);
    if (sign === '-') return moment(position.moment - number);
    if (number > last) return { ok: false, error: `The last moment of this trace is ${last}.` };
    return moment(number);
  }
  if (sign !== '') return { ok: false, error: `Write ${EXAMPLES}.` };
  if (unit === '%') {
    if (number > 100) return { ok: false, error: 'A share goes from 0% to 100%.' };
    return { ok: true, value: { fraction: number / 100 } };
  }
  const seconds = SECONDS[unit];
  if (seconds === undefined) return { ok: false, error: `Units are ns, us, ms, s, m and h, not "${unit}".` };
  const time = Math.round(number * seconds * 1e9);
  return { ok: true, value: { time: Math.min(time, position.duration) } };
}
