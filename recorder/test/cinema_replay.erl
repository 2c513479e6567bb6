%%% A small reader of recordings: from the events of a process and the site tables to the
%%% places a debugger stops at, with the variables it shows there. Written from
%%% docs/trace-format.md alone, so that a test of it is a test of the tables.
-module(cinema_replay).

-export([table/1, stops/2]).

-export_type([tables/0, stop/0]).

-type table() :: map().
-type tables() :: [table()].
-type stop() :: #{line := pos_integer(), module := binary(), in_fun := boolean(), bindings := #{atom() => term()}}.

-record(frame, {module, function, in_fun = false, bindings = []}).
-record(replay, {frames = [], tries = [], stops = []}).

-spec table(iodata()) -> table().
table(Json) ->
    Table = cinema_test_json:decode(Json),
    Table#{<<"sites">> := list_to_tuple(maps:get(<<"sites">>, Table))}.

%% The stops of one process. Fails when an event is not of the function that the stack of
%% frames has on top: then the events do not tell the stack.
-spec stops(tables(), [cinema_event_double:event()]) -> [stop()].
stops(Tables, Events) ->
    #replay{stops = Stops} = lists:foldl(fun(Event, Replay) -> event(Event, Tables, Replay) end, #replay{}, Events),
    lists:reverse(Stops).

event({_, Operation, Number, Values}, Tables, Replay) ->
    {Table, Site} = site(Number, Tables),
    check_count(Operation, Values, Site),
    event(maps:get(<<"kind">>, Site), Values, Site, Table, Replay).

check_count(t, _, #{<<"values">> := 0}) -> ok;
check_count(x, [_, _, _, _], #{<<"values">> := 3}) -> ok;
check_count(p, Values, #{<<"values">> := Count, <<"packed">> := true}) -> Count = length(Values);
check_count(_, Values, #{<<"values">> := Count} = Site) when not is_map_key(<<"packed">>, Site) -> Count = length(Values).

site(Number, [#{<<"base">> := Base, <<"count">> := Count, <<"sites">> := Sites} = Table | _]) when
    Number >= Base, Number < Base + Count
->
    {Table, element(Number - Base + 1, Sites)};
site(Number, [_ | Tables]) ->
    site(Number, Tables).

event(<<"enter">>, Values, Site, Table, #replay{frames = Frames} = Replay) ->
    Frame = #frame{
        module = maps:get(<<"module">>, Table),
        function = maps:get(<<"function">>, Site),
        in_fun = is_map_key(<<"name">>, Site)
    },
    rest(bind(Values, Site, Table, Replay#replay{frames = [Frame | Frames]}), Site, Table);
event(<<"try">>, [Number], Site, Table, #replay{frames = Frames, tries = Tries} = Replay) ->
    check_frame(Site, Table, Replay),
    Replay#replay{tries = [{Number, length(Frames)} | Tries]};
event(<<"catch">>, [Number | Values], Site, Table, #replay{frames = Frames, tries = Tries} = Replay) ->
    {Number, Depth} = lists:keyfind(Number, 1, Tries),
    Left = lists:nthtail(length(Frames) - Depth, Frames),
    Caught = Replay#replay{frames = Left, tries = lists:keydelete(Number, 1, Tries)},
    check_frame(Site, Table, Caught),
    rest(bind(Values, Site, Table, Caught), Site, Table);
event(Kind, Values, Site, Table, Replay) ->
    check_frame(Site, Table, Replay),
    After = rest(bind(Values, Site, Table, Replay), Site, Table),
    case Kind of
        <<"return">> -> pop(After);
        <<"tail">> -> pop(After);
        _ -> After
    end.

pop(#replay{frames = [_ | Frames]} = Replay) ->
    Replay#replay{frames = Frames}.

check_frame(Site, Table, #replay{frames = [Frame | _]}) ->
    case is_frame_of(Site, Table, Frame) of
        true -> ok;
        false -> error({event_of_another_function, maps:get(<<"module">>, Table), Site, Frame})
    end.

is_frame_of(#{<<"function">> := Function}, #{<<"module">> := Module}, #frame{module = Of, function = On}) ->
    Function =:= On andalso Module =:= Of.

bind(Values, Site, Table, #replay{frames = [Frame | Frames]} = Replay) ->
    Scope = maps:get(<<"scope">>, Site),
    Kept =
        case Site of
            #{<<"opens">> := true} -> [Bind || {In, _, _} = Bind <- Frame#frame.bindings, not is_within(In, Scope, Table)];
            #{} -> Frame#frame.bindings
        end,
    New = [
        {Scope, Variable, follow(Path, lists:nth(Value + 1, Values))}
     || #{<<"variable">> := Variable, <<"value">> := Value, <<"path">> := Path} <- maps:get(<<"binds">>, Site, [])
    ],
    Replay#replay{frames = [Frame#frame{bindings = lists:reverse(New) ++ Kept} | Frames]}.

is_within(Scope, Scope, _) -> true;
is_within(0, _, _) -> false;
is_within(Scope, Outer, #{<<"scopes">> := Parents} = Table) -> is_within(lists:nth(Scope, Parents), Outer, Table).

follow([], Term) -> Term;
follow([[<<"element">>, Index] | Path], Term) -> follow(Path, element(Index + 1, Term));
follow([[<<"head">>] | Path], [Head | _]) -> follow(Path, Head);
follow([[<<"tail">>] | Path], [_ | Tail]) -> follow(Path, Tail);
follow([[<<"key">>, Literal] | Path], Map) -> follow(Path, maps:get(literal(Literal), Map)).

literal(#{<<"atom">> := Name}) -> binary_to_atom(Name);
literal(#{<<"integer">> := Integer}) -> Integer;
literal(#{<<"binary">> := Text}) -> Text;
literal(#{<<"string">> := Text}) -> unicode:characters_to_list(Text);
literal(#{<<"nil">> := true}) -> [].

rest(#replay{frames = [Frame | _], stops = Stops} = Replay, #{<<"stop">> := true} = Site, Table) ->
    Stop = #{
        line => maps:get(<<"line">>, Site),
        module => maps:get(<<"module">>, Table),
        in_fun => Frame#frame.in_fun,
        bindings => visible(Frame, maps:get(<<"scope">>, Site), Table)
    },
    Replay#replay{stops = [Stop | Stops]};
rest(Replay, _, _) ->
    Replay.

%% The newest value of each variable whose scope covers the place.
visible(#frame{bindings = Bindings}, Scope, #{<<"variables">> := Variables} = Table) ->
    lists:foldr(
        fun({In, Variable, Value}, Visible) ->
            case is_within(Scope, In, Table) of
                true ->
                    [_, InCode] = lists:nth(Variable + 1, Variables),
                    Visible#{binary_to_atom(InCode) => Value};
                false ->
                    Visible
            end
        end,
        #{},
        Bindings
    ).
