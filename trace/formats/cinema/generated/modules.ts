import { createHash } from 'node:crypto';

/** A site of a generated module before it has a number. `at` lists [variable, value, path] that it binds. */
export interface SiteSketch {
  readonly kind: string;
  readonly function: string;
  readonly line: number;
  readonly stop?: boolean;
  readonly values?: number;
  readonly callee?: string;
  readonly arguments?: readonly object[];
  readonly binds?: readonly (readonly [
    variable: string,
    value: number,
    path?: readonly (readonly [string, number])[],
  ])[];
  readonly opens?: boolean;
  readonly generated?: boolean;
}

export interface ModuleSketch {
  readonly module: string;
  readonly language: 'elixir' | 'erlang';
  readonly path: string;
  readonly source: string;
  readonly struct?: readonly string[];
  /** Name, arity and unique number of its funs. */
  readonly funs?: readonly (readonly [string, number, number])[];
  /** Name/arity with its first and last line. */
  readonly functions: Readonly<Record<string, readonly [number, number]>>;
  /** Name in the code, with the places of its name in the text: [line, how many-th of that line]. */
  readonly variables: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly sites: Readonly<Record<string, SiteSketch>>;
}

export interface GeneratedModule<Name extends string> {
  readonly json: object;
  readonly path: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Site numbers by name. */
  readonly sites: Readonly<Record<Name, number>>;
  readonly count: number;
}

/** Turns a sketch into what a module chunk says, with sites numbered from `base`. */
export function buildModule<const Sketch extends ModuleSketch>(
  sketch: Sketch,
  base: number,
): GeneratedModule<Extract<keyof Sketch['sites'], string>> {
  const bytes = new TextEncoder().encode(sketch.source);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const lines = sketch.source.split('\n');
  const functions = Object.keys(sketch.functions);
  const codes = Object.keys(sketch.variables);
  const names = codes.map((code) =>
    sketch.language === 'elixir' ? code.replace(/^_(\w+)@\d+(\.\w+)?$/, '$1') : code.replace(/\..*$/, ''),
  );
  const occurrences = codes
    .flatMap((code, variable) =>
      sketch.variables[code]!.map(([line, nth]) => [line, column(lines[line - 1]!, names[variable]!, nth), variable]),
    )
    .sort(([lineA, columnA], [lineB, columnB]) => lineA! - lineB! || columnA! - columnB!);
  const sites = Object.entries(sketch.sites);
  const numbers = Object.fromEntries(sites.map(([name], index) => [name, base + index]));
  return {
    json: {
      module: sketch.module,
      language: sketch.language,
      level: 'lines',
      reason: null,
      base,
      count: sites.length,
      records: {},
      struct: sketch.struct ?? null,
      funs: sketch.funs ?? [],
      files: [{ path: sketch.path, hash }],
      scopes: functions.map(() => 0),
      functions: functions.map((name) => {
        const slash = name.indexOf('/');
        const [line, lastLine] = sketch.functions[name]!;
        return { name: name.slice(0, slash), arity: Number(name.slice(slash + 1, slash + 2)), line, lastLine };
      }),
      variables: codes.map((code, index) => [names[index], code]),
      occurrences,
      sites: sites.map(([, site]) => ({
        kind: site.kind,
        line: site.line,
        column: (lines[site.line - 1] ?? '').search(/\S|$/) + 1,
        file: 0,
        function: functions.indexOf(site.function),
        scope: functions.indexOf(site.function) + 1,
        ...(site.stop === true ? { stop: true } : {}),
        ...(site.opens === true || site.kind === 'enter' ? { opens: true } : {}),
        ...(site.arguments ? { arguments: site.arguments } : {}),
        ...(site.callee === undefined ? {} : { callee: site.callee }),
        values: site.values ?? 0,
        binds: (site.binds ?? []).map(([code, value, path]) => ({
          variable: codes.indexOf(code),
          value,
          path: path ?? [],
        })),
      })),
    },
    path: sketch.path,
    hash,
    bytes,
    sites: numbers as Record<Extract<keyof Sketch['sites'], string>, number>,
    count: sites.length,
  };
}

/** Column, from 1, of the n-th place in the line where the name stands as a word of its own. */
function column(line: string, name: string, nth: number): number {
  const places = [...line.matchAll(new RegExp(`(?<![\\w@])${name}(?![\\w@:])`, 'g'))];
  const place = places[nth];
  if (place === undefined) throw new Error(`There is no ${name} number ${nth} in: ${line}`);
  return place.index + 1;
}
