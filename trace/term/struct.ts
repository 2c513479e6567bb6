import { type StructDefinition } from './standard-structs.ts';
import { type AtomTerm, type CutTerm, type MapTerm, type Term } from './term.ts';
import { decodeUtf8 } from './text.ts';

/** A map with a `__struct__` key: its module and its other fields, in the order they are encoded. */
export interface Struct {
  readonly module: string;
  readonly fields: ReadonlyMap<string, Term>;
  /** Present if recording left out some of the fields. */
  readonly cut: CutTerm | undefined;
}

/** Structs have fewer fields; a larger map is printed as a map. */
const mostFields = 1024;

/** The map as a struct, or undefined if it is none. */
export function structOf(map: MapTerm): Struct | undefined {
  if (map.size > mostFields) return undefined;
  let module: Term | undefined;
  let cut: CutTerm | undefined;
  const fields = new Map<string, Term>();
  for (let index = 0; index < map.size; index++) {
    const key = map.key(index)!;
    if (key.kind === 'cut' && key.what === 'pairs') cut = key;
    else if (key.kind !== 'atom') return undefined;
    else if (key.name === '__struct__') module = map.value(index);
    else fields.set(key.name, map.value(index)!);
  }
  return module?.kind === 'atom' ? { module: module.name, fields, cut } : undefined;
}

export function integerField(fields: Struct['fields'], name: string): number | bigint | undefined {
  const field = fields.get(name);
  return field?.kind === 'integer' ? field.value : undefined;
}

export function atomField(fields: Struct['fields'], name: string): AtomTerm | undefined {
  const field = fields.get(name);
  return field?.kind === 'atom' ? field : undefined;
}

/** A short text: anything else than a whole binary of up to 1,000 bytes of UTF-8 is undefined. */
export function textField(fields: Struct['fields'], name: string): string | undefined {
  const field = fields.get(name);
  if (field?.kind !== 'binary' || field.missing > 0 || field.bytes.length > 1000) return undefined;
  return decodeUtf8(field.bytes);
}

/** The map whose keys are the members of a MapSet. */
export function membersOf({ module, fields }: Struct): MapTerm | undefined {
  const members = module === 'Elixir.MapSet' ? fields.get('map') : undefined;
  return members?.kind === 'map' ? members : undefined;
}

/** The names of the fields in the order they are shown. */
export function fieldOrder({ fields }: Struct, definition: StructDefinition | undefined): readonly string[] {
  if (definition !== undefined) return definition.fields.filter((name) => fields.has(name));
  return [...fields.keys()].filter((name) => name !== '__exception__').sort();
}
