%%% Modules made of a few lines of source for a test, and questions to the tables of their sites.
-module(cinema_subject).

-export([
    compiled/2,
    table/1,
    load/1,
    load_beam/1,
    elixir_table/1,
    all_sites/1,
    sites/2,
    kind/2,
    stops/1,
    name_of/2,
    stops_of/2,
    occurrences/1,
    in_code/2
]).

%% -module(subject), exporting all, with Lines from line 4 on.
-spec compiled([string()], [compile:option()]) -> binary().
compiled(Lines, Options) ->
    Head = ["-module(subject).", "-compile([export_all, nowarn_export_all]).", ""],
    Text = lists:append([Line ++ "\n" || Line <- Head ++ Lines]),
    {ok, Tokens, _} = erl_scan:string(Text, {1, 1}),
    Forms = [{attribute, 1, file, {"subject.erl", 1}} | forms(Tokens, [])],
    {ok, subject, Beam, _} = compile:forms(Forms, [return | Options]),
    Beam.

forms([], []) ->
    [];
forms([{dot, _} = Dot | Tokens], Form) ->
    {ok, Parsed} = erl_parse:parse_form(lists:reverse([Dot | Form])),
    [Parsed | forms(Tokens, [])];
forms([Token | Tokens], Form) ->
    forms(Tokens, [Token | Form]).

-spec table([string()]) -> map().
table(Lines) ->
    {ok, subject, _, #{json := Json}} = cinema_instrument:beam(compiled(Lines, [debug_info]), #{base => 0}),
    cinema_replay:table(Json).

-spec load([string()]) -> binary().
load(Lines) ->
    {ok, subject, Beam, #{json := Json}} = cinema_instrument:beam(compiled(Lines, [debug_info]), #{base => 0}),
    load_beam(Beam),
    Json.

-spec load_beam(binary()) -> {module, module()}.
load_beam(Beam) ->
    code:purge(subject),
    {module, subject} = code:load_binary(subject, "subject", Beam).

-spec elixir_table([string()]) -> map().
elixir_table(Lines) ->
    ok = cinema_elixir:start(),
    Text = unicode:characters_to_binary([[Line, "\n"] || Line <- Lines]),
    [{'Elixir.Subject', Beam}] = 'Elixir.Code':compile_string(Text, <<"subject.ex">>),
    {ok, 'Elixir.Subject', _, #{json := Json}} = cinema_instrument:beam(Beam, #{base => 0}),
    code:purge('Elixir.Subject'),
    code:delete('Elixir.Subject'),
    cinema_replay:table(Json).

-spec all_sites(map()) -> [map()].
all_sites(#{<<"sites">> := Sites}) ->
    tuple_to_list(Sites).

-spec sites(binary(), map()) -> [map()].
sites(Kind, Table) ->
    [Site || #{<<"kind">> := Of} = Site <- all_sites(Table), Of =:= Kind].

-spec kind(non_neg_integer(), map()) -> binary().
kind(Index, #{<<"sites">> := Sites}) ->
    maps:get(<<"kind">>, element(Index + 1, Sites)).

-spec stops(map()) -> [{binary(), pos_integer()}].
stops(Table) ->
    [{Kind, Line} || #{<<"kind">> := Kind, <<"line">> := Line, <<"stop">> := true} <- all_sites(Table)].

-spec name_of(map(), map()) -> binary().
name_of(#{<<"function">> := Function}, #{<<"functions">> := Functions}) ->
    maps:get(<<"name">>, lists:nth(Function + 1, Functions)).

-spec stops_of(atom(), map()) -> [pos_integer()].
stops_of(Name, Table) ->
    [
        Line
     || #{<<"line">> := Line, <<"stop">> := true} = Site <- all_sites(Table),
        name_of(Site, Table) =:= atom_to_binary(Name)
    ].

-spec occurrences(map()) -> [list()].
occurrences(#{<<"occurrences">> := Occurrences, <<"variables">> := Variables}) ->
    [[Line, Column, hd(lists:nth(Variable + 1, Variables))] || [Line, Column, Variable] <- Occurrences].

-spec in_code(pos_integer(), map()) -> [binary()].
in_code(On, #{<<"occurrences">> := Occurrences, <<"variables">> := Variables}) ->
    [lists:nth(2, lists:nth(Variable + 1, Variables)) || [Line, _, Variable] <- Occurrences, Line =:= On].
