/** `12,345 events`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** A length of time for people; the argument is in nanoseconds. */
export function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  if (nanoseconds < 1e9) return `${(nanoseconds / 1e6).toFixed(1)} ms`;
  if (nanoseconds < 120e9) return `${(nanoseconds / 1e9).toFixed(2)} s`;
  return `${Math.floor(nanoseconds / 60e9)} min ${Math.round((nanoseconds % 60e9) / 1e9)} s`;
}

/** A size for people, in units of 1,000. */
export function bytes(number: number): string {
  if (number < 1e3) return `${number} B`;
  if (number < 1e6) return `${(number / 1e3).toFixed(1)} kB`;
  if (number < 1e9) return `${(number / 1e6).toFixed(1)} MB`;
  return `${(number / 1e9).toFixed(2)} GB`;
}
