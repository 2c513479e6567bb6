%%% Elixir scripts and tests: code that is compiled without debug information, because nothing of it is kept.
%%%
%%% Elixir compiles the top level of a script as a module of its own, and mix the modules of tests, without it. Here the two calls
%%% of the compiler are led through this module (cinema_loader:redirections/2), which adds what the recorder needs. Only
%%% files *.exs of the project: nothing of them is ever written to disk.
-module(cinema_script).

-export([noenv_forms/3, forms/3]).
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

%% In place of elixir_erl_compiler:forms/3, in the calls of elixir_erl, which compiles modules.
-spec forms(list(), binary(), list()) -> term().
forms(Forms, File, Options) ->
    case lists:member({debug_info, {elixir_erl, none}}, Options) andalso own_script(File) of
        true -> elixir_erl_compiler:forms(Forms, File, [{debug_info, {?MODULE, Forms}} | proplists:delete(debug_info, Options)]);
        false -> elixir_erl_compiler:forms(Forms, File, Options)
    end.

-spec debug_info(atom(), module(), list(), list()) -> {ok, list()} | {error, unknown_format}.
debug_info(erlang_v1, _Module, Forms, _) -> {ok, Forms};
debug_info(_, _, _, _) -> {error, unknown_format}.

%% Not the bodies of modules, which run while they are compiled; not the top level of tests, which only makes modules.
wanted(Forms, File) ->
    Name = unicode:characters_to_list(filename:basename(File)),
    own_script(File) andalso not lists:suffix("_test.exs", Name) andalso
        not lists:member(Name, ["mix.exs", "test_helper.exs", ".formatter.exs", ".iex.exs"]) andalso
        lists:keymember('__FILE__', 3, Forms).

own_script(File) ->
    Path = unicode:characters_to_list(File),
    case application:get_env(kernel, '$cinema_rules') of
        {ok, Rules} -> filename:extension(Path) =:= ".exs" andalso cinema_levels:own(Path, Rules);
        undefined -> false
    end.
