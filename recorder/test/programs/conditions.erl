-module(conditions).
-export([main/0]).

-define(DOUBLE(X), (X * 2)).

main() ->
    Signs = [sign(N) || N <- [-2, 0, 2]], %% [also]
    Both = both(1, 2),
    Block = block(5),
    Either = either(false, 7),
    Macro = ?DOUBLE(Both),
    _ = ignored(Macro),
    ok = checked(ok),
    {Signs, Both, Block, Either, Macro}.

sign(N) ->
    if
        N < 0 ->
            Sign = -1,
            Sign;
        N > 0 ->
            1;
        true ->
            0
    end.

both(A, B) ->
    Sum = (C = A + 1) + (D = B + 1),
    Sum + C + D.

block(N) ->
    Total = begin
        Half = N div 2,
        Half + 1
    end,
    Total + Half.

either(Flag, Default) ->
    Flag orelse (is_integer(Default) andalso Default > 5).

ignored(Value) ->
    {ignored, Value}.

checked(Value) ->
    Value.
