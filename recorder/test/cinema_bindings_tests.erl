%%% At every line at which OTP's own debugger steps, our recording stops too and shows the
%%% same variables with the same values.
%%%
%%% Where the two differ on purpose:
%%% - The debugger knows bodies only. We also stop at each round of a comprehension and at
%%%   calls on further lines of an expression: those lines carry the mark `[also]'.
%%% - In a fun the debugger shows every variable of the function around it. Compiled code
%%%   takes along only those that the fun uses, and so do we.
%%% - The debugger is Erlang's: of an Elixir module it is given the Erlang code that Elixir
%%%   compiled it to. It steps through what macros made (lines with the mark `[never]') and
%%%   forgets no variable at the end of a clause; it stops twice on a line with two expressions,
%%%   and at the last line of a pipeline before the others (`[later]').
-module(cinema_bindings_tests).

-include_lib("eunit/include/eunit.hrl").

erlang_programs_test_() ->
    with_double([same_bindings(File, fun compare_erlang/4) || File <- cinema_programs:erlang()]).

elixir_programs_test_() ->
    with_double([same_bindings(File, fun compare_elixir/4) || File <- cinema_programs:elixir()]).

with_double(Tests) ->
    {setup, fun cinema_event_double:install/0, fun(_) -> cinema_event_double:remove() end, {timeout, 120, Tests}}.

same_bindings(File, Compare) ->
    {filename:basename(File),
        {timeout, 60, fun() ->
            {_, Main, _} = Program = cinema_programs:compile(File),
            {Instrumented, Tables} = cinema_programs:instrument(Program),
            cinema_programs:load(Instrumented),
            #{pid := Pid} = cinema_programs:run(Instrumented),
            Stops = [
                Stop
             || #{module := Module} = Stop <- cinema_replay:stops(Tables, cinema_event_double:events(Pid)),
                Module =:= atom_to_binary(Main)
            ],
            cinema_programs:load(Program),
            Steps = cinema_debugger:steps(Main, erlang_beam(Main, Program), File, main),
            cinema_programs:unload(Program),
            Language = language(File),
            ?assertNotEqual([], Steps),
            [Table] = [Table || #{<<"module">> := Name} = Table <- Tables, Name =:= atom_to_binary(Main)],
            Marks = #{
                also => cinema_programs:marked_lines(Program, "[also]"),
                later => cinema_programs:marked_lines(Program, "[later]"),
                never => cinema_programs:marked_lines(Program, "[never]")
            },
            Compare(comparable(of_the_source(Steps, Language)), comparable(Stops), Table, Marks)
        end}}.

language(File) ->
    case filename:extension(File) of
        ".erl" -> erlang;
        ".ex" -> elixir
    end.

%% The debugger makes variables of its own: `_', and `%0', `%1' for the arguments of
%% `fun name/1', whose call it steps through. It steps twice through the update of a record.
of_the_source(Steps, Language) ->
    without_repeats([
        {Line, maps:filter(fun(Name, _) -> cinema_variables:source_name(Name, Language) =/= false end, Bindings)}
     || {Line, Bindings} <- Steps, Line > 0, not is_map_key('%0', Bindings)
    ]).

without_repeats([Step, Step | Steps]) -> without_repeats([Step | Steps]);
without_repeats([Step | Steps]) -> [Step | without_repeats(Steps)];
without_repeats([]) -> [].

%% The debugger reads Erlang's debug information only.
erlang_beam(Main, {_, _, Modules}) ->
    {Main, Beam} = lists:keyfind(Main, 1, Modules),
    {ok, Main, Language, Forms} = cinema_instrument:forms(Beam),
    Lines =
        case Language of
            erlang -> Forms;
            elixir -> [without_lines_of_macros(Form) || Form <- Forms]
        end,
    {ok, Main, ErlangBeam, _} = compile:forms(Lines, [debug_info, return]),
    ErlangBeam.

%% The debugger does not know of generated code: here it steps there at line 0. Elixir's
%% literals have the line of an enclosing node; here that of what first stands in them.
without_lines_of_macros({function, Anno, Name, Arity, Clauses}) ->
    {function, Anno, Name, Arity, true_lines(Clauses)};
without_lines_of_macros(Form) ->
    Form.

true_lines({Kind, Anno, _} = Literal) when Kind =:= atom; Kind =:= integer; Kind =:= float; Kind =:= string ->
    setelement(2, Literal, at(0, Anno));
true_lines({nil, Anno}) ->
    {nil, at(0, Anno)};
true_lines({Kind, _, _} = Tree) when Kind =:= tuple; Kind =:= bin ->
    with_line_of_first_part(Tree);
true_lines({cons, _, _, _} = Tree) ->
    with_line_of_first_part(Tree);
true_lines(Tree) when is_tuple(Tree), tuple_size(Tree) > 1 ->
    [Kind, Anno | Parts] = tuple_to_list(Tree),
    case erl_anno:is_anno(Anno) of
        true ->
            Line =
                case erl_anno:generated(Anno) of
                    true -> 0;
                    false -> erl_anno:line(Anno)
                end,
            list_to_tuple([Kind, at(Line, Anno) | true_lines(Parts)]);
        false ->
            list_to_tuple(true_lines(tuple_to_list(Tree)))
    end;
true_lines([Tree | Trees]) ->
    [true_lines(Tree) | true_lines(Trees)];
true_lines(Other) ->
    Other.

with_line_of_first_part(Tree) ->
    [Kind, Anno | Parts] = tuple_to_list(Tree),
    Inner = true_lines(Parts),
    list_to_tuple([Kind, at(first_line(Inner), Anno) | Inner]).

first_line([Tree | Trees]) ->
    case first_line(Tree) of
        0 -> first_line(Trees);
        Line -> Line
    end;
first_line({bin_element, _, Value, _, _}) ->
    first_line(Value);
first_line(Tree) when is_tuple(Tree), tuple_size(Tree) > 1 ->
    case erl_anno:line(element(2, Tree)) of
        0 -> first_line(tl(tl(tuple_to_list(Tree))));
        Line -> Line
    end;
first_line(_) ->
    0.

at(Line, Anno) ->
    erl_anno:set_line(Line, Anno).

%% Erlang: the same lines in the same order, but for marked ones; the same bindings.
compare_erlang([], [], _, _) ->
    ok;
compare_erlang([{Line, Expected} | Steps] = All, [#{line := Line, bindings := Bindings} = Stop | Stops], Table, Marks) ->
    case Expected =/= Bindings andalso lists:member(Line, maps:get(also, Marks)) of
        true ->
            compare_erlang(All, Stops, Table, Marks);
        false ->
            check_bindings(Line, Expected, Stop, Table),
            compare_erlang(Steps, Stops, Table, Marks)
    end;
compare_erlang(Steps, [#{line := Line} = Stop | Stops], Table, Marks) ->
    case lists:member(Line, maps:get(also, Marks)) of
        true -> compare_erlang(Steps, Stops, Table, Marks);
        false -> error({unexpected_stop, Stop, {debugger, head(Steps)}})
    end;
compare_erlang(Steps, [], _, _) ->
    error({missing_stops, Steps}).

head([]) -> none;
head([Step | _]) -> Step.

check_bindings(Line, Expected, #{in_fun := false, bindings := Bindings}, _) ->
    ?assertEqual({Line, Expected}, {Line, Bindings});
check_bindings(Line, Expected, #{in_fun := true, bindings := Bindings}, Table) ->
    check_named(Line, Expected, Bindings, Table).

%% What we show is right, and what the line names is there.
check_named(Line, Expected, Bindings, Table) ->
    ?assertEqual({Line, maps:with(maps:keys(Bindings), Expected)}, {Line, Bindings}),
    Named = maps:with(named_on(Line, Table), Expected),
    ?assertEqual({Line, []}, {Line, maps:keys(Named) -- maps:keys(Bindings)}).

named_on(Line, #{<<"occurrences">> := Occurrences, <<"variables">> := Variables}) ->
    lists:usort([
        binary_to_atom(lists:nth(2, lists:nth(Variable + 1, Variables)))
     || [On, _, Variable] <- Occurrences, On =:= Line
    ]).

%% Elixir: each of our stops is a step of the debugger, in the same order, and no line
%% the debugger steps through is missing.
compare_elixir(Steps, Stops, Table, Marks) ->
    Lines = lists:usort([Line || {Line, _} <- Steps, Line > 0]),
    Rested = lists:usort([Line || #{line := Line} <- Stops]),
    #{also := Ours, never := Theirs} = Marks,
    ?assertEqual(Theirs, Lines -- Rested),
    ?assertEqual(Ours, Rested -- Lines),
    Comparable = Lines -- maps:get(later, Marks),
    follow(Steps, [Stop || #{line := Line} = Stop <- Stops, lists:member(Line, Comparable)], Table).

follow(_, [], _) ->
    ok;
follow(Steps, [#{line := Line, bindings := Bindings} | Stops], Table) ->
    case lists:dropwhile(fun({On, _}) -> On =/= Line end, Steps) of
        [{Line, Expected} | Rest] ->
            check_named(Line, Expected, Bindings, Table),
            follow(Rest, Stops, Table);
        [] ->
            error({stop_without_step, Line, Bindings})
    end.

%% Funs, pids and references differ from run to run.
comparable(Fun) when is_function(Fun) -> a_fun;
comparable(Pid) when is_pid(Pid) -> a_pid;
comparable(Reference) when is_reference(Reference) -> a_reference;
comparable([{Module, _, _, [_ | _]} | _]) when is_atom(Module) -> a_stack;
comparable(Tuple) when is_tuple(Tuple) -> list_to_tuple([comparable(Element) || Element <- tuple_to_list(Tuple)]);
comparable([Head | Tail]) -> [comparable(Head) | comparable(Tail)];
comparable(Map) when is_map(Map) -> maps:map(fun(_, Value) -> comparable(Value) end, Map);
comparable(Term) -> Term.
