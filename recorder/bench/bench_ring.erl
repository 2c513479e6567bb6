%%% Workload: messages that go round in a ring of processes.
-module(bench_ring).

-export([run/1]).

run({Size, Rounds}) ->
    Parent = self(),
    First = lists:foldl(fun(_, Next) -> spawn_link(fun() -> member(Next) end) end, Parent, lists:seq(1, Size)),
    rounds(First, Rounds),
    First ! stop,
    receive stop -> ok end.

rounds(_, 0) ->
    ok;
rounds(First, Left) ->
    First ! {token, Left},
    receive
        {token, Left} -> rounds(First, Left - 1)
    end.

member(Next) ->
    receive
        stop ->
            Next ! stop;
        {token, Number} ->
            Next ! {token, Number},
            member(Next)
    end.
