%%% What fails fails the same way: class, reason and every frame of the stack trace, with
%%% its line, are those of the program without the recorder's calls.
-module(cinema_failures_tests).

-include_lib("eunit/include/eunit.hrl").

failures_test_() ->
    {setup, fun set_up/0, fun tear_down/1, fun({Plain, Recorded}) ->
        [
            {lists:flatten(io_lib:format("~0p", [Case])), ?_assertEqual(Expected, Actual)}
         || {{Case, Expected}, {_, Actual}} <- lists:zip(Plain, Recorded)
        ]
    end}.

%% The one difference: a comprehension in tail position is a call that its function makes
%% last, and that the function's frame now waits for to report what it returns.
comprehension_in_tail_position_test() ->
    {Program, _} = programs(),
    [{_, {error, badarith, Plain}}] = outcomes(Program, [{lc_last, [[1, a]]}]),
    {Plain1, Recorded} = both([{lc_last, [[1, a]]}]),
    [{_, {error, badarith, Plain}}] = Plain1,
    [{_, {error, badarith, Longer}}] = Recorded,
    [Added] = Longer -- Plain,
    ?assertMatch({failures, lc_last, 1, _}, Added).

set_up() ->
    both(all).

tear_down(_) ->
    code:purge(failures),
    code:delete(failures).

both(Which) ->
    {Plain, Instrumented} = programs(),
    Expected = outcomes(Plain, Which),
    ok = cinema_event_double:install(),
    Actual = outcomes(Instrumented, Which),
    cinema_event_double:remove(),
    {Expected, Actual}.

programs() ->
    File = filename:join([filename:dirname(hd(cinema_programs:erlang())), "failures", "failures.erl"]),
    Program = cinema_programs:compile(File),
    {Instrumented, _} = cinema_programs:instrument(Program),
    {Program, Instrumented}.

outcomes(Program, Which) ->
    cinema_programs:load(Program),
    Cases =
        case Which of
            all -> failures:cases();
            _ -> Which
        end,
    [{Case, outcome(Case)} || Case <- Cases].

outcome({Function, Arguments}) ->
    Self = self(),
    {Pid, Monitor} = spawn_monitor(fun() -> Self ! {self(), call(Function, Arguments)} end),
    receive
        {Pid, Outcome} ->
            demonitor(Monitor, [flush]),
            Outcome;
        {'DOWN', Monitor, process, Pid, Reason} ->
            {down, Reason}
    end.

call(Function, Arguments) ->
    try
        {returned, comparable(apply(failures, Function, Arguments))}
    catch
        Class:Reason:Stack -> {Class, comparable(Reason), comparable(Stack)}
    end.

%% Funs and pids differ from run to run.
comparable(Fun) when is_function(Fun) -> a_fun;
comparable(Pid) when is_pid(Pid) -> a_pid;
comparable(Tuple) when is_tuple(Tuple) -> list_to_tuple([comparable(Element) || Element <- tuple_to_list(Tuple)]);
comparable([Head | Tail]) -> [comparable(Head) | comparable(Tail)];
comparable(Term) -> Term.
