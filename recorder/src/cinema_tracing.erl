%%% The VM's own events: spawn, exit, link, register, send, receive of every process, and calls that say where an OTP
%%% behaviour stands. They go to the sink's tracer (the NIF, or the portable sink's process).
-module(cinema_tracing).

-export([start/2, stop/1, pause/1, resume/2, snapshot/1, quiet/1, trace_calls/1]).

-export_type([tracer/0]).

-type tracer() :: {tracer, module(), term()} | {tracer, pid()}.

-define(FLAGS, [procs, send, 'receive', call]).

%% Traces all processes, and those that will be, except Quiet ones. Gives the processes that belong to another tracer.
-spec start(tracer(), [pid()]) -> [pid()].
start(Tracer, Quiet) ->
    Flags = flags(Tracer),
    %% The message of this match specification names node and sender of every message that arrives.
    erlang:trace_pattern('receive', [{['$1', '$2', '$3'], [], [{message, {{'$1', '$2'}}}]}], []),
    lists:foreach(fun({Point, Specification}) -> erlang:trace_pattern(Point, Specification, [local]) end, cinema_points:all()),
    native(Tracer) andalso lists:foreach(fun(Point) -> erlang:trace_pattern(Point, true, [local]) end, guards()),
    %% New ones first: a process that is spawned meanwhile is in one of the two.
    erlang:trace(new_processes, true, Flags),
    Foreign = [Pid || Pid <- processes() -- Quiet, not trace(Pid, Flags, Tracer)],
    %% The code server is quiet but for the loading of code, after which literals may lie elsewhere.
    native(Tracer) andalso trace(whereis(code_server), [call, Tracer], Tracer),
    Foreign.

-spec stop(tracer()) -> ok.
stop(Tracer) ->
    erlang:trace(all, false, flags(Tracer) -- [Tracer]),
    erlang:trace_pattern('receive', true, []),
    Points = [Point || {Point, _} <- cinema_points:all()] ++ guards(),
    lists:foreach(fun(Point) -> erlang:trace_pattern(Point, false, [local]) end, Points).

%% Stops the events, and takes them again, with what is traced left as it is.
-spec pause(tracer()) -> ok.
pause(Tracer) ->
    erlang:trace(all, false, flags(Tracer) -- [Tracer]),
    ok.

-spec resume(tracer(), [pid() | atom()]) -> ok.
resume(Tracer, Quiet) ->
    Flags = flags(Tracer),
    erlang:trace(new_processes, true, Flags),
    lists:foreach(fun(Pid) -> trace(Pid, Flags, Tracer) end, processes() -- Quiet).

%% Calls of a module without debug info: every function, with its arguments.
-spec trace_calls(module()) -> non_neg_integer().
trace_calls(Module) ->
    erlang:trace_pattern({Module, '_', '_'}, [{'_', [], []}], [local]).

flags({tracer, _} = Tracer) -> [monotonic_timestamp, Tracer | ?FLAGS];
flags(Tracer) -> [garbage_collection, Tracer | ?FLAGS].

native({tracer, _, _}) -> true;
native({tracer, _}) -> false.

%% What may move terms, or use the memory of literals again, without a collection that the tracer sees.
guards() -> [{erlang, hibernate, 3}, {erlang, finish_loading, 1}].

trace(Pid, Flags, Tracer) ->
    try erlang:trace(Pid, true, Flags) of
        _ -> true
    catch
        error:badarg ->
            %% gone, or somebody else's
            case erlang:trace_info(Pid, tracer) of
                undefined -> true;
                {tracer, []} -> false;
                Mine -> ours(Mine, Tracer)
            end
    end.

ours({tracer, {Module, _}}, {tracer, Module, _}) -> true;
ours({tracer, Pid}, {tracer, Pid}) -> true;
ours(_, _) -> false.

%% Processes of the system whose events and messages would only be noise, unless a pattern of --messages names
%% them; and their names, which messages are sent to.
-spec quiet([binary()]) -> {[pid()], [atom()]}.
quiet(Patterns) ->
    Asked = fun(Name) -> lists:any(fun(Pattern) -> cinema_levels:matches(Name, Pattern) end, Patterns) end,
    Names = [Name || Name <- quiet_names(), not Asked(Name)],
    Named = [Pid || Name <- Names, Pid <- [whereis(Name)], is_pid(Pid)],
    {lists:usort(Named ++ [Pid || Pid <- processes(), of_runtime(Pid)]), Names}.

quiet_names() ->
    [init, erts_code_purger, erl_prim_loader, code_server, file_server_2, logger, logger_proxy, logger_std_h_default,
        logger_olp, kernel_refc, standard_error_sup, erl_signal_server, inet_db, socket_registry, application_controller,
        global_name_server, global_group, cinema_recorder, user_drv, user_drv_reader, user_drv_writer].

%% Processes of the runtime system itself.
of_runtime(Pid) ->
    case process_info(Pid, initial_call) of
        {initial_call, {Module, _, _}} -> lists:member(Module, [erts_code_purger, erts_literal_area_collector, erts_dirty_process_signal_handler, erts_trace_cleaner, prim_file, socket_registry]);
        undefined -> false
    end.

%% States the processes that are alive, by way of Mark.
-spec snapshot(fun((term()) -> term())) -> ok.
snapshot(Mark) ->
    lists:foreach(fun(Pid) -> describe(Pid, Mark) end, processes() -- [self()]).

describe(Pid, Mark) ->
    case process_info(Pid, [registered_name, initial_call, dictionary, links, monitors, current_function]) of
        undefined ->
            ok;
        [{_, Name}, {_, Initial}, {_, Dictionary}, {_, Links}, {_, Monitors}, {_, Current}] ->
            Names = if is_atom(Name) -> [Name]; true -> [] end,
            Call = proplists:get_value('$initial_call', Dictionary, Initial),
            Ancestors = proplists:get_value('$ancestors', Dictionary, []),
            Mark({process, Pid, Names, Call, Ancestors, Links, Monitors, Current})
    end.
