-module(nested_case).
-export([main/0]).

main() ->
    Results = [classify(Value) || Value <- [0, 1, {a, 2}, {b, [1, 2]}, [x], foo]], %% [also]
    Exported = exported(2),
    Value = value_of_case(true),
    {Results, Exported, Value}.

classify(Value) ->
    case Value of
        0 ->
            zero;
        N when is_integer(N) ->
            {number, N};
        {Tag, Inner} ->
            case Inner of
                [First | Rest] ->
                    Length = length(Rest),
                    {Tag, First, Length};
                Other ->
                    {Tag, Other}
            end;
        [_] = List ->
            {list, List};
        _ ->
            unknown
    end.

exported(N) ->
    case N of
        1 ->
            Result = one,
            Extra = none;
        _ ->
            Result = many,
            Extra = N
    end,
    {Result, Extra}.

value_of_case(Flag) ->
    Answer =
        case Flag of
            true ->
                Yes = 1,
                Yes + 1;
            false ->
                0
        end,
    Answer * 10.
