-module(multi_line).
-export([main/0]).

main() ->
    Sum = add(
        one(), %% [also]
        two() %% [also]
    ),
    Map = #{
        first => one(), %% [also]
        second => [
            two(), %% [also]
            Sum
        ]
    },
    Long = add(Sum,
        add(one(), %% [also]
            two())), %% [also]
    {Sum, Map, Long}.

add(A, B) ->
    A + B.

one() -> 1.

two() -> 2.
