-module(guards).
-export([main/0]).

main() ->
    Values = [-1, 0, 5, 20, 2.5, foo, "text", <<"bin">>, {1, 2}],
    Kinds = lists:map(fun kind/1, Values),
    Safe = [safe(V) || V <- [0, 2, x]], %% [also]
    {Kinds, Safe}.

kind(N) when is_integer(N), N < 0 ->
    negative;
kind(0) ->
    zero;
kind(N) when is_integer(N), N > 10; is_float(N) ->
    {big_or_float, N};
kind(N) when is_integer(N) ->
    small;
kind(A) when is_atom(A) orelse is_binary(A) ->
    {name, A};
kind(Tuple) when is_tuple(Tuple) andalso element(1, Tuple) =:= 1 ->
    Size = tuple_size(Tuple),
    {tuple, Size};
kind(_Other) ->
    other.

safe(V) when 10 div V > 1 ->
    divides;
safe(_) ->
    does_not.
