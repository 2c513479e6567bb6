%%% JSON text of Erlang data: maps with atom or binary keys, lists, binaries, numbers, true, false, null.
%%% Other atoms become strings.
-module(cinema_json).

-export([encode/1]).

-spec encode(term()) -> iodata().
encode(Map) when is_map(Map) ->
    Pairs = [[string(key(Key)), $:, encode(Value)] || {Key, Value} <- lists:sort(maps:to_list(Map))],
    [${, lists:join($,, Pairs), $}];
encode(List) when is_list(List) ->
    [$[, lists:join($,, [encode(Value) || Value <- List]), $]];
encode(Text) when is_binary(Text) ->
    string(Text);
encode(Number) when is_integer(Number) ->
    integer_to_binary(Number);
encode(Number) when is_float(Number) ->
    float_to_binary(Number, [short]);
encode(Word) when Word =:= true; Word =:= false; Word =:= null ->
    atom_to_binary(Word);
encode(Word) when is_atom(Word) ->
    string(atom_to_binary(Word)).

key(Key) when is_atom(Key) -> atom_to_binary(Key);
key(Key) when is_binary(Key) -> Key.

%% Bytes that are no UTF-8 are read as latin1: a path may hold any bytes.
string(Text) ->
    case unicode:characters_to_list(Text) of
        Characters when is_list(Characters) -> quoted(Characters);
        _ -> quoted(binary_to_list(Text))
    end.

quoted(Characters) -> [$", unicode:characters_to_binary([escaped(C) || C <- Characters]), $"].

escaped($") -> "\\\"";
escaped($\\) -> "\\\\";
escaped(C) when C < 32; C =:= 16#2028; C =:= 16#2029 -> io_lib:format("\\u~4.16.0b", [C]);
escaped(C) -> C.
