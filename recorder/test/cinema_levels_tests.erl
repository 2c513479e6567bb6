%%% Which module is recorded at which level.
-module(cinema_levels_tests).

-include_lib("eunit/include/eunit.hrl").

own_code_test_() ->
    Rules = rules(#{}),
    [
        ?_assertEqual(Own, cinema_levels:own(Source, Rules))
     || {Own, Source} <- [
            {true, "/home/ann/shop/lib/shop.ex"},
            {true, "/home/ann/shop/apps/store/lib/store.ex"},
            {true, "/home/ann/shop/test/shop_test.exs"},
            {false, "/home/ann/shop/deps/plug/lib/plug.ex"},
            {false, "/home/ann/shop/_build/default/lib/cowboy/src/cowboy.erl"},
            {false, "/home/ann/shop/.elixir_ls/build/x.ex"},
            {false, "/home/ann/shopping/lib/a.ex"},
            {false, "/usr/lib/elixir/lib/enum.ex"},
            {false, ""}
        ]
    ].

%% rebar3 compiles links to the project's own sources below _build.
own_code_below_build_test() ->
    cinema_recording:with_folder(fun(Folder) ->
        Source = filename:join([Folder, "src", "shop.erl"]),
        ok = filelib:ensure_dir(Source),
        ok = file:write_file(Source, ""),
        Rules = (rules(#{}))#{project := Folder},
        ?assert(cinema_levels:own(filename:join(Folder, "_build/default/lib/shop/src/shop.erl"), Rules)),
        ?assertNot(cinema_levels:own(filename:join(Folder, "_build/default/lib/dep/src/dep.erl"), Rules))
    end).

patterns_test_() ->
    [
        ?_assertEqual(Matches, cinema_levels:matches(Name, Pattern))
     || {Matches, Name, Pattern} <- [
            {true, 'Elixir.MyApp.Cart', <<"MyApp.*">>},
            {false, 'Elixir.MyApp', <<"MyApp.*">>},
            {true, 'Elixir.MyApp', <<"MyApp">>},
            {true, 'Elixir.MyApp', <<"Elixir.MyApp">>},
            {true, gen_server, <<":gen_server">>},
            {true, rabbit_queue, <<"rabbit*">>},
            {false, 'Elixir.Rabbit', <<"rabbit*">>},
            {false, gen_server, <<"gen.server">>}
        ]
    ].

level_test_() ->
    Beam = beam(shop, "/home/ann/shop/lib/shop.erl"),
    Plug = beam(plug, "/home/ann/shop/deps/plug/lib/plug.erl"),
    [
        ?_assertEqual({lines, own}, cinema_levels:level(shop, Beam, rules(#{}))),
        ?_assertEqual({none, own}, cinema_levels:level(plug, Plug, rules(#{}))),
        ?_assertEqual({lines, asked}, cinema_levels:level(plug, Plug, rules(#{lines => [<<"plug">>], calls => [<<"*">>]}))),
        ?_assertEqual({calls, asked}, cinema_levels:level(plug, Plug, rules(#{calls => [<<"app:plug">>]}))),
        ?_assertEqual({none, own}, cinema_levels:level(plug, Plug, rules(#{calls => [<<"app:lug">>]}))),
        ?_assertEqual({none, own}, cinema_levels:level(cinema_json, Beam, rules(#{lines => [<<"*">>]}))),
        ?_assertEqual({none, own}, cinema_levels:level(shop, <<"no beam">>, rules(#{})))
    ].

rules(Given) -> cinema_levels:compile(cinema_options:complete(Given#{project => "/home/ann/shop"})).

beam(Module, Source) ->
    {ok, Module, Beam} = compile:forms([{attribute, 1, module, Module}], [{source, Source}]),
    Beam.

secret_names_test_() ->
    #{redact := Names} = cinema_options:complete(#{redact => ["PIN-code"]}),
    [
        ?_assertEqual(Secret, cinema_redaction:secret(Name, Names))
     || {Secret, Name} <- [{true, password}, {true, <<"Set-Cookie">>}, {true, "X-Api-Key"}, {true, user_pin_code}, {false, name}, {false, <<"passport">>}, {false, [256, $a]}, {false, 7}]
    ].

%% Variables with secret names: which values of which sites are bound to them.
hidden_values_test() ->
    Table = #{
        variables => [{<<"user">>, 'User'}, {<<"password">>, 'Password'}],
        sites => [#{}, #{binds => [{0, 0, []}, {1, 2, []}]}, #{binds => [{1, 0, [head]}]}]
    },
    ?assertEqual([{1, 4}], cinema_redaction:hidden_values(Table, [<<"password">>])).
