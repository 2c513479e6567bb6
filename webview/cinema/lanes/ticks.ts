import type { Axis } from '../../../protocol/index.ts';
import { printCount, printExactTime } from '../parts/time-text.ts';

export interface Ticks {
  readonly step: number;
  /** Positions on the axis, in the window. */
  readonly at: readonly number[];
  readonly labels: readonly string[];
  /** What all labels count from, where whole times would be too long to read: `12.345 678 s`; else null. */
  readonly base: string | null;
}

const units = [
  { size: 1, name: 'ns' },
  { size: 1e3, name: 'µs' },
  { size: 1e6, name: 'ms' },
  { size: 1e9, name: 's' },
  { size: 60e9, name: 'min' },
  { size: 3600e9, name: 'h' },
] as const;

/** Steps above a second that clocks use. */
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400].map(
  (seconds) => seconds * 1e9,
);

/** Marks of a ruler for a window: round positions, at least `room` pixels apart. */
export function ticksOf(axis: Axis, from: number, to: number, width: number, room = 90): Ticks {
  const step = niceStep(axis, ((to - from) * room) / Math.max(1, width));
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  const at: number[] = [];
  for (let index = first; index <= last && at.length < 1000; index++) at.push(index * step);
  if (axis === 'order') return { step, at, labels: at.map((moment) => printCount(moment)), base: null };
  const unit = units.findLast(({ size }) => step >= size) ?? units[0];
  // Counted in the steps' own unit, times far from the start become long: the rest goes into the base.
  const largest = Math.max(Math.abs(from), Math.abs(to)) / unit.size;
  if (largest < 10_000 || unit.size >= 1e9) {
    return { step, at, labels: at.map((time) => label(time, step, unit)), base: null };
  }
  const grain = unit.size * 1000;
  const base = Math.max(0, Math.floor(from / grain) * grain);
  return {
    step,
    at,
    labels: at.map((time) => (time >= base ? '+' : '') + label(time - base, step, unit)),
    base: printExactTime(base),
  };
}

function niceStep(axis: Axis, least: number): number {
  // Neither half a moment nor half a nanosecond is a place.
  if (least <= 1) return 1;
  if (axis === 'time' && least > 1e9) {
    const found = clockSteps.find((step) => step >= least);
    if (found !== undefined) return found;
    return Math.ceil(least / 86_400e9) * 86_400e9;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((times) => power * times >= least * (1 - 1e-9)) ?? 10) * power;
}

function label(time: number, step: number, unit: (typeof units)[number]): string {
  if (unit.size >= 60e9) return clockLabel(time, step);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / unit.size) - 1e-9));
  const value = time / unit.size;
  return `${Object.is(value, -0) ? 0 : value.toFixed(decimals)} ${unit.name}`;
}

/** `1:02:30`, `5 min`: hours and minutes as clocks have them. */
function clockLabel(time: number, step: number): string {
  const sign = time < 0 ? '-' : '';
  const seconds = Math.round(Math.abs(time) / 1e9);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (step % 60e9 !== 0 || hours > 0) return `${sign}${hours}:${two(minutes)}:${two(rest)}`;
  return `${sign}${minutes} min`;
}

/** A time with as many digits as tell it from its neighbours at a resolution (nanoseconds). */
export function printTimeTo(time: number, resolution: number): string {
  const unit = units.slice(0, 4).findLast(({ size }) => Math.abs(time) >= size) ?? units[0];
  const decimals = Math.ceil(Math.log10(unit.size / Math.max(1, resolution)));
  return `${(time / unit.size).toFixed(Math.min(9, Math.max(0, decimals)))} ${unit.name}`;
}
