-module(maps_and_paths).
-export([main/0]).

main() ->
    Map = #{name => "ann", age => 30, {1, 2} => pair},
    #{name := Name, {1, 2} := Pair} = Map,
    Older = birthday(Map),
    Missing = lookup(none, Map),
    Found = lookup(age, Map),
    Folded = maps:fold(
        fun(_Key, Value, Count) when is_integer(Value) ->
                Count + 1;
            (_, _, Count) ->
                Count + 100
        end,
        0,
        Older
    ),
    Nested = deep({ok, [{a, {b, {c, {d, {e, f}}}}}, second | third]}),
    {Name, Pair, Older, Missing, Found, Folded, Nested}.

birthday(#{age := Age} = Person) ->
    Next = Age + 1,
    Person#{age := Next, seen => true}.

lookup(Key, Map) ->
    case Map of
        #{Key := Value} ->
            {ok, Value};
        #{} ->
            error
    end.

deep({ok, [{A, {B, {C, {D, {E, F}}}}}, Second | Third]}) ->
    {A, B, C, D, E, F, Second, Third}.
