-module(exceptions).
-export([main/0]).

main() ->
    Caught = [attempt(Kind) || Kind <- [none, throw, error, exit, badarith]], %% [also]
    Again = rethrown(),
    After = with_after(),
    Of = of_clause(3),
    Deep = deep(3),
    {Caught, Again, After, Of, Deep}.

attempt(Kind) ->
    try
        Value = fail(Kind),
        {ok, Value}
    catch
        throw:Thrown ->
            {thrown, Thrown};
        error:badarith ->
            arithmetic;
        error:{reason, Inner} ->
            {failed, Inner};
        exit:Reason:Stack ->
            Known = is_list(Stack),
            {exited, Reason, Known}
    end.

fail(none) ->
    nothing;
fail(throw) ->
    throw(ball);
fail(error) ->
    error({reason, 42});
fail(exit) ->
    exit(bye);
fail(badarith) ->
    1 / zero().

zero() ->
    0.

rethrown() ->
    try
        try
            fail(throw)
        catch
            throw:Ball ->
                error({wrapped, Ball})
        end
    catch
        error:{wrapped, What} ->
            {again, What}
    end.

with_after() ->
    put(cleaned, false),
    Result =
        try
            fail(none)
        after
            put(cleaned, true)
        end,
    Cleaned = erase(cleaned),
    {Result, Cleaned}.

of_clause(N) ->
    try N + 1 of
        4 ->
            four;
        Other ->
            Other
    catch
        _:_ ->
            never
    end.

deep(0) ->
    throw(bottom);
deep(N) ->
    try
        deep(N - 1),
        never
    catch
        throw:Found when N =:= 2 ->
            {Found, N}
    end.
