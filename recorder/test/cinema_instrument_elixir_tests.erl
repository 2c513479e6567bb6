%%% What the tables of Elixir's modules say: lines, names, and what macros made.
-module(cinema_instrument_elixir_tests).

-include_lib("eunit/include/eunit.hrl").

elixir_stops_at_lines_that_people_wrote_test_() ->
    {timeout, 30, fun() ->
        Table = cinema_subject:elixir_table([
            "defmodule Subject do",
            "  use GenServer",
            "  defstruct [:a]",
            "  def init(x), do: {:ok, x}",
            "  def steps(x) do",
            "    with {:ok, y} <- x,",
            "         z = y + 1 do",
            "      {z, y}",
            "    end",
            "  end",
            "  def default(a, b \\\\ 2), do: {a, b}",
            "  def choose(n) do",
            "    cond do",
            "      n > 1 -> :big",
            "      true ->",
            "        m = n * 2",
            "        m",
            "    end",
            "  end",
            "  def text(a) do",
            "    b = \"#{a}!\"",
            "    b",
            "  end",
            "end"
        ]),
        Expected = [
            {init, [4]}, {steps, [6, 7, 8]}, {default, [11]}, {choose, [13, 14, 16, 17]}, {text, [21, 22]}
        ],
        [?assertEqual({Name, Lines}, {Name, cinema_subject:stops_of(Name, Table)}) || {Name, Lines} <- Expected],
        Stopping = lists:usort([cinema_subject:name_of(Site, Table) || Site <- cinema_subject:all_sites(Table), is_map_key(<<"stop">>, Site)]),
        ?assertEqual(lists:sort([atom_to_binary(Name) || {Name, _} <- Expected]), Stopping)
    end}.

elixir_names_and_order_of_occurrences_test_() ->
    {timeout, 30, fun() ->
        Table = cinema_subject:elixir_table([
            "defmodule Subject do",
            "  def f(x, _ignored) do",
            "    x = x + 1",
            "    x = for x <- x, do: x",
            "    with x <- x, do: x",
            "  end",
            "end"
        ]),
        Names = [Pair || Pair <- maps:get(<<"variables">>, Table)],
        ?assert(lists:member([<<"_ignored">>, <<"__ignored@1">>], Names)),
        ?assertEqual([<<"_x@2">>, <<"_x@1">>], cinema_subject:in_code(3, Table)),
        ?assertEqual([<<"_x@4">>, <<"_x@3">>, <<"_x@2">>, <<"_x@3">>], cinema_subject:in_code(4, Table)),
        ?assertEqual([<<"_x@5">>, <<"_x@4">>, <<"_x@5">>], cinema_subject:in_code(5, Table))
    end}.

elixir_code_of_macros_is_shown_where_it_was_asked_for_test_() ->
    {timeout, 30, fun() ->
        Table = cinema_subject:elixir_table(["defmodule Subject do", "  use Agent", "  def f, do: 1", "end"]),
        [#{<<"path">> := Path}] = maps:get(<<"files">>, Table),
        ?assertEqual(<<"subject.ex">>, filename:basename(Path)),
        [Enter] = [Site || Site <- cinema_subject:sites(<<"enter">>, Table), cinema_subject:name_of(Site, Table) =:= <<"child_spec">>],
        ?assertMatch(#{<<"line">> := 2, <<"generated">> := true}, Enter)
    end}.
