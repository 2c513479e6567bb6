import { type ProcessIdentity } from '../../model.ts';
import { type View } from './view.ts';

/** A process as it becomes known; `ProcessIdentity` is how others see it. */
interface Known extends ProcessIdentity {
  initialNames: readonly string[];
  initialCall: string | null;
}

/**
 * Everything with an order of events that the chunks mention, numbered as it is met while decoding. A pid is the same
 * process in every part that names it: `scope` says what makes a pid unique (node and creation, or the part where
 * there is no distribution). Processes get their place in the trace when their first event is given out (`publish`).
 */
export interface Processes {
  /** In order of publication. */
  readonly published: readonly ProcessIdentity[];
  readonly count: () => number;
  local(scope: string, node: string, id: number, serial: number): number;
  /** -1 when the view is no pid or port. `scopeOf` tells the scope of a node and creation. */
  of(found: View, scopeOf: (node: string, creation: number) => string): number;
  setNames(process: number, names: readonly string[]): void;
  setInitialCall(process: number, call: string): void;
  /** One of OTP's that is made for one file, and whose exit says that there is none: for whoever asked, no crash. */
  isFile(process: number): boolean;
  /** The process's place in the trace. */
  publish(process: number): number;
}

export function createProcesses(): Processes {
  const known: Known[] = [];
  const byKey = new Map<string, number>();
  const published: ProcessIdentity[] = [];
  let places = new Int32Array(1024).fill(-1);

  const intern = (key: string, pid: string, node: string, kind: 'process' | 'port'): number => {
    const existing = byKey.get(key);
    if (existing !== undefined) return existing;
    const number = known.length;
    known.push({ pid, node, kind, initialNames: [], initialCall: null });
    byKey.set(key, number);
    if (number === places.length) {
      const larger = new Int32Array(number * 2).fill(-1);
      larger.set(places);
      places = larger;
    }
    return number;
  };
  const local = (scope: string, node: string, id: number, serial: number) =>
    intern(`${scope}|${id}.${serial}`, `<0.${id}.${serial}>`, node, 'process');

  return {
    published,
    count: () => known.length,
    local,
    of(found, scopeOf) {
      if (found.kind === 'pid') return local(scopeOf(found.node, found.creation), found.node, found.id, found.serial);
      if (found.kind !== 'port') return -1;
      return intern(
        `${scopeOf(found.node, found.creation)}|port${found.id}`,
        `#Port<0.${found.id}>`,
        found.node,
        'port',
      );
    },
    setNames(process, names) {
      known[process]!.initialNames = names;
    },
    setInitialCall(process, call) {
      known[process]!.initialCall = call;
    },
    isFile: (process) => known[process]?.initialCall?.includes('file_io_server') === true,
    publish(process) {
      let place = places[process]!;
      if (place < 0) {
        place = published.length;
        published.push(known[process]!);
        places[process] = place;
      }
      return place;
    },
  };
}

/** `Shop.Cart.add/2` for a module of Elixir, `lists:map/2` for one of Erlang. */
export function callName(module: string, name: string, arity: number): string {
  return module.startsWith('Elixir.') ? `${module.slice(7)}.${name}/${arity}` : `${module}:${name}/${arity}`;
}

/**
 * What a process was spawned to run, for people: through `proc_lib` and OTP's behaviours to the callback module.
 * `call` is `{Module, Function, Args}` or `{Module, Function, Arity}`; undefined if it is neither.
 */
export function initialCall(call: View): string | undefined {
  if (call.kind !== 'tuple' || call.elements.length !== 3) return undefined;
  const [module, name, args] = call.elements;
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || args === undefined) return undefined;
  if (args.kind === 'integer') return callName(module.name, name.name, args.value);
  // A list of small integers is written as a string.
  if (args.kind === 'text') return callName(module.name, name.name, args.text.length);
  if (args.kind !== 'list') return undefined;
  const list = args.elements;
  if (module.name === 'proc_lib' && name.name === 'init_p') {
    // [Parent, Ancestors, Module, Function, Args] or [Parent, Ancestors, Fun]
    if (list.length === 3 && list[2]!.kind === 'text') return list[2]!.text;
    const [realModule, realName, realArgs] = list.slice(2);
    if (realModule?.kind === 'atom' && realName?.kind === 'atom' && realArgs?.kind === 'list')
      return behaviourCall(realModule.name, realName.name, realArgs.elements);
  }
  if (module.name === 'erlang' && name.name === 'apply' && list.length === 2) {
    if (list[0]!.kind === 'text') return list[0]!.text;
    return undefined;
  }
  return callName(module.name, name.name, list.length);
}

/** `gen:init_it` is started by every behaviour; its arguments name the callback module (OTP, proc_lib and gen). */
function behaviourCall(module: string, name: string, args: readonly View[]): string {
  if (module === 'gen' && name === 'init_it') {
    // [Behaviour, Starter, Parent, (Name,) Module, Args, Options]
    const callback = args[args.length - 3];
    const given = args[args.length - 2];
    if (args.length >= 6 && callback?.kind === 'atom') {
      // A supervisor's arguments are {Name, Module, Args}: its own callback module says more.
      const inner = given?.kind === 'tuple' ? given.elements[1] : undefined;
      if (callback.name === 'supervisor' && inner?.kind === 'atom') return callName(inner.name, 'init', 1);
      return callName(callback.name, 'init', 1);
    }
  }
  return callName(module, name, args.length);
}
