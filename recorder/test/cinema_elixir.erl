%%% Elixir inside of the test's own virtual machine.
-module(cinema_elixir).

-export([start/0, compile/1]).

%% Makes Elixir usable here; says how to install it when it is not there.
-spec start() -> ok.
start() ->
    case code:ensure_loaded(elixir) of
        {module, elixir} -> ok;
        {error, _} -> add_paths()
    end,
    {ok, _} = application:ensure_all_started(elixir),
    ok.

add_paths() ->
    case os:find_executable("elixir") of
        false -> error("Elixir is needed for this test: apt-get install elixir");
        Executable -> code:add_pathsa(filelib:wildcard(filename:join([library(Executable), "lib", "*", "ebin"])))
    end.

%% The folder above bin/elixir, after links.
library(Executable) ->
    case file:read_link_all(Executable) of
        {ok, Target} -> library(filename:absname(Target, filename:dirname(Executable)));
        {error, _} -> filename:dirname(filename:dirname(Executable))
    end.

%% The modules of a source file. They are loaded, too: Elixir's compiler does that.
-spec compile(file:filename()) -> [{module(), binary()}].
compile(File) ->
    ok = start(),
    'Elixir.Code':compiler_options([{ignore_module_conflict, true}]),
    Before = 'Elixir.Code':get_compiler_option(debug_info),
    'Elixir.Code':put_compiler_option(debug_info, true),
    try
        lists:sort('Elixir.Code':compile_file(unicode:characters_to_binary(File)))
    after
        'Elixir.Code':put_compiler_option(debug_info, Before)
    end.
