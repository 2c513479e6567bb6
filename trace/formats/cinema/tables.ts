import {
  type FunctionId,
  type FunctionInfo,
  type Language,
  type Literal,
  type ModuleInfo,
  type PathStep,
  type Site,
  type SiteBinding,
  type SiteId,
  type SiteKind,
  type SourceFile,
  type SourceId,
} from '../../model.ts';

/** The tables of a trace while they are put together from module and source chunks. */
export interface Tables {
  readonly modules: ModuleInfo[];
  readonly functions: FunctionInfo[];
  readonly sites: Site[];
  readonly sources: SourceFile[];
  /** By part: the trace's site of a site number of that part; 0 where there is none. */
  readonly siteMaps: Map<number, Int32Array>;
  /** By `M:F/A`: the function's number. */
  readonly functionNumbers: Map<string, number>;
  readonly moduleNumbers: Map<string, number>;
  /** By path and hash. */
  readonly sourceNumbers: Map<string, number>;
  /** By content: modules that several parts have alike are kept once, with the trace's number of their first site. */
  readonly known: Map<string, { readonly first: number; readonly count: number }>;
  /** By function: the synthetic site of calls that only the virtual machine reports. */
  readonly callSites: Map<number, SiteId>;
}

export const createTables = (): Tables => ({
  modules: [],
  functions: [],
  sites: [],
  sources: [],
  siteMaps: new Map(),
  functionNumbers: new Map(),
  moduleNumbers: new Map(),
  sourceNumbers: new Map(),
  known: new Map(),
  callSites: new Map(),
});

/** Numbers of sites above this are refused: the map is an array. */
const largestSite = 1 << 24;

type Json = Readonly<Record<string, unknown>>;
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const whole = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export { list as jsonList, record as jsonRecord, text as jsonText, whole as jsonWhole };

const siteKinds: readonly SiteKind[] = [
  'enter',
  'step',
  'return',
  'tail',
  'value',
  'receive',
  'timeout',
  'try',
  'catch',
  'catchEnd',
  'raise',
];

/** Number of the source file with this path and hash; one is made if needed. */
export function internSource(tables: Tables, path: string, hash: string | null): SourceId {
  const key = `${hash ?? ''}|${path}`;
  let number = tables.sourceNumbers.get(key);
  if (number === undefined) {
    number = tables.sources.length;
    tables.sources.push({ path, hash, text: null });
    tables.sourceNumbers.set(key, number);
  }
  return number as SourceId;
}

/** Adds the text of a source file. */
export function addSource(tables: Tables, path: string, hash: string | null, content: string): void {
  const number = internSource(tables, path, hash);
  tables.sources[number] = { path, hash, text: content };
}

export function internModule(tables: Tables, name: string, make: () => ModuleInfo): number {
  let number = tables.moduleNumbers.get(name);
  if (number === undefined) {
    number = tables.modules.length;
    tables.modules.push(make());
    tables.moduleNumbers.set(name, number);
  }
  return number;
}

/** Adds the module that a module chunk of this part describes. Returns what is wrong with it, if anything. */
export function addModule(tables: Tables, part: number, json: unknown): string | undefined {
  const module = record(json);
  const name = text(module['module']);
  if (name === '') return 'it names no module';
  const base = whole(module['base'], -1);
  const sites = list(module['sites']);
  if (base < 0 || base + sites.length > largestSite) return `site numbers from ${base} on are out of range`;

  const content = contentKey(module);
  if (content === undefined) return 'its JSON is nested too deeply';
  let kept = tables.known.get(content);
  if (kept === undefined) {
    kept = { first: tables.sites.length + 1, count: sites.length };
    addContent(tables, name, module, sites);
    tables.known.set(content, kept);
  }
  let map = tables.siteMaps.get(part) ?? new Int32Array(1024);
  if (base + sites.length > map.length) {
    const larger = new Int32Array(Math.max(base + sites.length, map.length * 2));
    larger.set(map);
    map = larger;
  }
  tables.siteMaps.set(part, map);
  for (let index = 0; index < kept.count; index++) map[base + index] = kept.first + index;
  return undefined;
}

/** The module apart from its numbering; undefined when it is nested deeper than the stack of JSON.stringify. */
function contentKey(module: Json): string | undefined {
  try {
    return JSON.stringify({ ...module, base: 0 });
  } catch {
    return undefined;
  }
}

function addContent(tables: Tables, name: string, module: Json, sites: readonly unknown[]): void {
  const language = text(module['language']);
  const number = tables.modules.length;
  tables.moduleNumbers.set(name, number);
  tables.modules.push({
    name,
    language: language === 'elixir' || language === 'erlang' ? language : 'other',
    level: module['level'] === 'calls' ? 'calls' : 'lines',
    reason: textOrNull(module['reason']),
    records: recordsOf(module['records']),
    struct: Array.isArray(module['struct']) ? list(module['struct']).map((field) => text(field)) : null,
    funs: list(module['funs']).map((fun) => {
      const [name, arity, unique] = list(fun);
      return { name: text(name), arity: whole(arity), unique: whole(unique) };
    }),
    scopes: list(module['scopes']).map((parent) => whole(parent)),
    variables: list(module['variables']).map((pair) => [text(list(pair)[0]), text(list(pair)[1])] as const),
    occurrences: list(module['occurrences']).map((place) => {
      const [line, column, variable] = list(place);
      return [whole(line), whole(column), whole(variable)] as const;
    }),
  });
  const sources = list(module['files']).map((entry) => {
    const file = record(entry);
    return internSource(tables, text(file['path']), textOrNull(file['hash']));
  });
  const firstFunction = tables.functions.length;
  const functions = list(module['functions']);
  for (const entry of functions) {
    const found = record(entry);
    const arity = whole(found['arity']);
    tables.functionNumbers.set(`${name}:${text(found['name'])}/${arity}`, tables.functions.length);
    tables.functions.push({
      module: number,
      name: text(found['name']),
      arity,
      source: sources[0] ?? -1,
      line: whole(found['line']),
      lastLine: whole(found['lastLine'], whole(found['line'])),
    });
  }
  for (const entry of sites)
    tables.sites.push(siteOf(tables, record(entry), name, number, firstFunction, functions.length, sources));
}

function siteOf(
  tables: Tables,
  json: Json,
  name: string,
  module: number,
  firstFunction: number,
  functionCount: number,
  sources: readonly SourceId[],
): Site {
  const kind = siteKinds.find((candidate) => candidate === json['kind']) ?? 'step';
  const index = whole(json['function']);
  const owner = index < functionCount ? firstFunction + index : internFunction(tables, module, name, '?', 0);
  const optional = {
    ...(typeof json['name'] === 'string' ? { name: json['name'] } : {}),
    ...(typeof json['callee'] === 'string' ? { callee: json['callee'] } : {}),
  };
  return {
    kind,
    module,
    function: owner as FunctionId,
    source: sources[whole(json['file'])] ?? -1,
    line: whole(json['line']),
    column: whole(json['column']),
    scope: whole(json['scope']),
    stop: json['stop'] === true,
    opens: json['opens'] === true,
    generated: json['generated'] === true,
    clause: whole(json['clause']),
    ...optional,
    values: whole(json['values']),
    packed: json['packed'] === true,
    arguments: list(json['arguments']).map((entry) => {
      const argument = record(entry);
      return 'literal' in argument ? { literal: literalOf(argument['literal']) } : { value: whole(argument['value']) };
    }),
    binds: list(json['binds']).map(bindingOf),
  };
}

function bindingOf(json: unknown): SiteBinding {
  const bind = record(json);
  const path: PathStep[] = [];
  for (const entry of list(bind['path'])) {
    const [step, argument] = list(entry);
    if (step === 'element') path.push(['element', whole(argument)]);
    else if (step === 'key') path.push(['key', literalOf(argument)]);
    else if (step === 'head' || step === 'tail') path.push([step]);
  }
  return { variable: whole(bind['variable']), value: whole(bind['value']), path };
}

function literalOf(json: unknown): Literal {
  const literal = record(json);
  if (typeof literal['atom'] === 'string') return { atom: literal['atom'] };
  if (typeof literal['integer'] === 'number') return { integer: literal['integer'] };
  if (typeof literal['binary'] === 'string') return { binary: literal['binary'] };
  if (typeof literal['string'] === 'string') return { string: literal['string'] };
  return { nil: true };
}

function recordsOf(json: unknown): Record<string, readonly string[]> {
  const result: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  for (const [name, fields] of Object.entries(record(json))) result[name] = list(fields).map((field) => text(field));
  return result;
}

/** Number of the function; one without lines is made if no module chunk has it. */
export function internFunction(
  tables: Tables,
  module: number,
  moduleName: string,
  name: string,
  arity: number,
): number {
  const key = `${moduleName}:${name}/${arity}`;
  let number = tables.functionNumbers.get(key);
  if (number === undefined) {
    number = tables.functions.length;
    tables.functions.push({ module, name, arity, source: -1, line: 0, lastLine: 0 });
    tables.functionNumbers.set(key, number);
  }
  return number;
}

/** The site of calls of this function that the virtual machine reports: its line is that of the function, its one value the list of arguments. */
export function callSite(tables: Tables, moduleName: string, name: string, arity: number): SiteId {
  const module = internModule(tables, moduleName, () => ({
    name: moduleName,
    language: languageOf(moduleName),
    level: 'calls',
    reason: null,
    records: {},
    scopes: [],
    variables: [],
    occurrences: [],
  }));
  const owner = internFunction(tables, module, moduleName, name, arity);
  let site = tables.callSites.get(owner);
  if (site === undefined) {
    const found = tables.functions[owner]!;
    tables.sites.push({
      kind: 'enter',
      module,
      function: owner as FunctionId,
      source: found.source,
      line: found.line,
      column: 0,
      scope: 0,
      stop: false,
      opens: false,
      generated: false,
      clause: 0,
      values: Math.min(arity, 255),
      packed: true,
      arguments: Array.from({ length: Math.min(arity, 255) }, (_, value) => ({ value })),
      binds: [],
    });
    site = tables.sites.length as SiteId;
    tables.callSites.set(owner, site);
  }
  return site;
}

const languageOf = (module: string): Language => (module.startsWith('Elixir.') ? 'elixir' : 'erlang');
