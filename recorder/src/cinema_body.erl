%%% Rewrites sequences of expressions: what is reported before each of them, what its value
%%% binds, and how the last one ends the function.
-module(cinema_body).

-include("cinema_rewrite.hrl").

-export([rewrite/5, clause/5, add_bound/2, scope/2, place/1, variables/1, simple_binds/2]).

-export_type([position/0]).

-type tree() :: term().
%% Position of a body: its last expression can be a tail call; it is the value of the
%% function but cannot be a tail call (inside `try'); or it is an ordinary value.
-type position() :: tail | return | inner.

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
        {clause, Anno, Patterns, Guards, rewrite(Body, Position, Pending ++ lists:usort(Binds), Line, add_bound(Patterns, Context))}
    end).

names(Pattern, Context) ->
    [Variable || {Variable, _} <- cinema_variables:in_pattern(Pattern, Context)].

%% A sequence of expressions. Pending: variables that have a value and are not yet
%% reported. Line: the line the debugger last rested at.
-spec rewrite([tree(), ...], position(), [atom()], non_neg_integer(), #context{}) -> [tree(), ...].
rewrite([Expression], Position, Pending, Line, Context) ->
    last(Expression, Position, Pending, Line, Context);
rewrite([Expression | Rest], Position, Pending, Line, Context) ->
    {Before, Line1} = step(step, Expression, Pending, Line, Context),
    {Rewritten, Line2} = statement(Expression, Line1, Context),
    Bound = cinema_variables:bound_by(Expression, Context),
    Before ++ [Rewritten | rewrite(Rest, Position, Bound, Line2, add_bound(Expression, Context))].

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
