-module(recursion).
-export([main/0]).

main() ->
    Factorial = factorial(6),
    Fibonacci = fibonacci(7),
    Ackermann = ackermann(2, 2),
    Sorted = sort([3, 1, 2, 5, 4]),
    io:format("~p ~p~n", [Factorial, Sorted]),
    {Factorial, Fibonacci, Ackermann, Sorted}.

factorial(0) ->
    1;
factorial(N) ->
    Smaller = factorial(N - 1),
    N * Smaller.

fibonacci(N) when N < 2 ->
    N;
fibonacci(N) ->
    Left = fibonacci(N - 1),
    Right = fibonacci(N - 2),
    Left + Right.

ackermann(0, N) ->
    N + 1;
ackermann(M, 0) ->
    ackermann(M - 1, 1);
ackermann(M, N) ->
    ackermann(M - 1, ackermann(M, N - 1)).

sort([]) ->
    [];
sort([Pivot | Rest]) ->
    Smaller = sort([X || X <- Rest, X < Pivot]), %% [also]
    Larger = sort([X || X <- Rest, X >= Pivot]), %% [also]
    Smaller ++ [Pivot | Larger].
