-module(tail_calls).
-export([main/0]).

main() ->
    Sum = sum([1, 2, 3, 4], 0),
    Parity = even(9),
    Reversed = reverse("abc"),
    First = first(fun(X) -> X > 2 end, [1, 2, 3, 4]),
    Any = any(fun erlang:is_atom/1, [1, a, 2]),
    All = all(fun erlang:is_integer/1, [1, 2, x]),
    {Sum, Parity, Reversed, First, Any, All}.

sum([], Total) ->
    Total;
sum([Number | Numbers], Total) ->
    Next = Total + Number,
    sum(Numbers, Next).

even(0) -> true;
even(N) -> odd(N - 1).

odd(0) -> false;
odd(N) -> even(N - 1).

reverse(List) ->
    reverse(List, []).

reverse([], Done) ->
    Done;
reverse([Head | Tail], Done) ->
    reverse(Tail, [Head | Done]).

first(Test, [Head | Tail]) ->
    case Test(Head) of
        true ->
            {found, Head};
        false ->
            first(Test, Tail)
    end.

any(_, []) ->
    false;
any(Test, [Head | Tail]) ->
    Test(Head) orelse any(Test, Tail).

all(_, []) ->
    true;
all(Test, [Head | Tail]) ->
    Test(Head) andalso all(Test, Tail).
