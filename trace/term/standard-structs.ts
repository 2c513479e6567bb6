/** How the values of one struct are printed. */
export interface StructDefinition {
  /** In the order of `defstruct`, which is the order `inspect/2` prints. */
  readonly fields: readonly string[];
  /** Fields that `@derive {Inspect, only: …}` leaves visible: the struct is then printed as `#Name<a: 1, ...>`. */
  readonly only?: readonly string[];
  /** Fields that `@derive {Inspect, optional: …}` hides while they have their default, and that default as it prints. */
  readonly optional?: ReadonlyMap<string, string>;
}

/** Structs of Elixir's own applications that do not define their fields in alphabetical order; see testing/structs.exs. */
const orders = `
  BadArityError: function args
  BadBooleanError: term operator
  CompileError: file line description
  Config.Provider: providers config_path extra_config prune_runtime_sys_config_after_boot reboot_system_after_config validate_compile_env
  Date: year month day calendar
  Date.Range: first last first_in_iso_days last_in_iso_days step
  DateTime: year month day hour minute second time_zone zone_abbr utc_offset std_offset microsecond calendar
  DynamicSupervisor: args extra_arguments mod name strategy max_children max_restarts max_seconds children restarts
  File.CopyError: reason source destination on action
  File.Error: reason path action
  File.LinkError: reason existing new action
  File.RenameError: reason source destination on action
  File.Stat: size type access atime mtime ctime mode links major_device minor_device inode uid gid
  File.Stream: path modes line_or_bytes raw
  FunctionClauseError: module function arity kind args clauses
  HashDict: size root
  HashSet: size root
  IO.Stream: device raw line_or_bytes
  IO.StreamError: reason message
  Inspect.Error: exception_module exception_message stacktrace inspected_struct
  KeyError: key term message
  NaiveDateTime: year month day hour minute second microsecond calendar
  Protocol.UndefinedError: protocol value description
  Regex: re_pattern source opts re_version
  Stream: enum funs accs done
  SyntaxError: file line column snippet description
  Time: hour minute second microsecond calendar
  TokenMissingError: file line snippet column description
  URI: scheme authority userinfo host port path query fragment
  URI.Error: action reason part
  UndefinedFunctionError: module function arity reason message
  Version: major minor patch pre build
  Version.Requirement: source lexed
  EEx.SyntaxError: message file line column
  ExUnit.AssertionError: left right message expr args doctest context
  ExUnit.Test: name case module state time tags logs
  IEx.State: parser_state counter prefix on_eof evaluator_options previous_state
  Mix.Dep: scm app requirement status opts deps top_level extra manager from system_env
  Mix.ElixirVersionError: target expected actual message mix
  Mix.InvalidTaskError: task message mix
  Mix.NoTaskError: task message mix
  Mix.Release: name version path version_path applications boot_scripts erts_source erts_version config_providers options overlays steps
  Mix.Task.Compiler.Diagnostic: file severity message position compiler_name details
`;

const derived = new Map<string, Partial<StructDefinition>>([
  ['Elixir.URI', { optional: new Map([['authority', 'nil']]) }],
  ['Elixir.Version', { optional: new Map(Object.entries({ pre: '[]', build: 'nil' })) }],
]);

/** By module, as the atom is spelled: `Elixir.URI`. */
export const standardStructs: ReadonlyMap<string, StructDefinition> = new Map(
  orders
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', fields = ''] = line.trim().split(': ');
      const module = `Elixir.${name}`;
      return [module, { fields: fields.split(' '), ...derived.get(module) }];
    }),
);
