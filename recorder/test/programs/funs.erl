-module(funs).
-export([main/0]).

main() ->
    Factor = 3,
    Unused = not_taken,
    Times = fun(X) ->
        Product = X * Factor,
        Product
    end,
    Tripled = lists:map(Times, [1, 2]),
    Many = fun
        (0) ->
            none;
        (N) when N > 1 ->
            {many, N, Factor};
        (One) ->
            {one, One}
    end,
    Counted = [Many(0), Many(1), Many(2)],
    Count = fun Loop(0) ->
        done;
    Loop(N) ->
        Loop(N - 1)
    end,
    Done = Count(2),
    Add = adder(10),
    Sum = Add(5),
    Sum0 = fun(Element, Total) ->
        Element + Total
    end,
    Folded = lists:foldl(Sum0, 0, Tripled),
    External = fun lists:reverse/1,
    Turned = External([1, 2]),
    {Unused, Tripled, Counted, Done, Sum, Folded, Turned}.

adder(N) ->
    fun(M) ->
        fun() ->
            N + M
        end()
    end.
