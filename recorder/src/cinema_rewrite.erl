%%% Rewrites the abstract code of a module so that it reports what it does: functions,
%%% their clauses, and the sequences of expressions in them.
%%%
%%% What holds (test/fidelity shows it):
%%% Invariant: a call in tail position stays there; a `tail' event announces it.
%%% Invariant: guards, the meaning of patterns, the order of evaluation and lines stay;
%%%   the only change to a pattern is an alias.
%%% Invariant: no try or catch is added, so stack traces are as before.
%%% Invariant: a variable's value is reported before the next event that can be a stop:
%%%   what an expression binds rides on the next event of its body.
-module(cinema_rewrite).

-include("cinema_rewrite.hrl").

-export([module/2, function_clauses/3, body/5, clause/5, add_bound/2, scope/2, place/1, variables/1, simple_binds/2]).

-type tree() :: term().
%% Position of a body: its last expression can be a tail call; it is the value of the
%% function but cannot be a tail call (inside `try'); or it is an ordinary value.
-type position() :: tail | return | inner.

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
        records = cinema_site_table:records(Forms),
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
each_form([{attribute, _, compile, {parse_transform, _}} | Forms], Context, Foreign) ->
    each_form(Forms, Context, Foreign);
each_form([{function, Anno, Name, Arity, Clauses} = Form | Forms], Context, Foreign) ->
    [function(Form, Anno, Name, Arity, Clauses, Context) | each_form(Forms, Context, Foreign)];
each_form([Form | Forms], Context, Foreign) ->
    [Form | each_form(Forms, Context, Foreign)];
each_form([], _, _) ->
    [].

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
        CapturedBinds = simple_binds(Captured, length(Values) + length(Alone)),
        {Line, _} = Place = place(Anno),
        Stop = is_stop_at_entry(Line, Body, Context),
        Site = enter_fields(Fields, Stop, Context#context.generated),
        Enter = cinema_insert:event(
            enter,
            Place,
            Site#{arguments => Table, binds => Binds ++ CapturedBinds},
            Values ++ variables(Alone ++ Captured),
            Context
        ),
        NewPatterns = [Pattern || {Pattern, _} <- Arguments],
        {clause, Anno, NewPatterns, Guards, [Enter | function_body(Body, Line, Patterns, Context)]}
    end).

function_body(Body, _, _, #context{level = calls}) ->
    Body;
function_body(Body, Line, Patterns, Context) ->
    body(Body, tail, [], Line, add_bound(Patterns, Context)).

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
    {[Bind || {_, _, Path} = Bind <- First, Path =/= none] ++ simple_binds(Alone, Count), Alone}.

first_of_each([{Variable, _, _} = Bind | Rest]) ->
    [Bind | first_of_each([Other || {Name, _, _} = Other <- Rest, Name =/= Variable])];
first_of_each([]) ->
    [].

%% Binds of variables that are reported as values of their own, from value First on.
-spec simple_binds([atom()], non_neg_integer()) -> [{atom(), non_neg_integer(), []}].
simple_binds(Variables, First) ->
    [{Variable, Value, []} || {Variable, Value} <- lists:zip(Variables, lists:seq(First, First + length(Variables) - 1))].

-spec variables([atom()]) -> [tree()].
variables(Names) ->
    [{var, erl_anno:new(0), Name} || Name <- Names].

-spec place(erl_anno:anno()) -> {non_neg_integer(), non_neg_integer()}.
place(Anno) ->
    {cinema_lines:line(Anno), cinema_lines:column(Anno)}.

%% Elixir's clauses are scopes; Erlang's are not.
-spec scope(#context{}, fun(() -> Result)) -> Result.
scope(#context{language = elixir}, Walk) -> cinema_sites:in_scope(Walk);
scope(_, Walk) -> Walk().

-spec add_bound(tree(), #context{}) -> #context{}.
add_bound(Tree, #context{bound = Bound} = Context) ->
    Context#context{bound = maps:merge(Bound, cinema_variables:mentioned(Tree))}.

%% A clause of case, if, try ... of. Pending: what was bound before it and is not reported.
-spec clause(tree(), position(), [atom()], non_neg_integer(), #context{}) -> tree().
clause({clause, Anno, Patterns, Guards, Body}, Position, Pending, Line, Context) ->
    scope(Context, fun() ->
        Binds = lists:append([names(Pattern, Context) || Pattern <- Patterns]),
        {clause, Anno, Patterns, Guards, body(Body, Position, Pending ++ lists:usort(Binds), Line, add_bound(Patterns, Context))}
    end).

names(Pattern, Context) ->
    [Variable || {Variable, _} <- cinema_variables:in_pattern(Pattern, Context)].

%% A sequence of expressions. Pending: variables that have a value and are not yet
%% reported. Line: the line the debugger last rested at.
-spec body([tree(), ...], position(), [atom()], non_neg_integer(), #context{}) -> [tree(), ...].
body([Expression], Position, Pending, Line, Context) ->
    last(Expression, Position, Pending, Line, Context);
body([Expression | Rest], Position, Pending, Line, Context) ->
    {Before, Line1} = step(step, Expression, Pending, Line, Context),
    {Rewritten, Line2} = statement(Expression, Line1, Context),
    Bound = cinema_variables:bound_by(Expression, Context),
    Before ++ [Rewritten | body(Rest, Position, Bound, Line2, add_bound(Expression, Context))].

%% The event before an expression, if one is due, and the line it leaves us at.
step(Kind, Expression, Pending, Line, Context) ->
    Stop = cinema_lines:first_stop(Expression, Context),
    New = Stop > 0 andalso Stop =/= Line,
    if
        New ->
            Column = cinema_lines:column_at(Expression, Stop),
            {[event(Kind, {Stop, Column}, true, Pending, Context)], Stop};
        Pending =/= []; Kind =/= step ->
            {[event(Kind, {at(Expression, Line, Context), 0}, false, Pending, Context)], Line};
        true ->
            {[], Line}
    end.

event(Kind, Place, Stop, Pending, Context) ->
    Fields = maps:from_list([{stop, true} || Stop]),
    cinema_insert:event(Kind, Place, Fields#{binds => simple_binds(Pending, 0)}, variables(Pending), Context).

at(Expression, Line, Context) ->
    case cinema_lines:start(Expression, Context) of
        0 -> Line;
        Own -> Own
    end.

%% An expression of a body. The value of a call that a pattern takes apart is not
%% reported: its variables are.
statement({Match, Anno, Pattern, Value} = Expression, Line, Context) when Match =:= match; Match =:= maybe_match ->
    %% The value of `x =' can begin on the next line: one stop is enough.
    Begins = max(Line, cinema_lines:start(Value, Context)),
    {Value1, Line1} =
        case cinema_variables:in_pattern(Pattern, Context) of
            [] -> cinema_expression:rewrite(Value, Begins, Context);
            _ -> cinema_expression:unreported(Value, Begins, Context)
        end,
    {{element(1, Expression), Anno, Pattern, Value1}, Line1};
statement(Expression, Line, Context) ->
    cinema_expression:rewrite(Expression, Line, Context).

last(Expression, inner, Pending, Line, Context) ->
    {Before, Line1} = step(step, Expression, Pending, Line, Context),
    {Rewritten, _} = statement(Expression, Line1, Context),
    case {Rewritten, cinema_variables:bound_by(Expression, Context)} of
        {{match, Anno, Pattern, Value}, [_ | _] = Bound} ->
            {Steps, Whole} = split_match(Anno, Pattern, Value),
            Before ++ Steps ++ [event(step, place(Anno), false, Bound, Context), Whole];
        _ ->
            Before ++ [Rewritten]
    end;
last(Expression, Position, Pending, Line, Context) ->
    case kind(Expression, Position, Context) of
        tail ->
            tail_call(Expression, Pending, Line, Context);
        compound ->
            {Before, Line1} = step(step, Expression, Pending, Line, Context),
            Before ++ cinema_expression:compound(Expression, Position, Line1, Context);
        raise ->
            {Before, Line1} = step(step, Expression, Pending, Line, Context),
            {Steps, Call} = cinema_expression:raise(Expression, Line1, Context),
            Before ++ Steps ++ [Call];
        value ->
            {Before, Line1} = step(step, Expression, Pending, Line, Context),
            Before ++ return(Expression, Line1, Context)
    end.

kind({call, _, Callee, Arguments}, Position, Context) ->
    case cinema_calls:kind(Callee, length(Arguments), Context) of
        call when Position =:= tail -> tail;
        raise -> raise;
        _ -> value
    end;
kind(Expression, tail, Context) ->
    case cinema_expression:has_tail_positions(Expression, Context) of
        true -> compound;
        false -> value
    end;
kind(_, return, _) ->
    value.

%% The value of the function is known here: report it.
return(Expression, Line, Context) ->
    Place = {at(Expression, Line, Context), 0},
    {Rewritten, _} =
        case Expression of
            {call, _, _, _} -> cinema_expression:unreported(Expression, Line, Context);
            _ -> statement(Expression, Line, Context)
        end,
    case {Rewritten, cinema_variables:bound_by(Expression, Context)} of
        {{Match, Anno, Pattern, Value}, Bound} when Match =:= match, Bound =/= []; Match =:= maybe_match ->
            {[Keep, Check], Whole} = split_match(Anno, Pattern, Value),
            Steps = [Keep, setelement(1, Check, Match)],
            Steps ++ returned(Place, Bound, Whole, Context);
        {_, []} ->
            [cinema_insert:value(return, Place, #{}, Rewritten, Context)];
        {_, Bound} ->
            Whole = cinema_insert:fresh(element(2, Expression)),
            [{match, element(2, Whole), Whole, Rewritten} | returned(Place, Bound, Whole, Context)]
    end.

returned(Place, Bound, Whole, Context) ->
    Fields = #{binds => simple_binds(Bound, 1)},
    [cinema_insert:event(return, Place, Fields, [Whole | variables(Bound)], Context), Whole].

%% P = E as T = E, P = T. (Not T = (P = E): there OTP 25 forgets to check a P that is a
%% variable with a value.)
split_match(Anno, Pattern, Value) ->
    Whole = cinema_insert:fresh(Anno),
    {[{match, element(2, Whole), Whole, Value}, {match, Anno, Pattern, Whole}], Whole}.

%% A call in tail position. What its arguments report comes before the `tail' event.
tail_call({call, Anno, Callee, Arguments} = Call, Pending, Line, Context) ->
    Name = cinema_calls:name(Callee, length(Arguments)),
    Start = cinema_lines:first_stop(Call, Context),
    OneLine = Start =:= 0 orelse Start =:= Line orelse Start =:= cinema_lines:line(Anno),
    case OneLine andalso cinema_expression:is_quiet([Callee, Arguments], Context) of
        true ->
            {Before, Line1} = tail_step(Call, Name, Pending, Line, Context),
            {Call1, _} = cinema_expression:arguments(Call, Line1, Context),
            Before ++ [Call1];
        false ->
            {Before, Line1} = step(step, Call, Pending, Line, Context),
            {Steps, Call1, Line2} = cinema_expression:evaluated(Call, Line1, Context),
            Stop = cinema_lines:line(Anno),
            New = Stop > Line2 andalso not Context#context.generated andalso not cinema_lines:generated(Call),
            Fields = maps:from_list([{callee, Name} | [{stop, true} || New]]),
            Before ++ Steps ++ [cinema_insert:event(tail, place(Anno), Fields, [], Context), Call1]
    end.

tail_step(Call, Name, Pending, Line, Context) ->
    Stop = cinema_lines:first_stop(Call, Context),
    New = Stop > 0 andalso Stop =/= Line,
    Fields = maps:from_list([{callee, Name}, {binds, simple_binds(Pending, 0)} | [{stop, true} || New]]),
    Place =
        case New of
            true -> {Stop, cinema_lines:column_at(Call, Stop)};
            false -> {at(Call, Line, Context), 0}
        end,
    NewLine =
        case New of
            true -> Stop;
            false -> Line
        end,
    {[cinema_insert:event(tail, Place, Fields, variables(Pending), Context)], NewLine}.
