%%% What the instrumenter does to single modules, and what its tables say of them.
-module(cinema_instrument_tests).

-include_lib("eunit/include/eunit.hrl").

%%% Modules that are left alone

skips_what_it_must_not_touch_test_() ->
    Skipped = fun(Lines) ->
        {skip, subject, Reason} = cinema_instrument:beam(cinema_subject:compiled(Lines, [debug_info]), #{base => 0}),
        Reason
    end,
    [
        ?_assertEqual(<<"runs code when it is loaded (on_load)">>, Skipped(["-on_load(start/0).", "start() -> ok."])),
        ?_assertEqual(<<"has functions in native code (NIF)">>, Skipped(["start() -> erlang:load_nif(\"x\", 0)."])),
        ?_assertEqual(
            {skip, subject, <<"no debug info">>}, cinema_instrument:beam(cinema_subject:compiled(["f() -> 1."], []), #{base => 0})
        ),
        ?_assertMatch({skip, undefined, <<"not a compiled module">>}, cinema_instrument:beam(<<"text">>, #{base => 0}))
    ].

skips_itself_test() ->
    {_, Beam, _} = code:get_object_code(cinema_instrument),
    {ok, {_, [{debug_info, {debug_info_v1, _, Data}}]}} = beam_lib:chunks(Beam, [debug_info]),
    Expected =
        case Data of
            none -> <<"no debug info">>;
            _ -> <<"part of the recorder">>
        end,
    ?assertEqual({skip, cinema_instrument, Expected}, cinema_instrument:beam(Beam, #{base => 0})).

skips_preloaded_modules_test() ->
    Forms = [{attribute, 1, module, erlang}, {function, 1, f, 0, [{clause, 1, [], [], [{atom, 1, ok}]}]}],
    {ok, erlang, Beam} = compile:forms(Forms, [debug_info]),
    ?assertMatch({skip, erlang, <<"part of the virtual machine", _/binary>>}, cinema_instrument:beam(Beam, #{base => 0})).

%%% Tables

names_functions_arguments_and_literals_test() ->
    #{<<"functions">> := Functions} = Table = cinema_subject:table([
        "f(a, 1, [], \"text\", <<\"bin\">>, X) ->",
        "    X."
    ]),
    ?assertEqual([#{<<"name">> => <<"f">>, <<"arity">> => 6, <<"line">> => 4, <<"lastLine">> => 5}], Functions),
    [#{<<"arguments">> := Arguments, <<"binds">> := Binds}] = cinema_subject:sites(<<"enter">>, Table),
    ?assertEqual(
        [
            #{<<"literal">> => #{<<"atom">> => <<"a">>}},
            #{<<"literal">> => #{<<"integer">> => 1}},
            #{<<"literal">> => #{<<"nil">> => true}},
            #{<<"literal">> => #{<<"string">> => <<"text">>}},
            #{<<"literal">> => #{<<"binary">> => <<"bin">>}},
            #{<<"value">> => 0}
        ],
        Arguments
    ),
    ?assertEqual([#{<<"variable">> => 0, <<"value">> => 0, <<"path">> => []}], Binds).

lists_occurrences_with_columns_in_the_order_of_the_text_test() ->
    Table = cinema_subject:table(["f(X, Y) ->", "    Z = X + Y,", "    {Z, X}."]),
    ?assertEqual(
        [[4, 3, <<"X">>], [4, 6, <<"Y">>], [5, 5, <<"Z">>], [5, 9, <<"X">>], [5, 13, <<"Y">>], [6, 6, <<"Z">>], [6, 9, <<"X">>]],
        cinema_subject:occurrences(Table)
    ).

knows_records_and_files_test() ->
    Table = cinema_subject:table(["-record(point, {x, y = 0 :: integer()}).", "f(#point{y = Y}) -> Y."]),
    ?assertEqual(#{<<"point">> => [<<"x">>, <<"y">>]}, maps:get(<<"records">>, Table)),
    [#{<<"path">> := Path, <<"hash">> := null}] = maps:get(<<"files">>, Table),
    ?assertEqual(<<"subject.erl">>, filename:basename(Path)),
    [#{<<"binds">> := [#{<<"path">> := Steps}]}] = cinema_subject:sites(<<"enter">>, Table),
    ?assertEqual([[<<"element">>, 2]], Steps).

hashes_sources_it_can_read_test() ->
    {File, _, [{_, Beam}]} = cinema_programs:compile(hd(cinema_programs:erlang())),
    {ok, _, _, #{json := Json, files := [Listed]}} = cinema_instrument:beam(Beam, #{base => 0}),
    ?assertEqual(File, Listed),
    #{<<"files">> := [#{<<"hash">> := Hash}]} = cinema_replay:table(Json),
    {ok, Bytes} = file:read_file(File),
    ?assertEqual(crypto:hash(sha256, Bytes), binary:decode_hex(Hash)).

one_stop_for_one_line_test() ->
    Table = cinema_subject:table(["f(X) -> X + 1.", "g(X) ->", "    X + 1."]),
    ?assertEqual([{<<"enter">>, 4}, {<<"step">>, 6}], cinema_subject:stops(Table)).

packs_many_values_test() ->
    Names = lists:join(", ", ["A" ++ integer_to_list(Number) || Number <- lists:seq(1, 20)]),
    [Enter] = cinema_subject:sites(<<"enter">>, cinema_subject:table(["f(" ++ lists:append(Names) ++ ") -> A1."])),
    ?assertMatch(#{<<"packed">> := true, <<"values">> := 20}, Enter).

names_what_is_called_test() ->
    Table = cinema_subject:table(["f(X) ->", "    {g(X), lists:nth(1, X), X(1)}.", "g(X) -> f(X)."]),
    ?assertEqual(
        [<<"g/1">>, <<"lists:nth/2">>, <<"_/1">>], [Callee || #{<<"callee">> := Callee} <- cinema_subject:sites(<<"value">>, Table)]
    ),
    ?assertMatch([#{<<"callee">> := <<"f/1">>}], cinema_subject:sites(<<"tail">>, Table)).

names_funs_as_the_compiler_does_test() ->
    Lines = [
        "f() -> F = fun() -> fun() -> inner end end,",
        "    L = [fun() -> X end || X <- [1], g(X)],",
        "    [F, F(), hd(L), fun() -> last end].",
        "g(_) -> true."
    ],
    Table = cinema_subject:table(Lines),
    cinema_subject:load_beam(cinema_subject:compiled(Lines, [])),
    Names = [atom_to_binary(Name) || Fun <- subject:f(), {name, Name} <- [erlang:fun_info(Fun, name)]],
    ?assertEqual(lists:sort(Names), lists:sort([Name || #{<<"name">> := Name} <- cinema_subject:sites(<<"enter">>, Table)])).

level_calls_reports_functions_only_test() ->
    Beam = cinema_subject:compiled(["f(X) ->", "    lists:map(fun(Y) -> Y end, g(X)).", "g(X) -> [X]."], [debug_info]),
    {ok, subject, _, #{count := 2, json := Json}} = cinema_instrument:beam(Beam, #{base => 7, level => calls}),
    Table = cinema_replay:table(Json),
    ?assertMatch(#{<<"level">> := <<"calls">>, <<"base">> := 7, <<"count">> := 2}, Table),
    ?assertEqual([<<"enter">>, <<"enter">>], [Kind || #{<<"kind">> := Kind} <- tuple_to_list(maps:get(<<"sites">>, Table))]).

%%% Behaviour

%% Loops of servers and plain loops need no more stack than before.
tail_calls_stay_tail_calls_test_() ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, fun() ->
        cinema_subject:load([
            "loop(0, _) -> stack();",
            "loop(N, A) -> B = A + 1, case N rem 2 of 0 -> loop(N - 1, B); 1 -> if B > 0 -> loop(N - 1, B); true -> ok end end.",
            "of_try(0) -> stack();",
            "of_try(N) -> try N + 1 of _ -> of_try(N - 1) catch _:_ -> never end.",
            "handler(0) -> stack();",
            "handler(N) -> try throw(N) catch throw:_ -> handler(N - 1) end.",
            "both(0) -> stack();",
            "both(N) -> N > 0 andalso both(N - 1).",
            "either(0) -> stack();",
            "either(N) -> N < 0 orelse either(N - 1).",
            "receives(0) -> stack();",
            "receives(N) -> self() ! N, receive N -> receives(N - 1) after 0 -> never end.",
            "pipeline(0) -> stack();",
            "pipeline(N) -> pipeline(",
            "    lists:max([N - 1,",
            "      0])).",
            "stack() -> element(2, process_info(self(), stack_size))."
        ]),
        [?assert(subject:Function(1, 0) + 20 > subject:Function(2000, 0)) || Function <- [loop]],
        [
            ?assertEqual({Function, subject:Function(1)}, {Function, subject:Function(2000)})
         || Function <- [of_try, handler, both, either, receives, pipeline]
        ]
    end}.

%% The compiler makes a receive that waits for a new reference skip the messages that were
%% there before. It still does with our calls in the clauses.
keeps_the_selective_receive_optimisation_test() ->
    Lines = [
        "call(Pid, Request) ->",
        "    Reference = make_ref(),",
        "    Pid ! {self(), Reference, Request},",
        "    receive {Reference, Reply} -> Reply after 5000 -> exit(timeout) end.",
        "monitored(Pid) ->",
        "    Reference = erlang:monitor(process, Pid),",
        "    receive {'DOWN', Reference, _, _, Reason} -> Reason end."
    ],
    ?assertEqual(2, markers(cinema_subject:compiled(Lines, [debug_info]))),
    {ok, subject, Beam, _} = cinema_instrument:beam(cinema_subject:compiled(Lines, [debug_info]), #{base => 0}),
    ?assertEqual(2, markers(Beam)).

markers(Beam) ->
    {beam_file, _, _, _, _, Functions} = beam_disasm:file(Beam),
    length([Use || {function, _, _, _, Code} <- Functions, {recv_marker_use, _} = Use <- Code]).

maybe_expressions_test_() ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, fun() ->
        %% f(X) -> maybe {ok, A} ?= X, B = A + 1, {B, A} end, without the feature's keyword.
        Maybe = fun(Else) ->
            Body = [
                {maybe_match, 2, {tuple, 2, [{atom, 2, ok}, {var, 2, 'A'}]}, {var, 2, 'X'}},
                {match, 3, {var, 3, 'B'}, {op, 3, '+', {var, 3, 'A'}, {integer, 3, 1}}},
                {maybe_match, 4, {integer, 4, 2}, {var, 4, 'B'}}
            ],
            list_to_tuple(['maybe', 1, Body | Else])
        end,
        Clause = {clause, 5, [{var, 5, 'E'}], [], [{tuple, 5, [{atom, 5, other}, {var, 5, 'E'}]}]},
        Function = fun(Name, Expression) -> {function, 1, Name, 1, [{clause, 1, [{var, 1, 'X'}], [], [Expression]}]} end,
        Forms = [
            {attribute, 1, module, subject},
            {attribute, 1, export, [{f, 1}, {g, 1}]},
            Function(f, Maybe([])),
            Function(g, Maybe([{'else', 5, [Clause]}]))
        ],
        {ok, subject, Plain} = compile:forms(Forms, [debug_info]),
        {ok, subject, Beam, #{json := Json}} = cinema_instrument:beam(Plain, #{base => 0}),
        cinema_subject:load_beam(Beam),
        ?assertEqual([2, 3, no], [subject:f(X) || X <- [{ok, 1}, {ok, 2}, no]]),
        ?assertEqual([2, {other, 3}, {other, no}], [subject:g(X) || X <- [{ok, 1}, {ok, 2}, no]]),
        Stops = cinema_replay:stops([cinema_replay:table(Json)], cinema_event_double:events(self())),
        ?assertEqual(
            [{1, ['X']}, {2, ['X']}, {3, ['A', 'X']}, {4, ['A', 'B', 'X']}],
            [{Line, maps:keys(Bindings)} || #{line := Line, bindings := Bindings} <- lists:sublist(Stops, 4)]
        )
    end}.

%% Every frame that is entered is left: one return or tail for each enter that did not raise.
every_way_out_of_a_function_is_reported_test_() ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, fun() ->
        Json = cinema_subject:load([
            "f(1) -> try g(1) catch _:_ -> x end;",
            "f(2) -> try g(2) of V -> V catch _:_ -> x end;",
            "f(3) -> try g(3) after ok end;",
            "f(4) -> g(4) andalso g(false);",
            "f(5) -> X = g(5), X = g(X);",
            "f(6) -> catch g(6);",
            "f(7) -> begin g(7), g(8) end;",
            "f(8) -> receive _ -> g(8) after 0 -> 9 end;",
            "f(9) -> [g(X) || X <- [1, 2], g(X) > 1];",
            "f(10) -> F = fun(X) -> g(X) end, F(10);",
            "f(11) -> {g(1), g(2)};",
            "f(_) -> if true -> case g(true) of true -> g(1) end end.",
            "g(4) -> false;",
            "g(X) -> X."
        ]),
        [_ = subject:f(N) || N <- lists:seq(1, 12)],
        Kinds = [cinema_subject:kind(Site, cinema_replay:table(Json)) || {_, _, Site, _} <- cinema_event_double:events(self())],
        Count = fun(Kind) -> length([K || K <- Kinds, K =:= Kind]) end,
        ?assertEqual(Count(<<"enter">>), Count(<<"return">>) + Count(<<"tail">>)),
        cinema_replay:stops([cinema_replay:table(Json)], cinema_event_double:events(self()))
    end}.

%% Class and reason are known before the program goes down.
raises_are_announced_test_() ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, fun() ->
        Json = cinema_subject:load(["f(X) -> {ok, error({bad, X})}.", "g(X) -> throw(X).", "h(C, R) -> erlang:raise(C, R, [])."]),
        catch subject:f(1),
        catch subject:g(2),
        catch subject:h(exit, 3),
        Table = cinema_replay:table(Json),
        Raised = [Values || {_, _, Site, Values} <- cinema_event_double:events(self()), cinema_subject:kind(Site, Table) =:= <<"raise">>],
        ?assertEqual([[error, {bad, 1}], [throw, 2], [exit, 3]], Raised)
    end}.

%%% The compiler itself, recorded, still makes the same code

recorded_compiler_compiles_the_same_test_() ->
    {timeout, 60, fun() ->
        Modules = [erl_scan, erl_expand_records, beam_jump, beam_clean],
        {ok, Source} = file:read_file(hd(cinema_programs:erlang())),
        {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Source)),
        Before = erlang:md5(compiled_program()),
        Originals = [{Module, Beam} || Module <- Modules, {_, Beam, _} <- [code:get_object_code(Module)]],
        cinema_event_double:install_counter(),
        try
            [load_over(Module, instrumented(Beam)) || {Module, Beam} <- Originals],
            ?assertEqual(Before, erlang:md5(compiled_program())),
            {ok, Again, _} = erl_scan:string(unicode:characters_to_list(Source)),
            ?assertEqual(Tokens, Again),
            ?assert(cinema_event_double:count() > 1000)
        after
            [load_over(Module, Beam) || {Module, Beam} <- Originals],
            cinema_event_double:remove()
        end
    end}.

compiled_program() ->
    {ok, _, Beam} = compile:file(hd(cinema_programs:erlang()), [binary, deterministic]),
    Beam.

instrumented(Beam) ->
    {ok, _, NewBeam, _} = cinema_instrument:beam(Beam, #{base => 0}),
    NewBeam.

load_over(Module, Beam) ->
    code:unstick_mod(Module),
    code:purge(Module),
    {module, Module} = code:load_binary(Module, atom_to_list(Module), Beam),
    ok.
