%%% The hook: every module of the project is instrumented before its first call, however it comes into the VM, and nobody else's
%%% is; the program does not notice.
-module(cinema_loader_tests).

-include_lib("eunit/include/eunit.hrl").

-define(SHOP, "-module(shop).\n-export([total/1]).\n\ntotal(Prices) ->\n    Sum = lists:sum(Prices),\n    Sum * 2.\n").
-define(QUIET, "-module(quiet).\n-export([twice/1]).\ntwice(X) -> X * 2.\n").

a_module_of_the_project_test_() ->
    [{timeout, 60, {atom_to_list(Sink), fun() -> module_of_the_project(Sink) end}} || Sink <- [native, portable]].

module_of_the_project(Sink) ->
    in_project(fun(Folder, Paths) ->
        compile(Folder, "shop", ?SHOP, [debug_info]),
        #{status := 0, output := <<"12">>, parts := [Part]} = recorded(Folder, Paths, "io:format(\"~p\", [shop:total([1, 2, 3])]), timer:sleep(300), halt(0).", #{sink => Sink}),
        [#{<<"module">> := <<"shop">>, <<"level">> := <<"lines">>, <<"files">> := [#{<<"path">> := Path, <<"hash">> := Hash}]} = Module] = maps:get(modules, Part),
        [#{<<"path">> := Path, <<"hash">> := Hash, <<"text">> := <<?SHOP>>}] = maps:get(sources, Part),
        Kinds = kinds(Module, Part),
        ?assertEqual([<<"enter">>, <<"step">>], lists:sublist(Kinds, 2)),
        ?assertEqual(<<"return">>, lists:last(Kinds)),
        ?assert(byte_size(Hash) =:= 64)
    end).

kinds(#{<<"base">> := Base, <<"count">> := Count, <<"sites">> := Sites}, Part) ->
    [maps:get(<<"kind">>, lists:nth(Site - Base + 1, Sites)) || {_, site, Site, _} <- cinema_part:events(Part), Site >= Base, Site < Base + Count].

%% Where OTP's loader cannot be hooked, a module is instrumented soon after it was loaded, and the manifest says so.
without_the_hook_test_() ->
    {timeout, 60, fun() ->
        in_project(fun(Folder, Paths) ->
            compile(Folder, "shop", ?SHOP, [debug_info]),
            Program = "shop:total([1]), (fun Again(N) -> erlang:yield(), shop:total([2]), timer:sleep(20), N > 0 andalso Again(N - 1) end)(40), halt(0).",
            #{status := 0, parts := [Part]} = recorded(Folder, Paths, Program, #{hook => false}),
            #{manifest := #{<<"loading">> := <<"not_wanted">>}, modules := [#{<<"module">> := <<"shop">>} = Module]} = Part,
            ?assert(lists:member(<<"return">>, kinds(Module, Part)))
        end)
    end}.

%% A pattern brings in what is not the project's; without debug info the VM traces the calls.
patterns_test_() ->
    {timeout, 60, fun() ->
        in_project(fun(Folder, Paths) ->
            Elsewhere = filename:join(Folder, "elsewhere"),
            compile_to(Elsewhere, Folder, "shop", ?SHOP, [debug_info]),
            compile_to(Elsewhere, Folder, "quiet", ?QUIET, []),
            Program = "12 = shop:total([1, 2, 3]), 4 = quiet:twice(2), \"a\" = string:trim(\" a \"), halt(0).",
            Options = #{calls => [<<"quiet">>, <<"string">>], lines => [<<"sh*p">>]},
            #{status := 0, parts := [Part]} = recorded(Folder, ["-pa", Elsewhere | Paths], Program, Options),
            Modules = maps:from_list([{Name, Level} || #{<<"module">> := Name, <<"level">> := Level} <- maps:get(modules, Part)]),
            ?assertEqual(#{<<"shop">> => <<"lines">>, <<"string">> => <<"calls">>}, Modules),
            ?assertMatch([_ | _], [x || {_, vm, call, #{term := {quiet, twice, [2]}}} <- cinema_part:events(Part)]),
            #{'end' := #{<<"skipped">> := Skipped}} = Part,
            ?assert(lists:member(#{<<"module">> => <<"quiet">>, <<"reason">> => <<"no debug info">>}, Skipped))
        end)
    end}.

originals_are_put_back_test_() ->
    {timeout, 60, fun() ->
        in_project(fun(Folder, Paths) ->
            compile(Folder, "shop", ?SHOP, [debug_info]),
            #{status := 0, output := Output, parts := [Part]} = recorded(Folder, Paths, "cinema_child:restore().", #{}),
            ?assertEqual(<<"{true,true,12}.\n">>, Output),
            ?assertMatch(#{'end' := #{<<"reason">> := <<"stopped">>}}, Part)
        end)
    end}.

%% Code of a script: its top level, and the modules it defines, which exist in memory only.
elixir_script_test_() ->
    [{timeout, 60, {atom_to_list(Sink), fun() -> elixir_script(Sink) end}} || Sink <- [native, portable]].

elixir_script(Sink) ->
    in_project(fun(Folder, _) ->
        Script = filename:join([Folder, "project", "script.exs"]),
        ok = file:write_file(Script,
            "defmodule Cart do\n  use Agent\n  def start, do: Agent.start_link(fn -> [] end, name: __MODULE__)\n  def add(item) do\n    Agent.update(__MODULE__, &[item | &1])\n  end\nend\n\n"
            "{:ok, _} = Cart.start()\nname = \"tea\"\nCart.add(name)\nIO.puts(inspect(Agent.get(Cart, & &1)))\n"),
        #{status := 0, output := <<"[\"tea\"]\n">>, parts := [Part]} =
            cinema_recording:run("", #{sink => Sink, project => filename:dirname(Script), command => [elixir(), Script]}),
        #{modules := Modules, 'end' := #{<<"reason">> := <<"halt">>}, manifest := #{<<"elixir">> := Version}} = Part,
        ?assert(is_binary(Version)),
        Names = [Name || #{<<"module">> := Name, <<"language">> := <<"elixir">>, <<"level">> := <<"lines">>} <- Modules],
        ?assert(lists:member(<<"Elixir.Cart">>, Names)),
        [Top] = [Module || #{<<"module">> := <<"elixir_compiler_", _/binary>>} = Module <- Modules],
        ?assert(lists:member([<<"name">>, <<"_name@1">>], maps:get(<<"variables">>, Top))),
        ?assert(lists:member([<<"tea">>], [Values || {_, site, _, Values} <- cinema_part:events(Part)])),
        States = [State || {_, vm, call, #{match := {state, 'Elixir.Agent.Server', State}}} <- cinema_part:events(Part)],
        Sink =:= native andalso ?assertEqual([[], [<<"tea">>]], uniq(States))
    end).

uniq([A, A | Rest]) -> uniq([A | Rest]);
uniq([A | Rest]) -> [A | uniq(Rest)];
uniq([]) -> [].

elixir() ->
    case os:find_executable("elixir") of
        false -> error("Elixir is not on the PATH: apt-get install elixir");
        Path -> Path
    end.

%% A program behaves the same, to the status and the last character.
mix_test_test_() ->
    {timeout, 120, fun() ->
        in_project(fun(Folder, _) ->
            Project = filename:join(Folder, "project"),
            write(Project, "mix.exs", "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop, version: \"0.1.0\"]\n  def application, do: [extra_applications: [:logger]]\nend\n"),
            write(Project, "lib/shop.ex", "defmodule Shop do\n  require Logger\n  def total(list) do\n    Logger.info(\"adding\")\n    sum = Enum.sum(list)\n    sum * 2\n  end\n  def double(n), do: n + n\nend\n"),
            write(Project, "test/test_helper.exs", "ExUnit.start(seed: 0, colors: [enabled: false])\n"),
            write(Project, "test/shop_test.exs",
                "defmodule ShopTest do\n  use ExUnit.Case\n  import ExUnit.CaptureIO\n  import ExUnit.CaptureLog\n"
                "  test \"total\" do\n    assert capture_log(fn -> assert Shop.total([1, 2]) == 6 end) =~ \"adding\"\n  end\n"
                "  test \"output\" do\n    assert capture_io(fn -> IO.puts(\"x\") end) == \"x\\n\"\n  end\n"
                "  test \"process\" do\n    assert Process.info(self(), :messages) == {:messages, []}\n    assert Process.get() |> Keyword.keys() |> Enum.all?(&(&1 in [:\"$ancestors\", :\"$initial_call\", :rand_seed]))\n  end\n"
                "  test \"wrong\" do\n    assert Shop.double(0) == 1\n  end\nend\n"),
            Mix = filename:join(filename:dirname(elixir()), "mix"),
            Words = [Mix, "test"],
            _ = cinema_recording:shell(Words, Project, [{"MIX_ENV", "test"}]),
            {Status, Plain} = cinema_recording:shell(Words, Project, [{"MIX_ENV", "test"}]),
            Environment = cinema_recording:environment(Folder, #{project => Project}),
            {RecordedStatus, Recorded} = cinema_recording:shell(Words, Project, [{"MIX_ENV", "test"} | Environment]),
            ?assertEqual({2, Status}, {Status, RecordedStatus}),
            ?assertEqual(timeless(Plain), timeless(Recorded)),
            [File] = filelib:wildcard(filename:join([Folder, "parts", "*.cinema"])),
            #{modules := Modules, 'end' := #{<<"dropped">> := 0}} = Part = cinema_part:read(File),
            ?assertEqual([<<"Elixir.Shop">>, <<"Elixir.ShopTest">>], lists:sort([Name || #{<<"module">> := Name} <- Modules])),
            ?assert(lists:any(fun({_, mark, {log, info, <<"adding">>, #{mfa := {'Elixir.Shop', total, 1}}}}) -> true; (_) -> false end, cinema_part:events(Part)))
        end)
    end}.

timeless(Output) -> re:replace(Output, "[0-9.]+ seconds.*|Randomized.*|[0-9:.]+ \\[info\\]", "", [global, {return, binary}]).

write(Folder, Name, Text) ->
    File = filename:join(Folder, Name),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Text).

in_project(Use) ->
    cinema_recording:with_folder(fun(Folder) ->
        ok = filelib:ensure_dir(filename:join([Folder, "project", "ebin", "x"])),
        Use(Folder, ["-pa", filename:join([Folder, "project", "ebin"])])
    end).

compile(Folder, Name, Text, Options) ->
    compile_to(filename:join([Folder, "project", "ebin"]), filename:join([Folder, "project", "src"]), Name, Text, Options).

compile_to(Ebin, Sources, Name, Text, Options) ->
    ok = filelib:ensure_dir(filename:join(Ebin, "x")),
    Source = filename:join(Sources, Name ++ ".erl"),
    ok = filelib:ensure_dir(Source),
    ok = file:write_file(Source, Text),
    {ok, _} = compile:file(Source, [{outdir, Ebin}, {source, Source} | Options]),
    ok.

recorded(Folder, Paths, Program, Options) ->
    Words = [os:find_executable("erl"), "-noshell", "-pa", filename:dirname(code:which(?MODULE))] ++ Paths ++ ["-eval", Program],
    cinema_recording:run("", Options#{project => filename:join(Folder, "project"), command => Words}).
