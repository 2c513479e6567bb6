/** A value as an Erlang term: strings become UTF-8 binaries, `{ atom }` an atom, arrays lists, objects maps with atom keys. */
export type ErlangValue =
  | string
  | number
  | boolean
  | { readonly atom: string }
  | readonly ErlangValue[]
  | { readonly map: Readonly<Record<string, ErlangValue>> };

/** Writes terms that `file:consult/1` reads: one `{Key, Value}.` a line. */
export function consultable(entries: Readonly<Record<string, ErlangValue>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `{${atom(key)}, ${term(value)}}.`);
  return `%% coding: utf-8\n${lines.join('\n')}\n`;
}

function term(value: ErlangValue): string {
  if (typeof value === 'string') return binary(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(term).join(', ')}]`;
  if ('atom' in value) return atom(value.atom);
  const pairs = Object.entries(value.map).map(([key, inner]) => `${atom(key)} => ${term(inner)}`);
  return `#{${pairs.join(', ')}}`;
}

function isList(value: ErlangValue): value is readonly ErlangValue[] {
  return Array.isArray(value);
}

/** Bytes, so that no character of a path has a meaning. */
function binary(text: string): string {
  return `<<${[...new TextEncoder().encode(text)].join(',')}>>`;
}

function atom(name: string): string {
  return `'${name.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
