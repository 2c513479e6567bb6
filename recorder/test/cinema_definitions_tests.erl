-module(cinema_definitions_tests).

-include_lib("eunit/include/eunit.hrl").

fields_of_a_struct_come_in_the_order_of_defstruct_test_() ->
    {timeout, 30, fun() ->
        Struct = struct_of(["defmodule Subject do", "  defstruct [:zone, :area, count: 0]", "end"]),
        ?assertEqual(expected([<<"zone">>, <<"area">>, <<"count">>]), Struct)
    end}.

an_exception_is_a_struct_without_its_mark_test_() ->
    {timeout, 30, fun() ->
        Struct = struct_of(["defmodule Subject do", "  defexception [:why, message: \"no\"]", "end"]),
        ?assertEqual(expected([<<"why">>, <<"message">>]), Struct)
    end}.

a_struct_may_be_empty_and_a_module_may_have_none_test_() ->
    {timeout, 30, fun() ->
        ?assertEqual(null, struct_of(["defmodule Subject do", "  def f, do: 1", "end"])),
        ?assertEqual(null, maps:get(<<"struct">>, cinema_subject:table(["f() -> 1."])))
    end}.

funs_have_the_names_and_numbers_the_running_code_says_test_() ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, fun() ->
        Lines = ["f(X) -> [fun() -> X end, fun(A, B) -> {A, B, X} end, g()].", "g() -> fun(_) -> fun() -> in end end."],
        Table = cinema_replay:table(cinema_subject:load(Lines)),
        Funs = maps:get(<<"funs">>, Table),
        [
            begin
                [Name, Arity, Unique, Index] = [element(2, erlang:fun_info(Fun, Key)) || Key <- [name, arity, uniq, new_index]],
                ?assertEqual([atom_to_binary(Name), Arity, Unique], lists:nth(Index + 1, Funs)),
                Text = lists:flatten(io_lib:format("#Fun<subject.~b.~b>", [Index, Unique])),
                ?assertEqual(Text, erlang:fun_to_list(Fun))
            end
         || Fun <- subject:f(1)
        ]
    end}.

funs_of_a_module_without_any_test() ->
    ?assertEqual([], cinema_definitions:funs(cinema_subject:compiled(["f() -> 1."], []))).

struct_of(Lines) ->
    maps:get(<<"struct">>, cinema_subject:elixir_table(Lines)).

%% Elixir before 1.14 says nothing of the order, and does not print by it.
expected(Fields) ->
    ok = cinema_elixir:start(),
    case 'Elixir.Version':'match?'('Elixir.System':version(), <<">= 1.14.0">>) of
        true -> Fields;
        false -> null
    end.
