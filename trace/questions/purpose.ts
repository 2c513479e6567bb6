import { type Moment, type ProcessId } from '../model.ts';
import { decodeTerm, functionOfFun } from '../term/index.ts';
import { type Trace } from '../trace.ts';
import { valuesAt } from './events.ts';
import { functionTitle } from './frames.ts';
import { printingOf } from './printing.ts';
import { remembered } from './variables.ts';

/** Calls that say nothing about what a process is for. */
const general =
  /^(#Fun|proc_lib|erlang|gen|gen_server|gen_statem|gen_event|supervisor|application_master|Task\.Supervised|Agent\.Server|GenServer)[.:<]/;

/**
 * What a process without a name is for: its behaviour's module, what it was spawned with, the first recorded code it ran.
 * Null if nothing is known.
 */
export function purposeOf(trace: Trace, process: ProcessId): string | null {
  const known = remembered(trace, 'purposes', () => new Map<number, string | null>());
  let purpose = known.get(process);
  if (purpose === undefined) {
    purpose = findPurpose(trace, process);
    known.set(process, purpose);
  }
  return purpose;
}

function findPurpose(trace: Trace, process: ProcessId): string | null {
  const { processes } = trace.inside.index;
  const call = trace.inside.identities[process]?.initialCall ?? null;
  const behaviour = callbackModule(trace, processes.firstState[process] ?? -1);
  // The state of a supervisor is that of OTP's module: what it was started with says more.
  if (behaviour !== null && behaviour !== 'supervisor') return behaviour;
  // What `proc_lib` keeps as the initial call of a behaviour is `init/1` of its callback module.
  if (call !== null && !general.test(call)) return call.replace(/[.:]init\/1$/, '');
  const site = trace.sites[(processes.firstSite[process] ?? 0) - 1];
  const info = site && trace.functions[site.function];
  if (site !== undefined && info !== undefined) {
    return functionTitle({ module: trace.modules[site.module]?.name ?? '', name: info.name, arity: info.arity });
  }
  return behaviour ?? (call === null ? null : callTitle(trace, call));
}

function callbackModule(trace: Trace, state: number): string | null {
  const module = state === -1 ? undefined : valuesAt(trace, state as Moment)[0];
  const term = module === undefined ? undefined : decodeTerm(module);
  return term?.kind === 'atom' ? nameTitle(term.name) : null;
}

/** What a process was spawned to run, for people: `fun in Task.Supervised` for `#Fun<Elixir.Task.Supervised.4.131128816>`. */
export function callTitle(trace: Trace, call: string): string {
  const [, module, index, unique] = /^#Fun<([^]*)\.(\d+)\.(\d+)>$/.exec(call) ?? [];
  if (module === undefined) return call;
  const fun = printingOf(trace).options.funOf?.({ module, index: Number(index), oldUniq: Number(unique) });
  const outer = fun === undefined ? undefined : functionOfFun(fun.name);
  return `fun in ${outer === undefined ? nameTitle(module) : functionTitle({ module, ...outer })}`;
}

/** `Shop.Cart` for the atom `Elixir.Shop.Cart`. */
export function nameTitle(name: string): string {
  return name.startsWith('Elixir.') ? name.slice('Elixir.'.length) : name;
}

/** Applications of Elixir, by the beginning of their modules. */
const elixirs = /^(Mix|Hex|Logger|IEx|ExUnit)([.]|$)|^(Kernel|Module|Code|Config)[.]/;
/** Modules and registered names of the virtual machine, of OTP's kernel, stdlib, compiler, ssl and inets, and of the recorder. */
const otps =
  /^(logger|erts|erl|elixir|prim|inet|ssl|tls|dtls|httpc|inets|kernel|disk_log|dets|sasl|standard_error)_[a-z0-9_]+$/;
const others = new Set(
  (
    'init kernel logger code_server application_controller application_master error_logger file_server_2 file_io_server ' +
    'global global_group global_group_check global_name_server net_kernel net_sup net_sup_dynamic auth rex user user_sup ' +
    'user_drv user_drv_reader user_drv_writer group standard_error disk_log dets ram_file socket_registry gen_event ' +
    'cinema_recorder timer_server release_handler alarm_handler heart pg supervisor_bridge compile epp inet_db'
  ).split(' '),
);

/** Whether a name or purpose is of OTP's or Elixir's own machinery, which no program was written to be. */
export function isMachinery(title: string): boolean {
  const [module = ''] = title.replace(/^fun in /, '').split(':');
  return elixirs.test(module) || otps.test(module) || others.has(module);
}
