%%% Rewrites list, binary and map comprehensions: each round of the body is announced,
%%% with what the generators bound. Events are filters that hold, so that templates,
%%% patterns and guards stay as they are.
-module(cinema_comprehension).

-include("cinema_rewrite.hrl").

-export([rewrite/3]).

-type tree() :: term().

-spec rewrite(tree(), non_neg_integer(), #context{}) -> tree().
rewrite({Kind, Anno, Template, [First | Qualifiers]}, Line, Context) ->
    cinema_sites:count_fun(),
    {First1, Line1} = first(First, Line, Context),
    {Qualifiers1, Template1} = cinema_sites:in_scope(fun() ->
        {Pending, Inner} = bound(First, [], Context),
        rest(Qualifiers, Template, Pending, Line1, Inner)
    end),
    {Kind, Anno, Template1, [First1 | Qualifiers1]}.

%% The source of the first generator is evaluated once, outside of the rounds.
first(Qualifier, Line, Context) ->
    case cinema_variables:is_generator(Qualifier) of
        true ->
            {Kind, Anno, Pattern, Source} = Qualifier,
            {Source1, Line1} = cinema_expression:rewrite(Source, Line, Context),
            {{Kind, Anno, Pattern, Source1}, Line1};
        false when element(1, Qualifier) =:= zip ->
            {zip, Anno, Generators} = Qualifier,
            {Generators1, Line1} = lists:mapfoldl(fun(G, At) -> first(G, At, Context) end, Line, Generators),
            {{zip, Anno, Generators1}, Line1};
        false ->
            cinema_expression:rewrite(Qualifier, Line, Context)
    end.

bound(Qualifier, Pending, Context) ->
    case cinema_variables:is_generator(Qualifier) of
        true ->
            Pattern = element(3, Qualifier),
            %% A generator's variables hide outer ones.
            Own = [Name || {Name, _} <- cinema_variables:in_pattern(Pattern, Context#context{bound = #{}})],
            {(Pending -- Own) ++ Own, cinema_body:add_bound(Pattern, Context)};
        false when element(1, Qualifier) =:= zip ->
            lists:foldl(fun(G, {P, C}) -> bound(G, P, C) end, {Pending, Context}, element(3, Qualifier));
        false ->
            {Pending ++ cinema_variables:bound_by(Qualifier, Context), cinema_body:add_bound(Qualifier, Context)}
    end.

rest([], Template, Pending, _Line, Context) ->
    Stop = cinema_lines:first_stop(Template, Context),
    {Template1, _} = cinema_expression:rewrite(Template, Stop, Context),
    {[event(Template, Stop, Pending, Context)], Template1};
rest([Qualifier | Qualifiers], Template, Pending, Line, Context) ->
    {Before, Pending1, Line1} = before(Qualifier, Pending, Line, Context),
    {Qualifier1, Line2} = first(Qualifier, Line1, Context),
    {Pending2, Inner} = bound(Qualifier, Pending1, Context),
    {Later, Template1} = rest(Qualifiers, Template, Pending2, Line2, Inner),
    {Before ++ [Qualifier1 | Later], Template1}.

%% Before something that reports, what is bound so far must be known.
before(Qualifier, Pending, Line, Context) ->
    case cinema_expression:is_quiet(Qualifier, Context) of
        true ->
            {[], Pending, Line};
        false ->
            Stop = cinema_lines:first_stop(evaluated(Qualifier), Context),
            case Stop > 0 andalso Stop =/= Line of
                true -> {[event(Qualifier, Stop, Pending, Context)], [], Stop};
                false when Pending =/= [] -> {[event(Qualifier, 0, Pending, Context)], [], Line};
                false -> {[], [], Line}
            end
    end.

evaluated({_, _, _, Source} = Qualifier) ->
    case cinema_variables:is_generator(Qualifier) of
        true -> Source;
        false -> Qualifier
    end;
evaluated(Qualifier) ->
    Qualifier.

event(Tree, Stop, Pending, Context) ->
    {Line, Fields} =
        case Stop of
            0 -> {cinema_lines:start(Tree, Context), #{}};
            _ -> {Stop, #{stop => true}}
        end,
    Place = {Line, cinema_lines:column_at(Tree, Line)},
    Binds = cinema_body:simple_binds(Pending, 0),
    Event = cinema_insert:event(step, Place, Fields#{binds => Binds}, cinema_body:variables(Pending), Context),
    cinema_insert:block(erl_anno:new(Line), [Event, {atom, cinema_lines:inserted(Line), true}]).
