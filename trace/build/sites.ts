import { grown } from './growing.ts';
import { type FunctionInfo, type ModuleInfo, type Site, type SiteKind } from '../model.ts';

/**
 * What the builder and the questions need of every site, in typed arrays by site number; row 0 is "no site". The arrays are
 * replaced when sites are added: take them from the table each time.
 */
export interface SiteTable {
  count: number;
  kind: Int32Array;
  flags: Int32Array;
  /** Sites of one clause, or of one fun, share an owner: the frame that runs it owns their events. */
  owner: Int32Array;
  /** Scopes as intervals: `a` encloses `b` when its interval encloses that of `b`. */
  scopeIn: Int32Array;
  scopeOut: Int32Array;
  function: Int32Array;
  module: Int32Array;
  /** Takes in sites that came since; they must be calls of modules recorded by calls. */
  extend(): void;
}

/** The code of a trace; formats may add calls of unrecorded modules while they read. */
export interface CodeTables {
  readonly modules: readonly ModuleInfo[];
  readonly functions: readonly FunctionInfo[];
  readonly sites: readonly Site[];
}

export const siteCode = {
  enter: 0,
  step: 1,
  return: 2,
  tail: 3,
  value: 4,
  receive: 5,
  timeout: 6,
  try: 7,
  catch: 8,
  catchEnd: 9,
  raise: 10,
} as const satisfies Record<SiteKind, number>;

export const siteFlag = {
  stop: 1,
  opens: 2,
  binds: 4,
  /** Of a module recorded by calls: its calls, returns and exceptions are stops. */
  calls: 8,
  /** A call whose end is never recorded: its frame is gone at the next event. */
  momentary: 16,
  /** Has a line to show. */
  line: 32,
} as const;

const columns = ['kind', 'flags', 'owner', 'scopeIn', 'scopeOut', 'function', 'module'] as const;

export function compileSites({ modules, sites }: CodeTables): SiteTable {
  const scopes: { readonly into: Int32Array; readonly out: Int32Array }[] = [];
  const entered: Set<number>[] = [];
  const returning = new Set<number>();
  const owners = new Map<string, number>();

  function compile(site: Site, id: number): void {
    const module = modules[site.module];
    const byCalls = module?.level === 'calls';
    table.kind[id] = siteCode[site.kind];
    table.function[id] = site.function;
    table.module[id] = site.module;
    table.flags[id] =
      (site.stop ? siteFlag.stop : 0) |
      (site.opens ? siteFlag.opens : 0) |
      (site.binds.length > 0 ? siteFlag.binds : 0) |
      (byCalls ? siteFlag.calls : 0) |
      (byCalls && site.kind === 'enter' && !returning.has(site.function) ? siteFlag.momentary : 0) |
      (site.line > 0 ? siteFlag.line : 0);
    const { into, out } = scopes[site.module] ?? emptyScopes;
    table.scopeIn[id] = into[site.scope] ?? 0;
    table.scopeOut[id] = out[site.scope] ?? 0x7fff_ffff;
    const scope = ownerScope(site.scope, module?.scopes ?? [], entered[site.module] ?? new Set());
    const key = `${site.module}:${site.function}:${scope}`;
    let owner = owners.get(key);
    if (owner === undefined) owners.set(key, (owner = owners.size));
    table.owner[id] = owner;
  }

  const table: SiteTable = {
    count: 1,
    kind: new Int32Array(1),
    flags: new Int32Array(1),
    owner: new Int32Array(1).fill(-1),
    scopeIn: new Int32Array(1),
    scopeOut: new Int32Array(1),
    function: new Int32Array(1).fill(-1),
    module: new Int32Array(1).fill(-1),
    extend() {
      const first = table.count - 1;
      if (sites.length >= table.kind.length) {
        const length = Math.max(sites.length + 1, table.kind.length * 2);
        for (const name of columns) table[name] = grown(table[name], length, 0);
      }
      for (let module = scopes.length; module < modules.length; module++) {
        scopes.push(scopeIntervals(modules[module]!.scopes));
        entered.push(new Set());
      }
      for (let index = first; index < sites.length; index++) {
        const site = sites[index]!;
        if (site.kind === 'enter' && site.scope > 0) entered[site.module]?.add(site.scope);
        if (site.kind === 'return') returning.add(site.function);
      }
      for (let index = first; index < sites.length; index++) compile(sites[index]!, index + 1);
      table.count = sites.length + 1;
    },
  };
  table.extend();
  return table;
}

const emptyScopes = { into: Int32Array.of(0), out: Int32Array.of(0x7fff_ffff) };

/** The nearest scope around a site that a call enters; 0 when there is none. */
function ownerScope(scope: number, parents: readonly number[], entered: ReadonlySet<number>): number {
  let at = scope;
  // Parents come before their children; anything else would be damage and ends the walk.
  while (at > 0 && !entered.has(at)) {
    const parent = parents[at - 1] ?? 0;
    at = parent < at ? parent : 0;
  }
  return at;
}

/** Numbers scopes so that each encloses the numbers of its descendants. Index 0 is the module itself. */
function scopeIntervals(parents: readonly number[]): { into: Int32Array; out: Int32Array } {
  const count = parents.length + 1;
  const size = new Int32Array(count).fill(1);
  const parentOf = (scope: number) => {
    const parent = parents[scope - 1] ?? 0;
    return parent >= 0 && parent < scope ? parent : 0;
  };
  for (let scope = count - 1; scope > 0; scope--) size[parentOf(scope)]! += size[scope]!;
  const into = new Int32Array(count);
  const out = new Int32Array(count);
  const free = new Int32Array(count);
  out[0] = size[0]! - 1;
  free[0] = 1;
  for (let scope = 1; scope < count; scope++) {
    const parent = parentOf(scope);
    into[scope] = free[parent]!;
    free[parent]! += size[scope]!;
    out[scope] = into[scope]! + size[scope]! - 1;
    free[scope] = into[scope]! + 1;
  }
  return { into, out };
}
