%%% Rewrites the expressions that have bodies in them: case, if, begin, receive, try,
%%% maybe, and the right side of andalso and orelse.
-module(cinema_compound).

-include("cinema_rewrite.hrl").

-export([rewrite/4, logical/4, old_catch/3]).

-type tree() :: term().
-type position() :: tail | return | inner.

%% An event of a receive carries the message and at most this many other values.
-define(MOST_BESIDES_MESSAGE, 15).

-spec rewrite(tree(), position(), non_neg_integer(), #context{}) -> [tree(), ...].
rewrite(Expression, Position, Line, #context{near = Near} = Context) ->
    case cinema_lines:line(element(2, Expression)) of
        0 -> compound(Expression, Position, Line, Context#context{near = max(Near, Line)});
        Own -> compound(Expression, Position, Line, Context#context{near = Own})
    end.

compound({'case', Anno, Value, Clauses} = Case, Position, Line, Context) ->
    {Value1, Line1} = scrutinee(Case, Value, Line, Context),
    Bound = cinema_variables:bound_by(Value, Context),
    Inner = cinema_body:add_bound(Value, Context),
    [{'case', Anno, Value1, [cinema_body:clause(Clause, Position, Bound, Line1, Inner) || Clause <- Clauses]}];
compound({'if', Anno, Clauses}, Position, Line, Context) ->
    [{'if', Anno, [cinema_body:clause(Clause, Position, [], Line, Context) || Clause <- Clauses]}];
compound({block, Anno, Body}, Position, Line, Context) ->
    [{block, Anno, cinema_body:rewrite(Body, Position, [], Line, Context)}];
compound({'receive', Anno, Clauses}, Position, _, Context) ->
    [{'receive', Anno, [receive_clause(Clause, Position, Context) || Clause <- Clauses]}];
compound({'receive', Anno, Clauses, Time, After}, Position, Line, Context) ->
    {Time1, _} = cinema_expression:rewrite(Time, Line, Context),
    Clauses1 = [receive_clause(Clause, Position, Context) || Clause <- Clauses],
    [{'receive', Anno, Clauses1, Time1, after_timeout(After, Position, Context)}];
compound({'try', Anno, Body, Clauses, Handlers, After}, Position, Line, Context) ->
    Number = cinema_insert:fresh(Anno),
    Inner =
        case After of
            [] -> Position;
            _ -> inner
        end,
    BodyPosition =
        case {Clauses, Inner} of
            {[], tail} -> return;
            {[], _} -> Inner;
            _ -> inner
        end,
    [
        cinema_insert:try_number(cinema_body:place(Anno), Number, Context),
        {'try', Anno, cinema_sites:in_scope(fun() -> cinema_body:rewrite(Body, BodyPosition, [], Line, Context) end),
            [of_clause(Clause, Inner, cinema_body:add_bound(Body, Context)) || Clause <- Clauses],
            [handler(Clause, Number, Inner, Context) || Clause <- Handlers], after_body(After, Context)}
    ];
compound({'maybe', Anno, Body}, inner, Line, Context) ->
    [{'maybe', Anno, maybe_body(Body, inner, Line, Context)}];
compound({'maybe', Anno, Body}, Position, Line, Context) ->
    %% The value of a `?=' that does not match is the value of the function.
    Other = cinema_insert:fresh(Anno),
    Return = cinema_insert:value(return, cinema_body:place(Anno), #{}, Other, Context),
    Else = {'else', element(2, Other), [{clause, element(2, Other), [Other], [], [Return]}]},
    [{'maybe', Anno, maybe_body(Body, Position, Line, Context), Else}];
compound({'maybe', Anno, Body, {'else', ElseAnno, Clauses}}, Position, Line, Context) ->
    Else = {'else', ElseAnno, [of_clause(Clause, Position, Context) || Clause <- Clauses]},
    [{'maybe', Anno, maybe_body(Body, Position, Line, Context), Else}].

maybe_body(Body, Position, Line, Context) ->
    cinema_sites:in_scope(fun() -> cinema_body:rewrite(Body, Position, [], Line, Context) end).

%% What a case looks at can begin on a line of its own: the conditions of Elixir's cond
%% and the steps of its with.
scrutinee(Case, Value, Line, #context{language = elixir} = Context) ->
    Simple = lists:member(element(1, Value), [var, atom, integer, nil, string]),
    Stop = cinema_lines:first_stop(Value, Context),
    case not Simple andalso Stop > 0 andalso Stop =/= Line of
        true ->
            Place = {Stop, cinema_lines:column_at(Value, Stop)},
            Event = cinema_insert:event(step, Place, #{stop => true}, [], Context),
            {Value1, Line1} = cinema_expression:rewrite(Value, Stop, Context),
            {cinema_insert:block(element(2, Case), [Event, Value1]), Line1};
        false ->
            cinema_expression:rewrite(Value, Line, Context)
    end;
scrutinee(_, Value, Line, Context) ->
    cinema_expression:rewrite(Value, Line, Context).

after_timeout([First | _] = Body, Position, Context) ->
    cinema_body:scope(Context, fun() ->
        Place = {cinema_lines:start(First, Context), 0},
        [cinema_insert:event(timeout, Place, #{}, [], Context) | cinema_body:rewrite(Body, Position, [], 0, Context)]
    end).

after_body([], _) ->
    [];
after_body(Body, Context) ->
    cinema_sites:in_scope(fun() -> cinema_body:rewrite(Body, inner, [], 0, Context) end).

%% What one part of a try binds is not to be used in another, nor after it.
of_clause(Clause, Position, Context) ->
    cinema_sites:in_scope(fun() -> cinema_body:clause(Clause, Position, [], 0, Context) end).

%% The whole message is reported at the moment the program takes it.
receive_clause({clause, Anno, [Pattern], Guards, [First | _] = Body}, Position, Context) ->
    cinema_body:scope(Context, fun() ->
        {Pattern1, Message} =
            case Pattern of
                {var, _, Name} when Name =/= '_', not is_map_key(Name, Context#context.bound) -> {Pattern, Pattern};
                _ -> named(Pattern)
            end,
        Found = cinema_variables:in_pattern(Pattern, Context),
        {Alone, Later} = at_most(?MOST_BESIDES_MESSAGE, [Variable || {Variable, none} <- Found]),
        Binds = [{Variable, 0, Path} || {Variable, Path} <- Found, Path =/= none] ++ cinema_body:simple_binds(Alone, 1),
        {Line, _} = Place = cinema_body:place(Anno),
        BodyLine = cinema_lines:first_stop(First, Context),
        Stop = not Context#context.generated andalso Line > 0 andalso (BodyLine =:= 0 orelse BodyLine =:= Line),
        Fields = maps:from_list([{binds, Binds} | [{stop, true} || Stop]]),
        Event = cinema_insert:receive_event(Place, Fields, [Message | cinema_body:variables(Alone)], Context),
        Inner = cinema_body:add_bound(Pattern, Context),
        {clause, Anno, [Pattern1], Guards, [Event | cinema_body:rewrite(Body, Position, Later, Line, Inner)]}
    end).

at_most(Count, List) when length(List) =< Count -> {List, []};
at_most(Count, List) -> lists:split(Count, List).

%% A pattern with a name for the whole of what it matches.
named({var, Anno, '_'}) ->
    Variable = cinema_insert:fresh(Anno),
    {Variable, Variable};
named(Pattern) ->
    Variable = cinema_insert:fresh(element(2, Pattern)),
    {{match, element(2, Pattern), Pattern, Variable}, Variable}.

%% A catch clause: class, reason and stack are reported, then its body runs.
handler({clause, Anno, [{tuple, TupleAnno, [Class, Reason, Stack]}], Guards, Body}, Number, Position, Context) ->
    cinema_sites:in_scope(fun() ->
        {Class1, ClassValue} = caught(Class, Context),
        {Reason1, ReasonValue} = caught(Reason, Context),
        {Stack1, StackValue} = caught(Stack, Context),
        Found = lists:append([
            [{Variable, Value, Path} || {Variable, Path} <- cinema_variables:in_pattern(Pattern, Context)]
         || {Pattern, Value} <- [{Class, 0}, {Reason, 1}, {Stack, 2}]
        ]),
        Binds = [Bind || {_, _, Path} = Bind <- Found, Path =/= none],
        Later = [Variable || {Variable, _, none} <- Found],
        Event = cinema_insert:caught(
            cinema_body:place(Anno), #{binds => Binds}, Number, [ClassValue, ReasonValue, StackValue], Context
        ),
        Inner = cinema_body:add_bound([Class, Reason, Stack], Context),
        {clause, Anno, [{tuple, TupleAnno, [Class1, Reason1, Stack1]}], Guards, [
            Event | handler_body(Body, Position, Later, Inner)
        ]}
    end).

%% Elixir's rescue begins with e = Exception.normalize(...) or e = a variable of its own:
%% part of the clause's head.
handler_body([{match, _, {var, _, _}, Value} = Match | [_ | _] = Rest] = Body, Position, Later, Context) when
    Context#context.language =:= elixir
->
    case is_rescued(Value) of
        true ->
            Bound = cinema_variables:bound_by(Match, Context),
            Inner = cinema_body:add_bound(Match, Context),
            [Match | cinema_body:rewrite(Rest, Position, Later ++ Bound, 0, Inner)];
        false ->
            cinema_body:rewrite(Body, Position, Later, 0, Context)
    end;
handler_body(Body, Position, Later, Context) ->
    cinema_body:rewrite(Body, Position, Later, 0, Context).

is_rescued({var, _, Variable}) ->
    cinema_variables:source_name(Variable, elixir) =:= false;
is_rescued({call, _, {remote, _, {atom, _, 'Elixir.Exception'}, {atom, _, normalize}}, _}) ->
    true;
is_rescued(_) ->
    false.

caught({var, _, Name} = Variable, #context{bound = Bound}) when Name =/= '_', not is_map_key(Name, Bound) ->
    {Variable, Variable};
caught({atom, _, _} = Atom, _) ->
    {Atom, Atom};
caught(Pattern, _) ->
    named(Pattern).

%% The right side of andalso and orelse is in tail position, the left side's value can be
%% the value of the whole: Left andalso Right becomes
%% case Left of false -> false; Value -> Value andalso Right end.
-spec logical(tree(), position(), non_neg_integer(), #context{}) -> [tree(), ...].
logical({op, Anno, Operator, Left, Right}, Position, Line, Context) ->
    {Left1, Line1} = cinema_expression:rewrite(Left, Line, Context),
    Decides = Operator =:= 'orelse',
    Inserted = cinema_lines:inserted(cinema_lines:line(Anno)),
    Value = cinema_insert:fresh(Anno),
    Decided = {atom, Inserted, Decides},
    Return = cinema_insert:value(return, cinema_body:place(Anno), #{}, Decided, Context),
    Right1 = cinema_body:rewrite([Right], Position, [], Line1, cinema_body:add_bound(Left, Context)),
    Goes = {op, Anno, Operator, Value, cinema_insert:block(Anno, Right1)},
    [{'case', Inserted, Left1, [{clause, Inserted, [Decided], [], [Return]}, {clause, Inserted, [Value], [], [Goes]}]}].

%% catch E becomes the try that it is short for, so that what it caught is known by its
%% number like that of any other:
%% try E catch Class:Reason:Stack -> case Class of
%%     throw -> Reason; error -> {'EXIT', {Reason, Stack}}; exit -> {'EXIT', Reason} end end.
-spec old_catch(tree(), non_neg_integer(), #context{}) -> {tree(), non_neg_integer()}.
old_catch({'catch', Anno, Expression}, Line, Context) ->
    Place = cinema_body:place(Anno),
    [Number, Class, Reason, Stack] = [cinema_insert:fresh(Anno) || _ <- lists:seq(1, 4)],
    Try = cinema_insert:try_number(Place, Number, Context),
    {Inner, Line1} = cinema_expression:rewrite(Expression, Line, Context),
    Inserted = cinema_lines:inserted(cinema_lines:line(Anno)),
    Exit = fun(Term) -> {tuple, Inserted, [{atom, Inserted, 'EXIT'}, Term]} end,
    Values = [{throw, Reason}, {error, Exit({tuple, Inserted, [Reason, Stack]})}, {exit, Exit(Reason)}],
    Value = {'case', Inserted, Class, [{clause, Inserted, [{atom, Inserted, Of}], [], [Term]} || {Of, Term} <- Values]},
    Event = cinema_insert:caught(Place, #{}, Number, [Class, Reason, Stack], Context),
    Handler = {clause, Inserted, [{tuple, Inserted, [Class, Reason, Stack]}], [], [Event, Value]},
    Whole = {'try', Anno, [Inner], [], [Handler], []},
    {cinema_insert:block(Anno, [Try, cinema_insert:value(catchEnd, Place, #{}, Whole, Context)]), Line1}.
