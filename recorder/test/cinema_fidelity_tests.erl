%%% A program behaves the same with the recorder's calls in it: what it returns, what it
%%% prints, how it fails and where, and in which order it takes its messages.
-module(cinema_fidelity_tests).

-include_lib("eunit/include/eunit.hrl").

erlang_programs_test_() ->
    with_double([same_behaviour(File) || File <- cinema_programs:erlang()]).

elixir_programs_test_() ->
    with_double([same_behaviour(File) || File <- cinema_programs:elixir()]).

with_double(Tests) ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, {timeout, 120, Tests}}.

same_behaviour(File) ->
    {filename:basename(File),
        {timeout, 30, fun() ->
            Program = cinema_programs:compile(File),
            {Instrumented, _} = cinema_programs:instrument(Program),
            cinema_programs:load(Program),
            Plain = cinema_programs:run(Program),
            cinema_programs:load(Instrumented),
            Recorded = cinema_programs:run(Instrumented),
            cinema_programs:unload(Instrumented),
            ?assertMatch(#{result := {returned, _}}, Plain),
            ?assertEqual(maps:remove(pid, Plain), maps:remove(pid, Recorded)),
            ?assertNotEqual([], cinema_event_double:events(maps:get(pid, Recorded)))
        end}}.
