/** How times, spans and numbers are written, everywhere in the page. */
const units = [
  { size: 3600e9, name: 'h' },
  { size: 60e9, name: 'min' },
  { size: 1e9, name: 's' },
  { size: 1e6, name: 'ms' },
  { size: 1e3, name: 'µs' },
] as const;

/** `12.5 ms`, `1.25 s`: a span of nanoseconds, or a time since the trace's start, with up to four digits. As the debugger prints it. */
export function printTime(nanoseconds: number): string {
  if (nanoseconds < 0) return `-${printTime(-nanoseconds)}`;
  const unit = units.find(({ size }) => nanoseconds >= size);
  if (unit === undefined) return `${Number(nanoseconds.toPrecision(4))} ns`;
  return `${Number((nanoseconds / unit.size).toPrecision(4))} ${unit.name}`;
}

/** Every digit, in seconds: `12.345 678 912 s`. For tooltips and copies, where two events near each other must differ. */
export function printExactTime(nanoseconds: number): string {
  if (nanoseconds < 0) return `-${printExactTime(-nanoseconds)}`;
  const whole = Math.floor(nanoseconds / 1e9);
  const rest = String(Math.floor(nanoseconds - whole * 1e9)).padStart(9, '0');
  return `${printCount(whole)}.${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)} s`;
}

/**
 * `1,234,567`. The page speaks English, so the grouping is the same everywhere. By hand: `toLocaleString` costs a hundred times more, which
 * was the most of what it took to show a page of rows.
 */
export const printCount = (value: number): string => {
  const [whole = '', part] = String(Math.round(value * 1000) / 1000).split('.');
  const grouped = whole.length < 4 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
};

/** `1 process`, `1,200 processes`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${printCount(value)} ${value === 1 ? one : many}`;

/** `moment 1,234`. */
export const printMoment = (moment: number): string => `moment ${printCount(moment)}`;
