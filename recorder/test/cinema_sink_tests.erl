%%% The native sink: what it writes is what the program had, within limits, without secrets, whatever happens.
-module(cinema_sink_tests).

-include_lib("eunit/include/eunit.hrl").

every_kind_of_term_test_() ->
    {timeout, 60, fun() ->
        #{status := 0, parts := [Part]} = cinema_recording:run("cinema_child:write_terms()."),
        Groups = cinema_child:terms(),
        Expected = lists:append([Group || Group <- Groups, is_list(Group)]) ++ [Group || Group <- Groups, is_tuple(Group)],
        Events = cinema_part:events(Part),
        Marks = [Term || {_, mark, Term} <- Events, not is_system_mark(Term)],
        ?assertEqual(Expected, Marks),
        %% sharing within a chunk shows the same values; these have the smaller limits of a value
        Small = [[Index, Term, Term] || {Index, Term} <- lists:enumerate(Expected), fits(Term), _ <- [1, 2]],
        ?assertEqual(Small, [Values || [Index | _] = Values <- cinema_part:values(Events, 1), fits(lists:nth(Index, Expected))]),
        [[{pid, _, _}, Reference, Alias, {opaque, <<"#Fun<cinema_child.", _/binary>>}, {Port, nonode@nohost}]] = cinema_part:values(Events, 2),
        ?assert(is_reference(Reference) andalso is_reference(Alias) andalso is_port(Port)),
        #{manifest := #{<<"sink">> := <<"native">>, <<"loading">> := <<"hooked">>}, 'end' := #{<<"reason">> := <<"halt">>, <<"dropped">> := 0, <<"events">> := Count}} = Part,
        ?assertEqual(Count, length(Events))
    end}.

is_system_mark(Term) -> is_tuple(Term) andalso tuple_size(Term) > 2 andalso lists:member(element(1, Term), [process, log]).
fits(Term) -> erlang:external_size(Term) < 1000.

beyond_every_limit_test_() ->
    {timeout, 60, fun() ->
        #{status := 0, parts := [Part]} = cinema_recording:run("cinema_child:write_large()."),
        Events = cinema_part:events(Part),
        Marks = maps:from_list([Term || {_, mark, {_, _} = Term} <- Events]),
        Ones = lists:duplicate(1000, 1),
        #{
            list := List,
            very_long_list := Long,
            text := Text,
            tuple := {tuple, 2000, Ones},
            map := {map, 3000, Pairs},
            binary := {binary, 100000, Bytes},
            integer := cut,
            bits := cut,
            deep := Deep,
            deep_map := _,
            wide_and_deep := _
        } = Marks,
        ?assertEqual(1000, length(Pairs)),
        ?assertEqual(8192, byte_size(Bytes)),
        ?assertEqual({Ones, {more, 4000}}, split(List)),
        ?assertMatch({_, {more, 0}}, split(Long)),
        ?assertEqual({lists:duplicate(8192, $a), {more, 0}}, split(Text)),
        ?assertEqual(32, depth(Deep, 0) + 1),
        Values = cinema_part:values(Events, 3),
        ?assertEqual(50, length(Values)),
        ?assert(lists:all(fun(Fifteen) -> length(Fifteen) =:= 15 end, Values)),
        [[Packed]] = cinema_part:values(Events, 4),
        ?assertMatch({Elements, {more, 2952}} when length(Elements) =:= 2048, split(Packed))
    end}.

%% Elements of a list that was cut, and its end.
split(List) -> split(List, []).
split([Element | Rest], Elements) -> split(Rest, [Element | Elements]);
split(End, Elements) -> {lists:reverse(Elements), End}.

depth([Inner], Depth) -> depth(Inner, Depth + 1);
depth(_, Depth) -> Depth.

%% Every term that was referred to is read again and compared: sharing never shows a wrong value.
sharing_is_sound_test_() ->
    {timeout, 60, fun() ->
        #{status := 0, output := Output, parts := [Part]} = cinema_recording:run("cinema_child:audited().", #{share => audit}),
        {Audited, Bad, Events} = parse(Output),
        ?assert(Audited > 1000),
        ?assertEqual(0, Bad),
        ?assert(Events > 1500),
        ?assert(length(cinema_part:events(Part)) >= Events)
    end}.

parse(Output) ->
    {ok, Tokens, _} = erl_scan:string(binary_to_list(Output)),
    {ok, Term} = erl_parse:parse_term(Tokens),
    Term.

secrets_are_never_written_test_() ->
    [{timeout, 60, {atom_to_list(Sink), fun() -> no_secrets(Sink) end}} || Sink <- [native, portable]].

no_secrets(Sink) ->
    #{status := 0, parts := [Part]} = cinema_recording:run("cinema_child:secrets().", #{sink => Sink}),
    Events = cinema_part:events(Part),
    ?assertMatch([_], cinema_part:values(Events, 2)),
    ?assertMatch([_], [Values || {_, 'receive', 1, _, Values} <- Events]),
    [?assertEqual(nomatch, binary:match(Body, <<"hunter2">>)) || #{body := Body} <- maps:get(chunks, Part)],
    Sink =:= native andalso
        begin
            ?assertEqual([[[{access_token, redacted}, {name, ann}], [{<<"set-cookie">>, redacted}], {secret_key_base, redacted}]], cinema_part:values(Events, 2)),
            [{login, #{user := ann, password := redacted, "api-key" := redacted, <<"Authorization">> := redacted}}] =
                hd([Values || {_, 'receive', 1, _, Values} <- Events])
        end.

%% Everything that happened before a kill is in the file or in the live pool.
killed_test_() ->
    {timeout, 60, fun() ->
        cinema_recording:with_folder(fun(Folder) ->
            Words = ["-noshell", "-pa", filename:dirname(code:which(?MODULE)), "-eval", "cinema_child:forever()."],
            Port = open_port({spawn_executable, os:find_executable("erl")}, [{args, Words}, {cd, Folder}, {env, cinema_recording:environment(Folder, #{})}, exit_status, binary]),
            OsPid = receive {Port, {data, Line}} -> string:trim(Line) end,
            timer:sleep(300),
            os:cmd("kill -9 " ++ binary_to_list(OsPid)),
            receive {Port, {exit_status, _}} -> ok end,
            [File] = filelib:wildcard(filename:join([Folder, "parts", "*.cinema"])),
            Part = cinema_part:read(File),
            case file:read_link(File ++ ".live") of
                {ok, Shared} -> file:delete(Shared);
                {error, _} -> ok
            end,
            Numbers = lists:append(cinema_part:values(cinema_part:events(Part), 1)),
            ?assertEqual(none, maps:get('end', Part)),
            ?assert(maps:get(recovered, Part) > 0),
            ?assert(length(Numbers) > 1000),
            ?assertEqual(lists:seq(1, length(Numbers)), Numbers)
        end)
    end}.

%% What there was no room for is counted, event by event.
dropped_events_are_counted_test_() ->
    {timeout, 60, fun() ->
        #{status := 0, parts := [Part]} = cinema_recording:run("cinema_child:flood()."),
        #{'end' := #{<<"events">> := Events, <<"dropped">> := Dropped, <<"failedChunks">> := 0}, chunks := Chunks} = Part,
        ?assertEqual(Events, lists:sum([Count || #{records := Count} <- Chunks])),
        InHeaders = lists:sum([Count || #{dropped := Count} <- Chunks]),
        ?assert(InHeaders =< Dropped),
        Marks = length([N || {_, mark, {N, _}} <- cinema_part:events(Part), is_integer(N)]),
        ?assert(Marks + Dropped >= 40000)
    end}.

a_program_and_its_messages_test_() ->
    [{timeout, 60, {atom_to_list(Sink), fun() -> its_messages(Sink) end}} || Sink <- [native, portable]].

its_messages(Sink) ->
    #{status := 7, output := <<>>, parts := [Part]} = cinema_recording:run("cinema_child:messages().", #{sink => Sink}),
    Events = [{Pid, Tag, Facts} || {Pid, vm, Tag, Facts} <- cinema_part:events(Part)],
    [{Server, Client}] = [{Pid, maps:get(term, Facts)} || {Pid, spawned, #{extra := Extra} = Facts} <- Events, is_child(Extra)],
    [Question] = [Facts || {Pid, send, #{extra := answerer} = Facts} <- Events, Pid =:= Client],
    [Arrived] = [Facts || {Pid, 'receive', #{match := {_, From}} = Facts} <- Events, Pid =:= Server, From =:= Client],
    ?assertEqual(maps:get(hash, Question), maps:get(hash, Arrived)),
    ?assertMatch({Client, 41}, maps:get(term, Arrived)),
    ?assertMatch([_], [x || {Pid, register, #{term := answerer}} <- Events, Pid =:= Server]),
    ?assertMatch([_], [x || {Pid, call, #{match := {monitor, Target}}} <- Events, Pid =:= Client, Target =:= Server]),
    ?assertMatch([done | _], [Reason || {Pid, exit, #{term := Reason}} <- Events, Pid =:= Server]).

%% {erlang, apply, [Fun, []]} of a fun of the program
is_child({erlang, apply, [{opaque, Text}, []]}) -> binary:match(Text, <<"cinema_child">>) =/= nomatch;
is_child({external, Bytes}) -> binary:match(Bytes, <<"cinema_child">>) =/= nomatch;
is_child(_) -> false.

%% Started from within: by hand, or by a node that attaches.
started_from_within_test_() ->
    [{timeout, 60, {atom_to_list(Sink), fun() -> from_within(Sink) end}} || Sink <- [native, portable]].

from_within(Sink) ->
    cinema_recording:with_folder(fun(Folder) ->
        Program = lists:flatten(io_lib:format("cinema_child:within(~p, ~p, ~p).", [Sink, Folder, cinema_recording:native()])),
        Words = [os:find_executable("erl"), "-noshell", "-pa", cinema_recording:ebin(), "-pa", filename:dirname(code:which(?MODULE)), "-eval", Program],
        {0, <<"recorded">>} = cinema_recording:shell(Words, Folder, []),
        [File] = filelib:wildcard(filename:join(Folder, "*.cinema")),
        #{'end' := #{<<"reason">> := <<"stopped">>, <<"dropped">> := 0}} = Part = cinema_part:read(File),
        ?assertEqual([[N] || N <- lists:seq(1, 100)], cinema_part:values(cinema_part:events(Part), 1))
    end).
