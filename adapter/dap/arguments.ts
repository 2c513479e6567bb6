/** The arguments of a request as they came over the wire: nothing about them is certain. */
export type Arguments = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A safe integer, or undefined. */
export function integerIn(from: Arguments, name: string): number | undefined {
  const value = from[name];
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** Any finite number, or undefined. */
export function numberIn(from: Arguments, name: string): number | undefined {
  const value = from[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textIn(from: Arguments, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagIn(from: Arguments, name: string): boolean | undefined {
  const value = from[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function recordIn(from: Arguments, name: string): Arguments {
  const value = from[name];
  return isRecord(value) ? value : {};
}

export function recordsIn(from: Arguments, name: string): readonly Arguments[] {
  const value: unknown = from[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Texts by name; entries that are none are left out. */
export function textMapIn(given: Arguments, name: string): Readonly<Record<string, string>> {
  const value = given[name];
  if (!isRecord(value)) return {};
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

export function textsIn(from: Arguments, name: string): readonly string[] {
  const value: unknown = from[name];
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
}
