-module(messages).
-export([main/0]).

main() ->
    Self = self(),
    Self ! {late, 1},
    Self ! {early, 2},
    Self ! {late, 3},
    Early =
        receive
            {early, First} ->
                First
        end,
    Late = drain([]),
    Timeout =
        receive
            never ->
                received
        after 1 ->
            nothing
        end,
    Echoed = ask(hello),
    {Early, Late, Timeout, Echoed}.

drain(Seen) ->
    receive
        {late, Number} ->
            drain([Number | Seen])
    after 0 ->
        lists:reverse(Seen)
    end.

ask(Question) ->
    Self = self(),
    Child = spawn(fun() -> answer(Self) end),
    Child ! {Self, Question},
    receive
        {Child, Answer} when is_tuple(Answer) ->
            Answer
    end.

answer(Parent) ->
    receive
        {Parent, Message} ->
            Parent ! {self(), {echo, Message}}
    end.
