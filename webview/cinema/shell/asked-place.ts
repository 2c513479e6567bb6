/** Where someone wants to go, as typed. */
export type AskedPlace =
  | { readonly kind: 'moment'; readonly moment: number }
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'fraction'; readonly fraction: number };

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  m: 60e9,
  h: 3600e9,
};

/** Reads `1234`, `#1,234`, `12.5 ms`, `1 min`, `50%`; null for anything else. */
export function readAskedPlace(text: string): AskedPlace | null {
  const match = /^#?\s*(\d[\d,_\s]*(?:\.\d+)?)\s*(%|[a-zµμ]*)$/i.exec(text.trim());
  if (match === null) return null;
  const value = Number(match[1]!.replace(/[,_\s]/g, ''));
  const unit = match[2]!.toLowerCase();
  if (!Number.isFinite(value)) return null;
  if (unit === '%') return value <= 100 ? { kind: 'fraction', fraction: value / 100 } : null;
  if (unit === '') return Number.isSafeInteger(value) ? { kind: 'moment', moment: value } : null;
  const size = Object.hasOwn(units, unit) ? units[unit]! : null;
  return size === null ? null : { kind: 'time', time: value * size };
}
