-module(comprehensions).
-export([main/0]).

main() ->
    Numbers = lists:seq(1, 4),
    Doubled = [X * 2 || X <- Numbers], %% [also]
    Pairs = [{X, Y} || X <- Numbers, Y <- [a, b], X > 2], %% [also]
    Called = [half(X) || X <- Numbers, is_even(X)], %% [also]
    Bytes = << <<(B + 1)>> || <<B>> <= <<1, 2, 3>>, B =/= 2 >>, %% [also]
    FromBits = [Bit || <<Bit:1>> <= <<2#1010:4>>], %% [also]
    Nested = [[X * Y || Y <- [1, 2]] || X <- [3, 4]], %% [also]
    Mixed = [
        {K, V} %% [also]
     || {K, V} <- [{a, 1}, {b, 2}, oops],
        V > 1
    ],
    {Doubled, Pairs, Called, Bytes, FromBits, Nested, Mixed, shadowed(1)}.

half(X) ->
    X div 2.

is_even(X) ->
    X rem 2 =:= 0.

shadowed(X) ->
    Before = X,
    Squares = [X * X || X <- [2, 3]], %% [also]
    {Before, X, Squares}.
