%%% Reads a part that the recorder wrote, plainly and completely: the tests' own reader of docs/trace-format.md.
%%%
%%% Terms come back as Erlang terms. What was left out is `cut' or `redacted'; a list that was cut ends in {more, N}; a cut tuple
%%% is {tuple, Size, Elements}, a cut map {map, Size, Pairs}, a cut binary {binary, Size, Bytes}, a fun {opaque, Text}.
-module(cinema_part).

-export([read/1, events/1, values/2]).

-type chunk() :: #{kind := byte(), thread := non_neg_integer(), sequence := pos_integer(), tick := integer(), last_tick := integer(),
    records := non_neg_integer(), dropped := non_neg_integer(), body := binary()}.
-type part() :: #{header := map(), chunks := [chunk()], manifest := map(), modules := [map()], sources := [map()], 'end' := map() | none, recovered := non_neg_integer()}.

-spec read(file:filename()) -> part().
read(File) ->
    {ok, <<16#89, "CINEMA\n", 1:16/little, 64:16/little, 0:32, Tick:64/little, Monotonic:64/little, Wall:64/little, OsPid:32/little, Slot:32/little, 0:128, Bytes/binary>>} =
        file:read_file(File),
    InFile = chunks(Bytes),
    Known = maps:from_list([{maps:get(sequence, Chunk), true} || Chunk <- InFile]),
    Live =
        case file:read_file(File ++ ".live") of
            {ok, Pool} -> [Chunk || Chunk <- slots(Pool, Slot), not is_map_key(maps:get(sequence, Chunk), Known)];
            {error, enoent} -> []
        end,
    Chunks = lists:sort(fun(#{sequence := A}, #{sequence := B}) -> A =< B end, InFile ++ Live),
    Json = fun(Kind) -> [cinema_test_json:decode(Body) || #{kind := K, body := Body} <- Chunks, K =:= Kind] end,
    #{
        header => #{tick => Tick, monotonic => Monotonic, wall => Wall, os_pid => OsPid, slot => Slot},
        chunks => Chunks,
        manifest => case Json(1) of [Manifest] -> Manifest; [] -> #{} end,
        modules => Json(4),
        sources => [source(Body) || #{kind := 5, body := Body} <- Chunks],
        'end' => case Json(6) of [End] -> End; [] -> none end,
        recovered => length(Live)
    }.

chunks(<<>>) -> [];
chunks(<<16#4B4E4843:32/little, Kind, Codec, 0:16, Stored:32/little, Raw:32/little, Crc:32/little, 2:32/little, Rest/binary>>) ->
    <<Numbers:40/binary, Payload:Stored/binary, More/binary>> = Rest,
    Crc = erlang:crc32(Payload),
    Body = case Codec of 0 -> Payload; 1 -> zlib:uncompress(Payload) end,
    Raw = byte_size(Body),
    [chunk(Kind, Numbers, Body) | chunks(More)].

chunk(Kind, <<Thread:32/little, Sequence:32/little, Tick:64/little, Last:64/little, _:64, Records:32/little, Dropped:32/little>>, Body) ->
    #{kind => Kind, thread => Thread, sequence => Sequence, tick => Tick, last_tick => Last, records => Records, dropped => Dropped, body => Body}.

slots(Pool, Size) when byte_size(Pool) >= Size ->
    <<Slot:Size/binary, More/binary>> = Pool,
    case Slot of
        <<16#4B4E4843:32/little, Kind, 0, 0:16, Stored:32/little, _:64, State:32/little, Numbers:40/binary, Payload:Stored/binary, _/binary>> when State =:= 1; State =:= 2 ->
            [chunk(Kind, Numbers, Payload) | slots(More, Size)];
        _ -> slots(More, Size)
    end;
slots(_, _) -> [].

source(<<Size:32/little, Head:Size/binary, Text/binary>>) -> (cinema_test_json:decode(Head))#{<<"text">> => Text}.

%% All records, in the order of the chunks: {Pid, Kind, …}.
-spec events(part()) -> [tuple()].
events(#{chunks := Chunks, manifest := Manifest}) ->
    Prefix = base64:decode(maps:get(<<"referencePrefix">>, Manifest, <<>>)),
    lists:append([records(Body, State) || #{kind := Kind, body := Body, records := Count} <- Chunks, Kind =:= 2 orelse Kind =:= 3, State <- [start(Kind, Count, Prefix)]]).

%% The values of the events of one site.
-spec values([tuple()], non_neg_integer()) -> [[term()]].
values(Events, Site) -> [Values || {_, site, S, Values} <- Events, S =:= Site].

-record(s, {kind, count, prefix, process = none, atoms = #{}, pids = #{}, containers = #{}, window = <<>>}).

start(Kind, Count, Prefix) -> #s{kind = Kind, count = Count, prefix = Prefix}.

records(<<>>, #s{count = 0}) -> [];
records(<<Op, Rest/binary>>, S) ->
    {_Delta, Rest1} = varint(Rest),
    record(Op, Rest1, S).

record(1, Rest, S) ->
    {Process, Rest1, S1} = value(Rest, S),
    records(Rest1, S1#s{process = Process});
record(2, Rest, S) ->
    {Site, Rest1} = varint(Rest),
    {Number, Rest2} = varint(Rest1),
    next({'try', Site, Number}, Rest2, S);
record(3, Rest, S) ->
    {Site, Rest1} = varint(Rest),
    {Number, Rest2} = varint(Rest1),
    {Values, Rest3, S1} = many(3, Rest2, S),
    next({'catch', Site, Number, Values}, Rest3, S1);
record(4, <<Flags, Rest/binary>>, S) ->
    {Tag, Rest1, S1} = value(Rest, S),
    {Hash, Rest2} = case Flags band 4 of 4 -> <<H:32/little, R/binary>> = Rest1, {H, R}; 0 -> {none, Rest1} end,
    {Term, Rest3, S2} = value(Rest2, S1),
    {Extra, Rest4, S3} = case Flags band 1 of 1 -> value(Rest3, S2); 0 -> {none, Rest3, S2} end,
    {Match, Rest5, S4} = case Flags band 2 of 2 -> value(Rest4, S3); 0 -> {none, Rest4, S3} end,
    next({vm, Tag, #{hash => Hash, term => Term, extra => Extra, match => Match}}, Rest5, S4);
record(5, Rest, S) ->
    {Term, Rest1, S1} = value(Rest, S),
    next({mark, Term}, Rest1, S1);
record(6, Rest, S) ->
    {Site, <<N, Hash:32/little, Rest1/binary>>} = varint(Rest),
    {Values, Rest2, S1} = many(N, Rest1, S),
    next({'receive', Site, Hash, Values}, Rest2, S1);
record(Op, Rest, S) when Op >= 16#80 ->
    {Site, Rest1} = varint(Rest),
    {Values, Rest2, S1} = many(Op - 16#80, Rest1, S),
    next({site, Site, Values}, Rest2, S1).

next(Event, Rest, #s{process = Process, count = Count} = S) ->
    [erlang:insert_element(1, Event, Process) | records(Rest, S#s{count = Count - 1})].

value(Bytes, #s{kind = 2} = S) -> term(Bytes, S);
value(Bytes, #s{kind = 3} = S) ->
    {Size, Rest} = varint(Bytes),
    <<Term:Size/binary, More/binary>> = Rest,
    {external(Term), More, S}.

%% Our private tags stand for what was left out; any other bytes are a term as binary_to_term reads it.
external(<<1, 5, _:32>>) -> redacted;
external(<<1, _, Missing:32>>) -> {cut, Missing};
external(Bytes) ->
    try
        binary_to_term(<<131, Bytes/binary>>)
    catch
        error:badarg -> {external, Bytes}
    end.

many(0, Rest, S) -> {[], Rest, S};
many(N, Rest, S) ->
    {Value, Rest1, S1} = value(Rest, S),
    {Values, Rest2, S2} = many(N - 1, Rest1, S1),
    {[Value | Values], Rest2, S2}.

varint(<<0:1, N:7, Rest/binary>>) -> {N, Rest};
varint(<<1:1, N:7, Rest/binary>>) ->
    {High, Rest1} = varint(Rest),
    {High bsl 7 bor N, Rest1}.

terms(0, Rest, S) -> {[], Rest, S};
terms(N, Rest, S) ->
    {Term, Rest1, S1} = term(Rest, S),
    {Terms, Rest2, S2} = terms(N - 1, Rest1, S1),
    {[Term | Terms], Rest2, S2}.

begins(#s{containers = Containers} = S) -> {map_size(Containers), S#s{containers = Containers#{map_size(Containers) => unfinished}}}.
ends(Number, Term, Rest, #s{containers = Containers} = S) -> {Term, Rest, S#s{containers = Containers#{Number := Term}}}.
known(Distance, #s{containers = Containers}) ->
    Term = maps:get(map_size(Containers) - Distance, Containers),
    true = Term =/= unfinished,
    Term.

term(<<N, Rest/binary>>, S) when N < 16#40 -> {N, Rest, S};
term(<<N, Rest/binary>>, S) when N >= 16#80 -> {maps:get(N - 16#80, S#s.atoms), Rest, S};
term(<<N, Rest/binary>>, S) when N >= 16#60, N < 16#70 ->
    {Number, S1} = begins(S),
    {Elements, Rest1, S2} = terms(N - 16#60, Rest, S1),
    ends(Number, list_to_tuple(Elements), Rest1, S2);
term(<<16#40, Rest/binary>>, S) ->
    {N, Rest1} = varint(Rest),
    {case N band 1 of 0 -> N bsr 1; 1 -> -(N bsr 1) - 1 end, Rest1, S};
term(<<16#41, Rest/binary>>, S) ->
    {N, Rest1} = varint(Rest),
    <<Bytes:N/binary, Rest2/binary>> = Rest1,
    {binary_to_term(<<131, Bytes/binary>>), Rest2, S};
term(<<16#42, Float:64/little-float, Rest/binary>>, S) -> {Float, Rest, S};
term(<<16#43, Rest/binary>>, S) ->
    {N, Rest1} = varint(Rest),
    {maps:get(N, S#s.atoms), Rest1, S};
term(<<16#50, Rest/binary>>, #s{atoms = Atoms} = S) ->
    {N, Rest1} = varint(Rest),
    <<Name:N/binary, Rest2/binary>> = Rest1,
    Atom = binary_to_atom(Name, utf8),
    {Atom, Rest2, S#s{atoms = Atoms#{map_size(Atoms) => Atom}}};
term(<<16#44, Rest/binary>>, S) ->
    {Total, Rest1} = varint(Rest),
    {N, Rest2} = varint(Rest1),
    <<Bytes:N/binary, Rest3/binary>> = Rest2,
    {Number, S1} = begins(S),
    ends(Number, binary(Total, Bytes), Rest3, case N >= 16 of true -> S1#s{window = Bytes}; false -> S1 end);
term(<<16#56, Rest/binary>>, #s{window = Window} = S) ->
    {Total, Rest1} = varint(Rest),
    {N, Rest2} = varint(Rest1),
    {Offset, Rest3} = varint(Rest2),
    {More, Rest4} = varint(Rest3),
    <<Growth:More/binary, Rest5/binary>> = Rest4,
    Window1 = <<Window/binary, Growth/binary>>,
    {Number, S1} = begins(S),
    ends(Number, binary(Total, binary_part(Window1, Offset, N)), Rest5, S1#s{window = Window1});
term(<<16#46, Rest/binary>>, S) ->
    {N, Rest1} = varint(Rest),
    {maps:get(N, S#s.pids), Rest1, S};
term(<<16#53, Rest/binary>>, #s{pids = Pids} = S) ->
    {Id, Rest1} = varint(Rest),
    {Serial, Rest2} = varint(Rest1),
    Pid = {pid, Id, Serial},
    {Pid, Rest2, S#s{pids = Pids#{map_size(Pids) => Pid}}};
term(<<16#51, N, Numbers:N/binary, Rest/binary>>, #s{prefix = <<90, _:16, Prefix/binary>>} = S) ->
    {binary_to_term(<<131, 90, (N div 4):16, Prefix/binary, Numbers/binary>>), Rest, S};
term(<<16#48, Rest/binary>>, S) ->
    {N, Rest1} = varint(Rest),
    <<Text:N/binary, Rest2/binary>> = Rest1,
    {{opaque, Text}, Rest2, S};
term(<<16#4E, Rest/binary>>, S) -> {[], Rest, S};
term(<<16#4A, N:16/little, Rest/binary>>, S) ->
    {Number, S1} = begins(S),
    {Elements, <<End, Rest1/binary>>, S2} = terms(N, Rest, S1),
    {Tail, Rest2, S3} = tail(End, Rest1, S2),
    ends(Number, Elements ++ Tail, Rest2, S3);
term(<<16#4B, N:16/little, Bytes:N/binary, End, Rest/binary>>, S) ->
    {Number, S1} = begins(S),
    {Tail, Rest1, S2} = tail(End, Rest, S1),
    ends(Number, binary_to_list(Bytes) ++ Tail, Rest1, S2);
term(<<16#4C, Rest/binary>>, S) ->
    {Size, Rest1} = varint(Rest),
    {N, Rest2} = varint(Rest1),
    {Number, S1} = begins(S),
    {Elements, Rest3, S2} = terms(N, Rest2, S1),
    ends(Number, case N of Size -> list_to_tuple(Elements); _ -> {tuple, Size, Elements} end, Rest3, S2);
term(<<16#4D, Rest/binary>>, S) ->
    {Size, <<N:16/little, Rest1/binary>>} = varint(Rest),
    {Number, S1} = begins(S),
    {Elements, Rest2, S2} = terms(2 * N, Rest1, S1),
    Pairs = pairs(Elements),
    ends(Number, case N of Size -> maps:from_list(Pairs); _ -> {map, Size, Pairs} end, Rest2, S2);
term(<<16#4F, 0, Rest/binary>>, S) -> {cut, Rest, S};
term(<<16#4F, 5, Rest/binary>>, S) -> {redacted, Rest, S};
term(<<16#54, Rest/binary>>, S) ->
    {Distance, Rest1} = varint(Rest),
    {known(Distance, S), Rest1, S};
term(<<16#55, Rest/binary>>, S) ->
    {Distance, Rest1} = varint(Rest),
    {N, Rest2} = varint(Rest1),
    {nthtail(N, known(Distance, S)), Rest2, S}.

binary(Total, Bytes) when Total =:= byte_size(Bytes) -> Bytes;
binary(Total, Bytes) -> {binary, Total, Bytes}.

tail(0, Rest, S) -> {[], Rest, S};
tail(1, Rest, S) -> term(Rest, S);
tail(2, Rest, S) ->
    {Missing, Rest1} = varint(Rest),
    {{more, Missing}, Rest1, S}.

%% of a list that may be improper
nthtail(0, List) -> List;
nthtail(N, [_ | Tail]) -> nthtail(N - 1, Tail).

pairs([Key, Value | Rest]) -> [{Key, Value} | pairs(Rest)];
pairs([]) -> [].
