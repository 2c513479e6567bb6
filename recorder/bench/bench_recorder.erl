%%% What an event costs. Each workload runs without and with a recording, in turns, so that both see the same machine.
%%%
%%%   erlc +debug_info -o OUT recorder/bench/*.erl
%%%   erl -noshell -pa recorder/ebin -pa OUT -run bench_recorder main PARTS NIF [SINK]
%%%
%%% prints one line of JSON a workload: nanoseconds a run without (`base') and with (`with'), events a run, nanoseconds an event,
%%% events a second, bytes of the file an event, and the factor.
-module(bench_recorder).

-export([main/1]).

-define(ROUNDS, 7).

main([Parts, Nif | Rest]) ->
    Sink = case Rest of [Name] -> list_to_atom(Name); [] -> native end,
    [report(Name, measure(Module, Argument, Options, Parts, Nif, Sink)) || {Name, Module, Argument, Options} <- workloads()],
    halt(0).

%% lines: calls and bindings only; messages: the VM's events only; the rest has both
workloads() ->
    [
        {lines, bench_json, bench_json:text(), #{}},
        {messages_and_lines, bench_ring, {20, 1000}, #{}},
        {messages, bench_ring, {20, 1000}, #{lines => []}},
        {server, bench_kv, {2000, 10}, #{}},
        {server_large_state, bench_kv, {500, 10000}, #{}}
    ].

measure(Module, Argument, Options, Parts, Nif, Sink) ->
    Rounds = [round(Module, Argument, Options, Parts, Nif, Sink) || _ <- lists:seq(1, ?ROUNDS)],
    Median = fun(Key) -> lists:nth(?ROUNDS div 2 + 1, lists:sort([maps:get(Key, Round) || Round <- Rounds])) end,
    maps:from_list([{Key, Median(Key)} || Key <- [base, with, events, dropped, bytes]]).

round(Module, Argument, Options, Parts, Nif, Sink) ->
    Base = time(Module, Argument),
    {ok, #{file := File}} = cinema_recorder:start(maps:merge(#{parts => Parts, project => "/nowhere", nif => Nif, sink => Sink,
        lines => [atom_to_binary(Module)]}, Options)),
    reload(Module),
    Before = events(),
    With = time(Module, Argument),
    Events = events() - Before,
    {ok, #{dropped := Dropped, still_instrumented := []}} = cinema_recorder:stop(),
    Bytes = filelib:file_size(File),
    ok = file:delete(File),
    reload(Module),
    #{base => Base, with => With, events => Events, dropped => Dropped, bytes => Bytes}.

reload(Module) ->
    true = code:soft_purge(Module),
    {module, Module} = code:load_file(Module),
    true = code:soft_purge(Module).

events() -> maps:get(events, cinema_recorder:status()).

%% Warm, then the best of three, each in a process of its own that is traced from its birth.
time(Module, Argument) ->
    lists:min([once(Module, Argument) || _ <- [warm, 1, 2, 3]]).

once(Module, Argument) ->
    {Pid, Monitor} = spawn_monitor(fun() ->
        Start = erlang:monotonic_time(nanosecond),
        Module:run(Argument),
        exit({took, erlang:monotonic_time(nanosecond) - Start})
    end),
    receive {'DOWN', Monitor, process, Pid, {took, Time}} -> Time end.

report(Name, #{base := Base, with := With, events := Events, bytes := Bytes, dropped := Dropped}) ->
    PerRun = Events / 4,
    io:format("~ts~n", [cinema_json:encode(#{workload => Name, base => Base, with => With, factor => With / Base, events => round(PerRun),
        nanosecondsPerEvent => (With - Base) / PerRun, eventsPerSecond => PerRun * 1.0e9 / With, bytesPerEvent => Bytes / max(1, Events), dropped => Dropped})]).
