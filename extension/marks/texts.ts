import type { FunctionMark } from '../../protocol/index.ts';

const thousand = 1000;

/** A count in three letters at most, for the margin: `7`, `342`, `12k`, `3M`. */
export function countText(count: number): string {
  const units = ['', 'k', 'M', 'G'];
  let amount = count;
  let unit = 0;
  while (amount >= thousand && unit < units.length - 1) {
    amount = Math.floor(amount / thousand);
    unit++;
  }
  return `${amount}${units[unit]}`;
}

/** Nanoseconds for people, in two or three figures: `340 ns`, `12 µs`, `1.5 ms`, `2.1 s`. */
export function durationText(nanoseconds: number): string {
  const units = ['ns', 'µs', 'ms', 's'];
  let amount = nanoseconds;
  let unit = 0;
  while (amount >= thousand && unit < units.length - 1) {
    amount /= thousand;
    unit++;
  }
  return `${amount < 10 && unit > 0 ? amount.toFixed(1).replace(/\.0$/, '') : Math.round(amount)} ${units[unit]}`;
}

/** `12 calls · median 3 µs · worst 1.5 ms · 1 exception`; of functions that never ran just that. */
export function callsText({ calls, timed, exceptions, median, worst }: FunctionMark): string {
  if (calls === 0) return 'never called';
  const parts = [counted(calls, 'call')];
  if (median !== null && worst !== null)
    parts.push(
      ...(timed === 1 ? [durationText(worst)] : [`median ${durationText(median)}`, `worst ${durationText(worst)}`]),
    );
  if (exceptions > 0) parts.push(counted(exceptions, 'exception'));
  return parts.join(' · ');
}

/** What the numbers are of, where they are not of all calls. */
export function callsNote({ calls, timed }: FunctionMark): string {
  return timed < calls ? `Durations and exceptions are of the first ${timed} calls. ` : '';
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
