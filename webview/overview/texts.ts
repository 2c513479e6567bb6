/** Numbers for people. The page speaks English, so the grouping is the same everywhere. */
export const count = (value: number): string => value.toLocaleString('en-US');

export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** `1.234 s`, `56.7 ms`, `3 min 20 s`, from nanoseconds. */
export function duration(nanoseconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  if (nanoseconds >= 60e9) {
    const seconds = Math.round(nanoseconds / 1e9);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
  }
  for (const [length, unit] of units) {
    if (nanoseconds >= length) return `${Number((nanoseconds / length).toPrecision(3))} ${unit}`;
  }
  return `${Math.round(nanoseconds)} ns`;
}

/** `12 MB`, in powers of 1,000. */
export function bytes(value: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'KB'],
  ];
  for (const [length, unit] of units) if (value >= length) return `${Number((value / length).toPrecision(3))} ${unit}`;
  return counted(value, 'byte');
}

/** The day and time of an ISO date as the person's machine writes them; the text itself where it is no date. */
export function dayAndTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** `Elixir.Shop.Cart` is written `Shop.Cart`. */
export const moduleName = (name: string): string => name.replace(/^Elixir\./, '');
