-module(binaries).
-export([main/0]).

main() ->
    Packet = <<1, 5:16, "hello", 2, 0:16, 255>>,
    {ok, Fields, Rest} = parse(Packet, []),
    <<First:4, Second:4, Tail/binary>> = Rest,
    Text = <<"caf", 233/utf8>>,
    Upper = upper(Text, <<>>),
    Size = bit_size(<<5:3>>),
    {Fields, First, Second, Tail, Upper, Size}.

parse(<<Type, Length:16, Body:Length/binary, Rest/binary>>, Fields) when Type < 10 ->
    Field = {Type, Body},
    parse(Rest, [Field | Fields]);
parse(Rest, Fields) ->
    {ok, lists:reverse(Fields), Rest}.

upper(<<Char/utf8, Rest/binary>>, Done) when Char >= $a, Char =< $z ->
    upper(Rest, <<Done/binary, (Char - 32)/utf8>>);
upper(<<Char/utf8, Rest/binary>>, Done) ->
    upper(Rest, <<Done/binary, Char/utf8>>);
upper(<<>>, Done) ->
    Done.
