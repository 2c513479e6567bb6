%%% The programs that tests run with and without the recorder's calls: small, deterministic,
%%% each with a main/0.
-module(cinema_programs).

-export([erlang/0, elixir/0, compile/1, instrument/1, load/1, unload/1, run/1, source/1, marked_lines/2]).

-export_type([program/0, outcome/0]).

%% The file, its main module, and the compiled modules of the file.
-type program() :: {file:filename(), module(), [{module(), binary()}]}.
-type outcome() :: #{result := term(), output := binary(), pid := pid()}.

-spec erlang() -> [file:filename()].
erlang() ->
    lists:sort(filelib:wildcard(filename:join(folder(), "*.erl"))).

-spec elixir() -> [file:filename()].
elixir() ->
    lists:sort(filelib:wildcard(filename:join(folder(), "*.ex"))).

folder() ->
    Source = proplists:get_value(source, ?MODULE:module_info(compile)),
    filename:join(filename:dirname(Source), "programs").

%% The modules of a program with debug info, not yet loaded.
-spec compile(file:filename()) -> program().
compile(File) ->
    case filename:extension(File) of
        ".erl" ->
            {ok, Module, Beam} = compile:file(File, [debug_info, binary, return_errors, nowarn_unused_vars]),
            {File, Module, [{Module, Beam}]};
        ".ex" ->
            Modules = cinema_elixir:compile(File),
            [Main] = [Module || {Module, _} <- Modules, lists:suffix(".Main", atom_to_list(Module))],
            {File, Main, Modules}
    end.

%% The program with the recorder's calls, and the tables of its sites.
-spec instrument(program()) -> {program(), cinema_replay:tables()}.
instrument({File, Main, Modules}) ->
    {Instrumented, {Tables, _}} = lists:mapfoldl(
        fun({Module, Beam}, {Tables, Base}) ->
            {ok, Module, NewBeam, #{count := Count, json := Json}} = cinema_instrument:beam(Beam, #{base => Base}),
            {{Module, NewBeam}, {[cinema_replay:table(Json) | Tables], Base + Count}}
        end,
        {[], 1000},
        Modules
    ),
    {{File, Main, Instrumented}, Tables}.

-spec load(program()) -> ok.
load({File, _, Modules}) ->
    lists:foreach(
        fun({Module, Beam}) ->
            code:purge(Module),
            {module, Module} = code:load_binary(Module, File, Beam)
        end,
        Modules
    ).

-spec unload(program()) -> ok.
unload({_, _, Modules}) ->
    lists:foreach(
        fun({Module, _}) ->
            code:purge(Module),
            code:delete(Module),
            code:purge(Module)
        end,
        Modules
    ).

%% Runs main/0 in a process of its own: what it returned or how it failed, with the stack
%% trace, and what it printed.
-spec run(program()) -> outcome().
run({_, Main, _}) ->
    Output = spawn(fun() -> output(<<>>) end),
    Self = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        group_leader(Output, self()),
        Self ! {self(), outcome(Main)}
    end),
    receive
        {Pid, Result} ->
            demonitor(Monitor, [flush]),
            #{result => comparable(Result), output => printed(Output), pid => Pid};
        {'DOWN', Monitor, process, Pid, Reason} ->
            #{result => {down, Reason}, output => printed(Output), pid => Pid}
    after 20000 ->
        error({did_not_finish, Main})
    end.

outcome(Main) ->
    try
        {returned, Main:main()}
    catch
        Class:Reason:Stack -> {Class, Reason, Stack}
    end.

%% A device that keeps what is written to it.
output(Written) ->
    receive
        {io_request, From, Reference, Request} ->
            From ! {io_reply, Reference, ok},
            output(<<Written/binary, (characters(Request))/binary>>);
        {written, From} ->
            From ! {self(), Written}
    end.

characters({put_chars, unicode, Characters}) -> unicode:characters_to_binary(Characters);
characters({put_chars, unicode, Module, Function, Arguments}) -> unicode:characters_to_binary(apply(Module, Function, Arguments));
characters(_) -> <<>>.

printed(Output) ->
    Output ! {written, self()},
    receive
        {Output, Written} -> Written
    end.

%% Funs, pids and references differ from run to run.
comparable(Fun) when is_function(Fun) -> a_fun;
comparable(Pid) when is_pid(Pid) -> a_pid;
comparable(Reference) when is_reference(Reference) -> a_reference;
comparable(Tuple) when is_tuple(Tuple) -> list_to_tuple([comparable(Element) || Element <- tuple_to_list(Tuple)]);
comparable([Head | Tail]) -> [comparable(Head) | comparable(Tail)];
comparable(Map) when is_map(Map) -> maps:map(fun(_, Value) -> comparable(Value) end, Map);
comparable(Term) -> Term.

-spec source(program()) -> file:filename().
source({File, _, _}) ->
    File.

%% The lines of a program's source that carry a mark.
-spec marked_lines(program(), string()) -> [pos_integer()].
marked_lines({File, _, _}, Mark) ->
    {ok, Bytes} = file:read_file(File),
    Lines = string:split(Bytes, "\n", all),
    [Number || {Number, Line} <- lists:zip(lists:seq(1, length(Lines)), Lines), string:find(Line, Mark) =/= nomatch].
