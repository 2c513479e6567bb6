%%% A small JSON reader, so that tests read site tables as any other reader would.
-module(cinema_test_json).

-export([decode/1]).

%% Objects as maps with binary keys, null as the atom.
-spec decode(iodata()) -> term().
decode(Json) ->
    {Value, Rest} = value(skip(iolist_to_binary(Json))),
    <<>> = skip(Rest),
    Value.

value(<<"{", Rest/binary>>) -> members(skip(Rest), #{});
value(<<"[", Rest/binary>>) -> elements(skip(Rest), []);
value(<<$", Rest/binary>>) -> string(Rest, <<>>);
value(<<"true", Rest/binary>>) -> {true, Rest};
value(<<"false", Rest/binary>>) -> {false, Rest};
value(<<"null", Rest/binary>>) -> {null, Rest};
value(Text) -> number(Text, <<>>).

members(<<"}", Rest/binary>>, Members) ->
    {Members, Rest};
members(<<",", Rest/binary>>, Members) when map_size(Members) > 0 ->
    member(skip(Rest), Members);
members(Text, Members) when map_size(Members) =:= 0 ->
    member(Text, Members).

member(<<$", Text/binary>>, Members) ->
    {Key, Rest} = string(Text, <<>>),
    false = is_map_key(Key, Members),
    <<":", Rest1/binary>> = skip(Rest),
    {Value, Rest2} = value(skip(Rest1)),
    members(skip(Rest2), Members#{Key => Value}).

elements(<<"]", Rest/binary>>, Elements) ->
    {lists:reverse(Elements), Rest};
elements(<<",", Rest/binary>>, [_ | _] = Elements) ->
    next_element(skip(Rest), Elements);
elements(Text, []) ->
    next_element(Text, []).

next_element(Text, Elements) ->
    {Value, Rest} = value(Text),
    elements(skip(Rest), [Value | Elements]).

string(<<$", Rest/binary>>, Read) -> {Read, Rest};
string(<<"\\\"", Rest/binary>>, Read) -> string(Rest, <<Read/binary, $">>);
string(<<"\\\\", Rest/binary>>, Read) -> string(Rest, <<Read/binary, $\\>>);
string(<<"\\u", Hex:4/binary, Rest/binary>>, Read) -> string(Rest, <<Read/binary, (binary_to_integer(Hex, 16))/utf8>>);
string(<<Character/utf8, Rest/binary>>, Read) when Character >= 32 -> string(Rest, <<Read/binary, Character/utf8>>).

number(<<Character, Rest/binary>>, Read) when Character =:= $-; Character >= $0, Character =< $9 ->
    number(Rest, <<Read/binary, Character>>);
number(Rest, Read) ->
    {binary_to_integer(Read), Rest}.

skip(<<Blank, Rest/binary>>) when Blank =:= $\s; Blank =:= $\n -> skip(Rest);
skip(Rest) -> Rest.
