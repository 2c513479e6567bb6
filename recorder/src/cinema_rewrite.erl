%%% Rewrites the abstract code of a module so that it reports what it does: here its
%%% functions and the heads of their clauses; cinema_body goes on with what is in them.
%%%
%%% What holds (the tests of fidelity and failures show it):
%%% Invariant: a call in tail position stays there; a `tail' event announces it.
%%% Invariant: guards, the meaning of patterns, the order of evaluation and lines stay;
%%%   the only change to a pattern is an alias.
%%% Invariant: no try or catch is added where none was, so stack traces are as before.
%%% Invariant: a variable's value is reported before the next event that can be a stop:
%%%   what an expression binds rides on the next event of its body.
-module(cinema_rewrite).

-include("cinema_rewrite.hrl").

-export([module/2, function_clauses/3]).

-type tree() :: term().

%% Rewrites all functions of a module. Options: base, level, language, and `foreign', which
%% says of a file attribute that its text is not to be had.
-spec module([tree()], map()) -> {[tree()], cinema_sites:table(), [tuple()]}.
module(Forms, Options) ->
    Defined = maps:from_list([{{Name, Arity}, true} || {function, _, Name, Arity, _} <- Forms]),
    Imported = maps:from_list([{Function, true} || {attribute, _, import, {_, Functions}} <- Forms, Function <- Functions]),
    Context = #context{
        language = maps:get(language, Options, erlang),
        level = maps:get(level, Options, lines),
        base = maps:get(base, Options, 0),
        records = cinema_definitions:records(Forms),
        locals = maps:merge(Imported, Defined),
        generated = is_map_key({'__protocol__', 1}, Defined)
    },
    Foreign = maps:get(foreign, Options, fun(_) -> false end),
    {{Rewritten, Occurrences}, Table} = cinema_sites:collect(fun() ->
        {each_form(Forms, Context, Foreign), cinema_site_table:occurrences(Forms, Context#context.language)}
    end),
    {Rewritten, Table, Occurrences}.

each_form([{attribute, _, file, {File, _}} = Form | Forms], Context, Foreign) ->
    case Foreign(File) of
        true ->
            %% What a macro of another project defines here is shown where it was asked to.
            [Form | each_form(Forms, Context#context{foreign = true}, Foreign)];
        false ->
            cinema_sites:enter_file(File),
            [Form | each_form(Forms, Context#context{foreign = false}, Foreign)]
    end;
each_form([{attribute, Anno, compile, Options} | Forms], Context, Foreign) ->
    Kept = [Option || Option <- lists:flatten([Options]), still_holds(Option)],
    [{attribute, Anno, compile, Kept} | each_form(Forms, Context, Foreign)];
each_form([{function, Anno, Name, Arity, Clauses} = Form | Forms], Context, Foreign) ->
    [function(Form, Anno, Name, Arity, Clauses, Context) | each_form(Forms, Context, Foreign)];
each_form([Form | Forms], Context, Foreign) ->
    [Form | each_form(Forms, Context, Foreign)];
each_form([], _, _) ->
    [].

%% Parse transforms have run; a warning about our own calls is no error.
still_holds({parse_transform, _}) -> false;
still_holds({core_transform, _}) -> false;
still_holds(warnings_as_errors) -> false;
still_holds(_) -> true.

function(Form, Anno, Name, Arity, Clauses, Context) ->
    case is_reflection(Name, Arity) orelse is_dispatch(Name, Context) of
        true ->
            Form;
        false ->
            Line = cinema_lines:line(Anno),
            LastLine =
                case Context#context.foreign of
                    true -> Line;
                    false -> max(Line, cinema_lines:last(Clauses))
                end,
            cinema_sites:enter_function(Name, Arity, Line, LastLine),
            Inner =
                case Context#context.foreign of
                    true ->
                        cinema_sites:enter_file(first),
                        Context#context{generated = true, only_line = Line};
                    false ->
                        Made = is_made_by_macro(Clauses, Context),
                        Context#context{generated = Context#context.generated orelse Made, near = Line}
                end,
            {function, Anno, Name, Arity, function_clauses(Clauses, #{}, Inner)}
    end.

%% Functions the compilers make for reflection: nobody steps there.
is_reflection(module_info, _) -> true;
is_reflection('__info__', 1) -> true;
is_reflection('__struct__', Arity) -> Arity < 2;
is_reflection('__protocol__', 1) -> true;
is_reflection('__impl__', 1) -> true;
is_reflection(behaviour_info, 1) -> true;
is_reflection(_, _) -> false.

%% How a protocol finds its implementation.
is_dispatch(Name, Context) ->
    is_protocol(Context) andalso lists:member(Name, [impl_for, 'impl_for!', struct_impl_for]).

is_protocol(#context{locals = Locals}) ->
    is_map_key({'__protocol__', 1}, Locals).

%% A function that takes arguments under a macro's names only: f/1 for f(a, b \\ 1), or what
%% defexception defines.
is_made_by_macro(Clauses, #context{language = elixir}) ->
    Heads = maps:keys(cinema_variables:mentioned([Patterns || {clause, _, Patterns, _, _} <- Clauses])),
    Names = [cinema_variables:source_name(Variable, elixir) || Variable <- Heads, Variable =/= '_'],
    Names =/= [] andalso lists:all(fun(Name) -> Name =:= false end, Names);
is_made_by_macro(_, _) ->
    false.

%% Clauses of a function, or of a fun when Fields names it; Fields may hold the
%% variables that a fun takes along (`captured').
-spec function_clauses([tree()], map(), #context{}) -> [tree()].
function_clauses(Clauses, Fields, Context) ->
    Numbered = lists:zip(lists:seq(0, length(Clauses) - 1), Clauses),
    [function_clause(Clause, Fields#{clause => Number}, Context) || {Number, Clause} <- Numbered].

function_clause({clause, Anno, _, _, _} = Clause, Fields, Context) ->
    Generated = Context#context.generated orelse erl_anno:generated(Anno),
    clause_of_function(Clause, Fields, Context#context{generated = Generated}).

clause_of_function({clause, Anno, Patterns, Guards, Body}, Fields, Context) ->
    cinema_sites:in_scope(fun() ->
        Arguments = [argument(Pattern) || Pattern <- Patterns],
        Values = [Variable || {_, {value, Variable}} <- Arguments],
        Table = argument_table([Reported || {_, Reported} <- Arguments], 0),
        {Binds, Alone} = argument_binds(Patterns, Table, Context),
        Captured = maps:get(captured, Fields, []) -- [Variable || {Variable, _, _} <- Binds],
        CapturedBinds = cinema_body:simple_binds(Captured, length(Values) + length(Alone)),
        {Line, _} = Place = cinema_body:place(Anno),
        Stop = is_stop_at_entry(Line, Body, Context),
        Site = enter_fields(Fields, Stop, Context#context.generated),
        Enter = cinema_insert:event(
            enter,
            Place,
            Site#{arguments => Table, binds => Binds ++ CapturedBinds},
            Values ++ cinema_body:variables(Alone ++ Captured),
            Context
        ),
        NewPatterns = [Pattern || {Pattern, _} <- Arguments],
        {clause, Anno, NewPatterns, Guards, [Enter | function_body(Body, Line, Patterns, Context)]}
    end).

function_body(Body, _, _, #context{level = calls}) ->
    Body;
function_body(Body, Line, Patterns, Context) ->
    cinema_body:rewrite(Body, tail, [], Line, cinema_body:add_bound(Patterns, Context)).

enter_fields(Fields, Stop, Generated) ->
    maps:merge(
        maps:with([name, clause], Fields),
        maps:from_list([{stop, true} || Stop] ++ [{generated, true} || Generated])
    ).

%% A function of one line stops at its head; else the first line of its body does.
is_stop_at_entry(_, _, #context{generated = true}) ->
    false;
is_stop_at_entry(_, _, #context{level = calls}) ->
    true;
is_stop_at_entry(Line, Body, Context) ->
    case [Stop || Expression <- Body, Stop <- [cinema_lines:entry_stop(Expression, Context)], Stop > 0] of
        [First | _] -> First =:= Line;
        [] -> true
    end.

%% A pattern, and how its value is reported: by a variable, or not at all when the
%% site table can tell it.
argument({var, Anno, '_'}) ->
    Variable = cinema_insert:fresh(Anno),
    {Variable, {value, Variable}};
argument({var, _, _} = Variable) ->
    {Variable, {value, Variable}};
argument(Pattern) ->
    case cinema_variables:literal(Pattern) of
        {ok, Literal} ->
            {Pattern, {literal, Literal}};
        none ->
            Variable = cinema_insert:fresh(element(2, Pattern)),
            {{match, element(2, Pattern), Pattern, Variable}, {value, Variable}}
    end.

argument_table([{literal, Literal} | Rest], Next) ->
    [{literal, Literal} | argument_table(Rest, Next)];
argument_table([{value, _} | Rest], Next) ->
    [{value, Next} | argument_table(Rest, Next + 1)];
argument_table([], _) ->
    [].

%% What the heads bind, and the variables that need a value of their own. The heads of
%% funs hide outer variables, so nothing counts as bound before.
argument_binds(Patterns, Table, Context) ->
    Count = length([value || {value, _} <- Table]),
    Outside = Context#context{bound = #{}},
    Found = lists:append([
        [{Variable, Value, Path} || {Variable, Path} <- cinema_variables:in_pattern(Pattern, Outside)]
     || {Pattern, {value, Value}} <- lists:zip(Patterns, Table)
    ]),
    First = first_of_each(Found),
    Alone = [Variable || {Variable, _, none} <- First],
    {[Bind || {_, _, Path} = Bind <- First, Path =/= none] ++ cinema_body:simple_binds(Alone, Count), Alone}.

first_of_each([{Variable, _, _} = Bind | Rest]) ->
    [Bind | first_of_each([Other || {Name, _, _} = Other <- Rest, Name =/= Variable])];
first_of_each([]) ->
    [].
