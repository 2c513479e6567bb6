%%% What recording costs a program. One workload after another in this BEAM, recorded (or not) in one way; bench/recorder.ts
%%% starts a BEAM for each way, in turns, so that all of them see the same machine, and takes the medians.
%%%
%%%   erlc +debug_info -o OUT recorder/bench/*.erl
%%%   erl +S 1:1 -noshell -pa recorder/ebin -pa OUT -run bench_recorder main WAY MILLISECONDS FOLDER NIF [WORKLOAD…]
%%%
%%% WAY: plain, loaded (the recorder is in memory and does not record), stopped (it recorded and was stopped), native, portable,
%%% dbg (OTP's own tracer to its own file port). Prints one line of JSON a workload: the median of the runs in nanoseconds, all
%%% that was measured together (nanoseconds, nanoseconds of processor time, runs), and of one run: events, dropped ones, bytes.
-module(bench_recorder).

-export([main/1]).

main([Way, Milliseconds, Folder, Nif | Names]) ->
    Chosen = [Workload || {Name, _, _, _, _} = Workload <- workloads(), Names =:= [] orelse lists:member(atom_to_list(Name), Names)],
    Limit = list_to_integer(Milliseconds) * 1000000,
    [report(Workload, way(list_to_atom(Way), Workload, Limit, Folder, Nif)) || Workload <- Chosen],
    halt(0).

%% Name, module, argument, options of the recording, flags of dbg. `lines' and `calls' have instrumented code only,
%% `messages' the VM's own events only, the others both.
workloads() ->
    Lines = fun(Module) -> #{lines => [atom_to_binary(Module)]} end,
    [
        {lines, bench_json, bench_json:text(), Lines(bench_json), [c]},
        {calls, bench_json, bench_json:text(), #{calls => [<<"bench_json">>]}, [c]},
        {messages, bench_ring, {20, 1000}, #{}, [m]},
        {messages_and_lines, bench_ring, {20, 1000}, Lines(bench_ring), [c, m]},
        {server, bench_kv, {1000, 10}, Lines(bench_kv), [c, m]},
        {server_large_state, bench_kv, {100, 1000}, Lines(bench_kv), [c, m]}
    ].

way(plain, {_, Module, Argument, _, _}, Limit, _, _) ->
    nothing_recorded(Module, Argument, Limit);
way(loaded, {_, Module, Argument, _, _}, Limit, _, _) ->
    ok = cinema_boot:load_recorder(),
    nothing_recorded(Module, Argument, Limit);
way(stopped, {_, Module, Argument, Options, _}, Limit, Folder, Nif) ->
    _ = start(auto, Module, Options, Folder, Nif),
    _ = run(Module, Argument),
    _ = stop(),
    nothing_recorded(Module, Argument, Limit);
way(dbg, {_, Module, Argument, _, Flags}, Limit, Folder, _) ->
    File = filename:join(Folder, "dbg-" ++ os:getpid()),
    {ok, _} = dbg:tracer(port, dbg:trace_port(file, File)),
    {ok, _} = dbg:p(new, Flags),
    [{ok, _} = dbg:tpl(Module, '_', [{'_', [], [{return_trace}]}]) || lists:member(c, Flags)],
    Timed = timed(Module, Argument, Limit),
    ok = dbg:flush_trace_port(),
    ok = dbg:stop_clear(),
    {ok, Trace} = file:read_file(File),
    ok = file:delete(File),
    {Events, Dropped} = count(Trace, 0, 0),
    result(Timed, Events, Dropped, byte_size(Trace));
way(Sink, {_, Module, Argument, Options, _}, Limit, Folder, Nif) ->
    File = start(Sink, Module, Options, Folder, Nif),
    #{events := Before} = cinema_recorder:status(),
    Timed = timed(Module, Argument, Limit),
    {Events, Dropped} = stop(),
    Bytes = filelib:file_size(File),
    ok = file:delete(File),
    result(Timed, Events - Before, Dropped, Bytes).

start(Sink, Module, Options, Folder, Nif) ->
    {ok, #{file := File}} = cinema_recorder:start(Options#{parts => Folder, project => "/nowhere", nif => Nif, sink => Sink}),
    true = code:soft_purge(Module),
    {module, Module} = code:load_file(Module),
    true = code:soft_purge(Module),
    File.

%% Puts the original code back, in all modules.
stop() ->
    {ok, #{still_instrumented := [], events := Events, dropped := Dropped}} = cinema_recorder:stop(),
    {Events, Dropped}.

nothing_recorded(Module, Argument, Limit) -> result(timed(Module, Argument, Limit), 0, 0, 0).

result({Times, Processor}, Events, Dropped, Bytes) ->
    Runs = length(Times),
    Measured = Runs + 1,
    #{median => lists:nth(Runs div 2 + 1, lists:sort(Times)), runs => Runs, total => lists:sum(Times), processor => Processor,
        events => Events / Measured, dropped => Dropped / Measured, bytes => Bytes / Measured}.

%% Warm, then again and again until the time is over. Processor time is that of all threads.
timed(Module, Argument, Limit) ->
    _ = run(Module, Argument),
    {Before, _} = erlang:statistics(runtime),
    Times = repeated(Module, Argument, Limit),
    {After, _} = erlang:statistics(runtime),
    {Times, (After - Before) * 1000000}.

repeated(_, _, Left) when Left =< 0 -> [];
repeated(Module, Argument, Left) ->
    Time = run(Module, Argument),
    [Time | repeated(Module, Argument, Left - Time)].

%% In a process of its own, which is traced from its birth.
run(Module, Argument) ->
    {Pid, Monitor} = spawn_monitor(fun() ->
        Start = erlang:monotonic_time(nanosecond),
        Module:run(Argument),
        exit({took, erlang:monotonic_time(nanosecond) - Start})
    end),
    receive {'DOWN', Monitor, process, Pid, {took, Time}} -> Time end.

%% Records of the file port: an event with its length, or how many were dropped.
count(<<0, Length:32, _:Length/binary, Rest/binary>>, Events, Dropped) -> count(Rest, Events + 1, Dropped);
count(<<1, More:32, Rest/binary>>, Events, Dropped) -> count(Rest, Events, Dropped + More);
count(_, Events, Dropped) -> {Events, Dropped}.

report({Name, _, _, _, _}, Result) ->
    io:format("~ts~n", [cinema_json:encode(Result#{workload => Name})]).
