%%% What the recorded BEAMs of the tests run.
-module(cinema_child).

-export([terms/0, write_terms/0, write_large/0, audited/0, secrets/0, forever/0, flood/0, messages/0, restore/0, store/1, within/3]).

%% A term of every kind, all within the limits of a message.
terms() ->
    Integers = [0, 1, 63, 64, -1, 127, 128, 1 bsl 31, -(1 bsl 31), (1 bsl 59) - 1, 1 bsl 59, -(1 bsl 59), (1 bsl 63) - 1, 1 bsl 63, -(1 bsl 63), 1 bsl 64, -(1 bsl 900)],
    Atoms = ['', ok, 'with blank', 'gr\x{fc}n', '\x{65e5}\x{672c}'] ++ [list_to_atom("atom" ++ integer_to_list(N)) || N <- lists:seq(1, 200)],
    Binaries = [<<>>, <<"text">>, <<0, 255, 1>>, binary:copy(<<"0123456789">>, 100), <<1:3>>, <<"ab", 5:7>>],
    Lists = [[], [a], [1, 2, 3], "text", "gr\374n", [1000, $a], [a | b], [1, 2 | <<"tail">>], "abc" ++ [256], "abc" ++ tail, lists:seq(1, 1000), lists:duplicate(500, {x, "y"})],
    Tuples = [list_to_tuple(lists:seq(1, N)) || N <- [0, 1, 2, 15, 16, 300]],
    Maps = [#{}, #{a => 1}, #{{k, 1} => [v], <<"b">> => #{c => d}}, maps:from_list([{N, N * N} || N <- lists:seq(1, 500)])],
    [Integers, Atoms, [1.5, -0.0, 1.0e300], Binaries, Lists, Tuples, Maps, nested(10), lists:foldl(fun(N, Rest) -> [N, Rest] end, [], lists:seq(1, 20))].

nested(0) -> bottom;
nested(N) -> {N, [nested(N - 1)], #{}}.

%% As marks, which share nothing, and twice each as values of sites in a traced process.
write_terms() ->
    Terms = lists:append([Group || Group <- terms(), is_list(Group)]) ++ [Group || Group <- terms(), is_tuple(Group)],
    [cinema_event:mark(Term) || Term <- Terms],
    in_process(fun() -> [cinema_event:s(1, Index, Term, Term) || {Index, Term} <- lists:enumerate(Terms), _ <- [1, 2]] end),
    in_process(fun() ->
        Pid = self(),
        Reference = make_ref(),
        Alias = alias(),
        cinema_event:s(2, Pid, Reference, Alias, fun() -> Pid end, {hd(erlang:ports()), node()})
    end),
    halt(0).

in_process(Fun) ->
    {Pid, Monitor} = spawn_monitor(Fun),
    receive {'DOWN', Monitor, process, Pid, normal} -> ok end.

%% Beyond every limit.
write_large() ->
    Deep = lists:foldl(fun(_, Inner) -> [Inner] end, [], lists:seq(1, 100000)),
    DeepMap = lists:foldl(fun(_, Inner) -> #{k => {Inner}} end, #{}, lists:seq(1, 1000)),
    [
        cinema_event:mark({Name, Term})
     || {Name, Term} <- [
            {list, lists:duplicate(5000, 1)},
            {very_long_list, lists:seq(1, 100000)},
            {text, lists:duplicate(20000, $a)},
            {tuple, list_to_tuple(lists:duplicate(2000, 1))},
            {map, maps:from_list([{N, 1} || N <- lists:seq(1, 3000)])},
            {binary, binary:copy(<<"x">>, 100000)},
            {integer, 1 bsl 4000000},
            {bits, <<0:8000001>>},
            {deep, Deep},
            {deep_map, DeepMap},
            {wide_and_deep, lists:duplicate(300, list_to_tuple(lists:duplicate(300, "abcdefgh")))}
        ]
    ],
    Values = lists:duplicate(15, lists:duplicate(3000, {large, <<"value">>})),
    in_process(fun() -> [apply(cinema_event, s, [3 | Values]) || _ <- lists:seq(1, 50)] end),
    in_process(fun() -> cinema_event:p(4, lists:duplicate(5000, lists:seq(1, 1000))) end),
    halt(0).

worker(_, _, 0, _, _) ->
    ok;
worker(Server, Seed, Left, Held, Text) ->
    Term = {Seed, Left, [Left, {x, integer_to_list(Left)} | lists:sublist(Held, 5)], #{left => Left, text => Text}},
    cinema_event:s(1, Term, Held, Text),
    Server ! {put, Seed, Term},
    Server ! {get, Seed, self()},
    receive {value, Value} -> cinema_event:s(2, Value) end,
    _ = [list_to_binary(integer_to_list(N)) || N <- lists:seq(1, Left rem 300)],
    Left rem 50 =:= 0 andalso erlang:garbage_collect(),
    worker(Server, Seed, Left - 1, lists:sublist([{Left, [Seed, Text]} | Held], 30), <<Text/binary, (Left rem 256), "some more text">>).

audited() ->
    work(150),
    #{sharing := true, audited := Audited, audit_failures := Bad, events := Events} = cinema_recorder:status(),
    io:format("~w.~n", [{Audited, Bad, Events}]),
    halt(0).

%% Much garbage, terms that live long and short, messages, hibernation.
work(Rounds) ->
    Server = spawn(fun() -> store(#{}) end),
    Workers = [spawn_monitor(fun() -> worker(Server, Seed, Rounds, [], <<>>) end) || Seed <- lists:seq(1, 4)],
    [receive {'DOWN', Monitor, process, Pid, Reason} -> normal = Reason end || {Pid, Monitor} <- Workers],
    Server ! stop.

store(State) ->
    receive
        stop -> ok;
        {put, Key, Value} ->
            cinema_event:s(3, State),
            store(State#{Key => Value});
        {get, Key, From} ->
            From ! {value, maps:get(Key, State)},
            erlang:hibernate(?MODULE, store, [State])
    end.

secrets() ->
    in_process(fun() ->
        self() ! {login, #{password => <<"hunter2">>, "api-key" => "hunter2", <<"Authorization">> => hunter2, user => ann}},
        receive Message -> cinema_event:r(1, Message) end,
        cinema_event:s(2, [{access_token, hunter2}, {name, ann}], [{<<"set-cookie">>, <<"hunter2">>}], {secret_key_base, "hunter2"}),
        cinema_event:s(3, {"authorization", "hunter2"}, #{private_key => #{deep => [hunter2]}})
    end),
    finish(0).

%% The portable sink writes what it has when it finds time, and erlang:halt gives it none.
finish(Status) ->
    timer:sleep(300),
    halt(Status).

%% Writes until it is killed, and says how far it came.
forever() ->
    io:format("~s~n", [os:getpid()]),
    spawn(fun() -> count(1) end),
    timer:sleep(infinity).

count(N) ->
    cinema_event:s(1, N),
    N rem 1000 =:= 0 andalso timer:sleep(1),
    count(N + 1).

%% More than any disk takes.
flood() ->
    Large = [binary:copy(<<N>>, 8000) || N <- lists:seq(1, 7)],
    Fill = fun() -> [cinema_event:mark({N, Large}) || N <- lists:seq(1, 20000)] end,
    Fillers = [spawn_monitor(Fill) || _ <- [1, 2]],
    [receive {'DOWN', Monitor, process, Pid, normal} -> ok end || {Pid, Monitor} <- Fillers],
    io:format("~p.~n", [cinema_recorder:stop()]),
    halt(0).

%% A server, a client, and a death.
messages() ->
    Server = spawn(fun() -> receive {From, Number} -> From ! {answer, Number + 1}, exit(done) end end),
    register(answerer, Server),
    Monitor = monitor(process, Server),
    answerer ! {self(), 41},
    receive {answer, 42} -> ok end,
    receive {'DOWN', Monitor, process, Server, done} -> ok end,
    finish(7).

restore() ->
    Original = code:module_md5(element(2, code:get_object_code(shop))),
    shop:total([1, 2, 3]),
    Instrumented = shop:module_info(md5),
    {ok, #{still_instrumented := []}} = cinema_recorder:stop(),
    Restored = shop:module_info(md5),
    io:format("~p.~n", [{Instrumented =/= Original, Restored =:= Original, shop:total([1, 2, 3])}]),
    halt(0).

%% Two recordings of one node, one after the other; the second is kept.
within(Sink, Folder, Nif) ->
    [
        begin
            {ok, _} = cinema_recorder:start(#{parts => Folder, nif => Nif, sink => Sink}),
            in_process(fun() -> [cinema_event:s(1, N) || N <- lists:seq(1, 100)] end),
            {ok, #{events := Events, dropped := 0}} = cinema_recorder:stop(),
            true = Events > 100
        end
     || _ <- [1, 2]
    ],
    io:put_chars("recorded"),
    halt(0).
