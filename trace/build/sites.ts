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
  /** Of a tail site: the function called, -1 when it is not a recorded function. */
  callee: Int32Array;
  /** Of a tail site: the last site at which a call among its arguments comes back; the tail site itself when none does. */
  argumentEnd: Int32Array;
  /** The same, of calls of the very function that the tail site calls. */
  calleeArgumentEnd: Int32Array;
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
  /** Enters a function itself, not a fun within one. */
  wholeFunction: 64,
} as const;

const columns = [
  'kind',
  'flags',
  'owner',
  'scopeIn',
  'scopeOut',
  'function',
  'callee',
  'argumentEnd',
  'calleeArgumentEnd',
] as const;

export function compileSites({ modules, functions, sites }: CodeTables): SiteTable {
  const scopes: { readonly into: Int32Array; readonly out: Int32Array }[] = [];
  const entered: Set<number>[] = [];
  const returning = new Set<number>();
  const owners = new Map<string, number>();

  function compile(site: Site, id: number): void {
    const module = modules[site.module];
    const byCalls = module?.level === 'calls';
    table.kind[id] = siteCode[site.kind];
    table.function[id] = site.function;
    table.callee[id] = -1;
    table.flags[id] =
      (site.stop ? siteFlag.stop : 0) |
      (site.opens ? siteFlag.opens : 0) |
      (site.binds.length > 0 ? siteFlag.binds : 0) |
      (byCalls ? siteFlag.calls : 0) |
      (byCalls && site.kind === 'enter' && !returning.has(site.function) ? siteFlag.momentary : 0) |
      (site.line > 0 ? siteFlag.line : 0) |
      (site.kind === 'enter' && isWholeFunction(site, functions) ? siteFlag.wholeFunction : 0);
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
    callee: new Int32Array(1).fill(-1),
    argumentEnd: new Int32Array(1),
    calleeArgumentEnd: new Int32Array(1),
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
  compileTails(table, modules, functions, sites);
  return table;
}

const emptyScopes = { into: Int32Array.of(0), out: Int32Array.of(0x7fff_ffff) };

/** Recorders name the function itself on its own clauses, and funs and comprehension bodies `-name/1-fun-0-`. */
function isWholeFunction(site: Site, functions: readonly FunctionInfo[]): boolean {
  return site.name === undefined || site.name === functions[site.function]?.name;
}

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

/** Who a tail site calls, and which sites after it are its arguments: these still come back to the frame. */
function compileTails(
  table: SiteTable,
  modules: readonly ModuleInfo[],
  functions: readonly FunctionInfo[],
  sites: readonly Site[],
): void {
  const recorded = new Map<string, number>();
  functions.forEach(({ module, name, arity }, id) => {
    if (modules[module]?.level === 'lines') recorded.set(`${modules[module].name}:${name}/${arity}`, id);
  });
  const calleeOf = (site: Site) => (site.callee === undefined ? undefined : recorded.get(site.callee));
  for (let index = 0; index < sites.length; index++) {
    const site = sites[index]!;
    if (site.kind !== 'tail') continue;
    const tail = index + 1;
    table.callee[tail] = calleeOf(site) ?? -1;
    table.argumentEnd[tail] = tail;
    table.calleeArgumentEnd[tail] = tail;
    // A tail call is the last of its body: what follows it there in the text can only be its arguments.
    for (let next = tail + 1; next <= sites.length && sites[next - 1]!.module === site.module; next++) {
      if (!encloses(table, tail, next)) break;
      if (table.owner[next] !== table.owner[tail]) continue;
      const follower = sites[next - 1]!;
      if (follower.scope === site.scope && goesOn.has(follower.kind)) break;
      if (follower.kind !== 'value') continue;
      table.argumentEnd[tail] = next;
      if (table.callee[tail] !== -1 && calleeOf(follower) === table.callee[tail]) table.calleeArgumentEnd[tail] = next;
    }
  }
}

/** Erlang's clauses of a `case` share a scope: sites of these kinds belong to the next clause, not to an argument. */
const goesOn: ReadonlySet<SiteKind> = new Set(['enter', 'step', 'tail', 'return', 'receive']);

function encloses(table: Pick<SiteTable, 'scopeIn' | 'scopeOut'>, outer: number, inner: number): boolean {
  return table.scopeIn[inner]! >= table.scopeIn[outer]! && table.scopeOut[inner]! <= table.scopeOut[outer]!;
}
