/** The middle one of the sorted numbers; NaN of none. */
export const median = (values: readonly number[]): number => atFraction(values, 0.5);

/** The number below which that part of the numbers lies: 0.99 for the 99th percentile. */
export function atFraction(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}
