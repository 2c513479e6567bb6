%%% The top level of Elixir scripts: code outside of any module. Elixir compiles it as a module of its own without debug
%%% information; asked for it, the module is recorded by lines as any other.
-module(cinema_script).

-export([noenv_forms/3]).
%% a backend of debug information, as beam_lib knows them
-export([debug_info/4]).

%% In place of elixir_erl_compiler:noenv_forms/3, in the calls of elixir_compiler.
-spec noenv_forms(list(), binary(), list()) -> term().
noenv_forms(Forms, File, Options) ->
    case wanted(Forms, File) of
        %% the forms as they are: Elixir hands Core Erlang to the compiler, which no longer knows them
        true -> elixir_erl_compiler:noenv_forms(Forms, File, [{debug_info, {?MODULE, Forms}} | Options]);
        false -> elixir_erl_compiler:noenv_forms(Forms, File, Options)
    end.

-spec debug_info(atom(), module(), list(), list()) -> {ok, list()} | {error, unknown_format}.
debug_info(erlang_v1, _Module, Forms, _) -> {ok, Forms};
debug_info(_, _, _, _) -> {error, unknown_format}.

%% Not the bodies of modules, which run while they are compiled; not files of tests, whose top level only makes modules.
wanted(Forms, File) ->
    Name = unicode:characters_to_list(filename:basename(File)),
    case application:get_env(kernel, '$cinema_rules') of
        {ok, Rules} ->
            filename:extension(Name) =:= ".exs" andalso not lists:suffix("_test.exs", Name) andalso
                not lists:member(Name, ["mix.exs", "test_helper.exs", ".formatter.exs", ".iex.exs"]) andalso
                lists:keymember('__FILE__', 3, Forms) andalso
                cinema_levels:own(unicode:characters_to_list(File), Rules);
        undefined ->
            false
    end.
