import { type ModuleInfo, type NodeInfo } from '../model.ts';
import { type FunIdentity, type KnownFun, type StructDefinition, type ValueOptions } from '../term/index.ts';
import { type Trace } from '../trace.ts';

/** How values are printed: the language, and what the recording knows of structs, records, funs and the node. */
export interface Printing {
  readonly language: 'elixir' | 'erlang';
  readonly options: ValueOptions;
}

interface TracePrinting {
  readonly fallback: Printing;
  readonly modules: Map<string, Printing>;
}

/** Made once for a trace. */
const known = new WeakMap<Trace, TracePrinting>();

/** Where no module is known: Elixir if an Elixir took part, else Erlang. */
export function printingOf(trace: Trace): Printing {
  return printingIn(trace).fallback;
}

/** As code of that module reads values: in its language, with its records. */
export function printingOfModule(trace: Trace, name: string): Printing {
  const { fallback, modules } = printingIn(trace);
  let printing = modules.get(name);
  if (printing === undefined) {
    const module = trace.modules.find((candidate) => candidate.name === name);
    const language = module === undefined ? languageOfName(name) : module.language === 'elixir' ? 'elixir' : 'erlang';
    const records = new Map(Object.entries(module?.records ?? {}));
    printing = { language, options: { ...fallback.options, records } };
    modules.set(name, printing);
  }
  return printing;
}

/** Elixir's modules are atoms that begin so; nothing else is known of a module that was not recorded. */
function languageOfName(name: string): Printing['language'] {
  return name.startsWith('Elixir.') ? 'elixir' : 'erlang';
}

function printingIn(trace: Trace): TracePrinting {
  let printing = known.get(trace);
  if (printing === undefined) {
    printing = { fallback: fallbackOf(trace.modules, trace.nodes), modules: new Map() };
    known.set(trace, printing);
  }
  return printing;
}

function fallbackOf(modules: readonly ModuleInfo[], nodes: readonly NodeInfo[]): Printing {
  const elixir = nodes.find((node) => node.elixir !== null)?.elixir ?? null;
  const release = Number.parseInt(nodes[0]?.otp ?? '', 10);
  return {
    language: elixir === null ? 'erlang' : 'elixir',
    options: {
      charlistSigils: elixir !== null && isAtLeast(elixir, 1, 15),
      structs: structsOf(modules),
      funOf: funsOf(modules),
      ...(nodes.length === 1 && { localNode: nodes[0]!.name }),
      ...(Number.isInteger(release) && { release }),
    },
  };
}

/** Modules whose parts define a struct in different ways are left out: no one order is right. */
function structsOf(modules: readonly ModuleInfo[]): ReadonlyMap<string, StructDefinition> {
  const structs = new Map<string, StructDefinition>();
  const differing = new Set<string>();
  for (const { name, struct } of modules) {
    if (struct === undefined || struct === null) continue;
    const other = structs.get(name);
    if (other !== undefined && other.fields.join() !== struct.join()) differing.add(name);
    structs.set(name, { fields: struct });
  }
  for (const name of differing) structs.delete(name);
  return structs;
}

function funsOf(modules: readonly ModuleInfo[]): (fun: FunIdentity) => KnownFun | undefined {
  const key = (module: string, index: number, unique: number) => `${module} ${index} ${unique}`;
  const funs = new Map<string, KnownFun>();
  for (const { name: module, funs: own } of modules)
    own?.forEach(({ name, arity, unique }, index) => funs.set(key(module, index, unique), { name, arity }));
  return ({ module, index, oldUniq }) => funs.get(key(module, index, oldUniq));
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return first > major || (first === major && second >= minor);
}
