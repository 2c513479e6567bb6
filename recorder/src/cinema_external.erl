%%% Values for the portable sink: external term format within limits, with our private tags for what was left out
%%% (docs/trace-format.md, the last lines of "Terms"): 1 cut, 2 cut binary, 3 opaque text.
-module(cinema_external).

-export([encode/2]).

-export_type([limits/0]).

%% Bytes of the value, levels, elements, bytes of a binary, and the names of secrets.
-type limits() :: #{budget := pos_integer(), depth := pos_integer(), width := pos_integer(), binary := pos_integer(), secrets := [binary()]}.

-define(CUT, 1).
-define(CUT_BINARY, 2).
-define(OPAQUE, 3).
%% what was cut
-define(TERM, 0).
-define(ELEMENTS, 1).
-define(PAIRS, 2).
-define(TUPLE_ELEMENTS, 3).
-define(REDACTED, 5).

%% One term, without the version byte.
-spec encode(term(), limits()) -> binary().
encode(Term, #{budget := Budget, depth := Depth} = Limits) ->
    {Bytes, _} = term(Term, Depth, Budget, Limits),
    iolist_to_binary(Bytes).

term(_, _, Room, _) when Room =< 0 -> {cut(?TERM, 0), Room};
term(Tuple, Depth, Room, Limits) when is_tuple(Tuple) -> tuple(Tuple, Depth, Room, Limits);
term([], _, Room, _) -> {<<106>>, Room - 1};
term([_ | _] = List, Depth, Room, Limits) -> list(List, Depth, Room, Limits);
term(Map, Depth, Room, Limits) when is_map(Map) -> map(Map, Depth, Room, Limits);
term(Binary, _, Room, Limits) when is_binary(Binary) -> binary(Binary, Room, Limits);
term(Fun, _, Room, _) when is_function(Fun) ->
    Text = unicode:characters_to_binary(io_lib:format("~0p", [Fun])),
    {<<?OPAQUE, (byte_size(Text)):16, Text/binary>>, Room - byte_size(Text) - 3};
term(Term, _, Room, _) ->
    <<131, Bytes/binary>> = term_to_binary(Term),
    case byte_size(Bytes) > Room + 1024 of
        true -> {cut(?TERM, 0), Room - 6};
        false -> {Bytes, Room - byte_size(Bytes)}
    end.

binary(Binary, Room, #{binary := Limit}) ->
    Size = byte_size(Binary),
    case min(Limit, max(Room, 0)) of
        Kept when Kept >= Size -> {[<<109, Size:32>>, Binary], Room - Size - 5};
        Kept -> {[<<?CUT_BINARY, Size:32, Kept:32>>, binary_part(Binary, 0, Kept)], Room - Kept - 9}
    end.

tuple({Key, _} = Pair, Depth, Room, #{secrets := Secrets} = Limits) when Depth > 0 ->
    case cinema_redaction:secret(Key, Secrets) of
        true ->
            {Bytes, Left} = term(Key, Depth - 1, Room - 2, Limits),
            {[<<104, 2>>, Bytes, cut(?REDACTED, 0)], Left - 6};
        false ->
            any_tuple(Pair, Depth, Room, Limits)
    end;
tuple(Tuple, Depth, Room, Limits) ->
    any_tuple(Tuple, Depth, Room, Limits).

any_tuple(Tuple, Depth, Room, #{width := Width} = Limits) ->
    Size = tuple_size(Tuple),
    Wanted = if Depth > 0 -> min(Size, Width); true -> 0 end,
    {Bytes, Count, Left} = elements(lists:sublist(tuple_to_list(Tuple), Wanted), Depth - 1, Room - 5, Limits, [], 0),
    case Size of
        Count -> {[tuple_head(Size), Bytes], Left};
        _ -> {[tuple_head(Count + 1), Bytes, cut(?TUPLE_ELEMENTS, Size - Count)], Left - 6}
    end.

tuple_head(Size) when Size < 256 -> <<104, Size>>;
tuple_head(Size) -> <<105, Size:32>>.

elements([Element | Rest], Depth, Room, Limits, Bytes, Count) when Room > 0 ->
    {Encoded, Left} = term(Element, Depth, Room, Limits),
    elements(Rest, Depth, Left, Limits, [Bytes, Encoded], Count + 1);
elements(_, _, Room, _, Bytes, Count) ->
    {Bytes, Count, Room}.

list(List, Depth, Room, #{width := Width} = Limits) ->
    Wanted = if Depth > 0 -> Width; true -> 0 end,
    {Bytes, Count, Rest, Left} = cells(List, Wanted, Depth - 1, Room - 6, Limits, [], 0),
    case Rest of
        [] -> {list_of(Count, Bytes, <<106>>), Left};
        [_ | _] -> {list_of(Count, Bytes, cut(?ELEMENTS, remaining(Rest, 0))), Left - 6};
        Tail ->
            {Encoded, Left1} = term(Tail, Depth - 1, Left, Limits),
            {list_of(Count, Bytes, Encoded), Left1}
    end.

%% No elements at all: the tail alone says what was cut.
list_of(Count, Bytes, Tail) -> [<<108, Count:32>>, Bytes, Tail].

cells([Element | Rest], Wanted, Depth, Room, Limits, Bytes, Count) when Count < Wanted, Room > 0 ->
    {Encoded, Left} = term(Element, Depth, Room, Limits),
    cells(Rest, Wanted, Depth, Left, Limits, [Bytes, Encoded], Count + 1);
cells(Rest, _, _, Room, _, Bytes, Count) ->
    {Bytes, Count, Rest, Room}.

%% How many are missing, 0 when there are very many or the list is improper.
remaining([_ | _], 8192) -> 0;
remaining([_ | Rest], Count) -> remaining(Rest, Count + 1);
remaining([], Count) -> Count;
remaining(_, _) -> 0.

map(Map, Depth, Room, #{width := Width} = Limits) ->
    Size = map_size(Map),
    Wanted = if Depth > 0 -> min(Size, Width); true -> 0 end,
    {Bytes, Count, Left} = pairs(maps:next(maps:iterator(Map)), Wanted, Depth - 1, Room - 5, Limits, [], 0),
    case Size of
        Count -> {[<<116, Size:32>>, Bytes], Left};
        _ -> {[<<116, (Count + 1):32>>, Bytes, cut(?PAIRS, Size - Count), <<106>>], Left - 7}
    end.

pairs({Key, Value, Iterator}, Wanted, Depth, Room, #{secrets := Secrets} = Limits, Bytes, Count) when Count < Wanted, Room > 0 ->
    {KeyBytes, Left} = term(Key, Depth, Room, Limits),
    {ValueBytes, Left1} =
        case cinema_redaction:secret(Key, Secrets) of
            true -> {cut(?REDACTED, 0), Left - 6};
            false -> term(Value, Depth, Left, Limits)
        end,
    pairs(maps:next(Iterator), Wanted, Depth, Left1, Limits, [Bytes, KeyBytes, ValueBytes], Count + 1);
pairs(_, _, _, Room, _, Bytes, Count) ->
    {Bytes, Count, Room}.

cut(What, Missing) -> <<?CUT, What, Missing:32>>.
