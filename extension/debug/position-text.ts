import type { Position } from '../../protocol/index.ts';

/** `1.234 s`, `56.7 ms`, `3 min 20 s`: three or four digits that matter, for people. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${Math.round(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${digits(nanoseconds / 1e3)} µs`;
  if (nanoseconds < 1e9) return `${digits(nanoseconds / 1e6)} ms`;
  if (nanoseconds < 60e9) return `${digits(nanoseconds / 1e9)} s`;
  const seconds = Math.round(nanoseconds / 1e9);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

const digits = (value: number): string => value.toFixed(value < 10 ? 3 : value < 100 ? 2 : 1);

/** `12,345`, the same in every locale, as the seek box reads it. */
export const countText = (count: number): string => count.toLocaleString('en-US');

/** What the status bar says about where the replay stands. */
export function positionText(position: Position): { readonly text: string; readonly details: string } {
  const moment = countText(position.moment);
  return {
    text: `$(history) ${moment} · ${durationText(position.time)} · ${shortened(position.processLabel)}`,
    details:
      `Moment ${moment} of ${countText(position.momentCount)}, ` +
      `${durationText(position.time)} of ${durationText(position.duration)}, in ${position.processLabel}`,
  };
}

const shortened = (label: string): string => (label.length <= 40 ? label : `${label.slice(0, 39)}…`);
