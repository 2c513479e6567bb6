%%% Workload: a tight recursive parser. Nothing but calls and bindings: the worst case of recording by lines.
-module(bench_json).

-export([run/1, text/0]).

text() ->
    Item = <<"{\"id\":12345,\"name\":\"a name of some length\",\"tags\":[\"x\",\"y\",\"z\"],\"price\":19.75,\"nested\":{\"a\":[1,2,3,{\"b\":null}],\"c\":true}}">>,
    iolist_to_binary([$[, lists:join($,, lists:duplicate(30, Item)), $]]).

run(Text) ->
    {Value, _Rest} = value(blank(Text)),
    length(Value).

value(<<"{", Rest/binary>>) -> object(blank(Rest), []);
value(<<"[", Rest/binary>>) -> array(blank(Rest), []);
value(<<"\"", Rest/binary>>) -> string(Rest, <<>>);
value(<<"true", Rest/binary>>) -> {true, Rest};
value(<<"false", Rest/binary>>) -> {false, Rest};
value(<<"null", Rest/binary>>) -> {null, Rest};
value(Text) -> number(Text, <<>>).

object(<<"}", Rest/binary>>, Pairs) ->
    {maps:from_list(Pairs), Rest};
object(<<",", Rest/binary>>, Pairs) ->
    object(blank(Rest), Pairs);
object(<<"\"", Rest/binary>>, Pairs) ->
    {Key, Rest1} = string(Rest, <<>>),
    <<":", Rest2/binary>> = blank(Rest1),
    {Value, Rest3} = value(blank(Rest2)),
    object(blank(Rest3), [{Key, Value} | Pairs]).

array(<<"]", Rest/binary>>, Values) ->
    {lists:reverse(Values), Rest};
array(<<",", Rest/binary>>, Values) ->
    array(blank(Rest), Values);
array(Text, Values) ->
    {Value, Rest} = value(Text),
    array(blank(Rest), [Value | Values]).

string(<<"\"", Rest/binary>>, Read) -> {Read, Rest};
string(<<C, Rest/binary>>, Read) -> string(Rest, <<Read/binary, C>>).

number(<<C, Rest/binary>>, Read) when C >= $0, C =< $9; C =:= $.; C =:= $- ->
    number(Rest, <<Read/binary, C>>);
number(Rest, Read) ->
    case binary:match(Read, <<".">>) of
        nomatch -> {binary_to_integer(Read), Rest};
        _ -> {binary_to_float(Read), Rest}
    end.

blank(<<C, Rest/binary>>) when C =:= 32; C =:= 10 -> blank(Rest);
blank(Text) -> Text.
