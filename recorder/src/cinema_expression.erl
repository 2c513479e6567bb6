%%% Rewrites expressions: calls report what they return, lines inside of an expression
%%% that spans several are announced, and the clauses in it become reporting bodies.
%%%
%%% `Line' is the line the debugger last rested at; it is threaded through in the order
%%% of evaluation.
-module(cinema_expression).

-include("cinema_rewrite.hrl").

-export([rewrite/3, unreported/3, arguments/3, evaluated/3, raise/3, is_quiet/2, has_tail_positions/2, compound/4]).

-type tree() :: term().
-type line() :: non_neg_integer().

-spec rewrite(tree(), line(), #context{}) -> {tree(), line()}.
rewrite({call, _, Callee, Arguments} = Call, Line, Context) ->
    {Before, Line1} = own_line(Call, Line, Context),
    case cinema_calls:kind(Callee, length(Arguments), Context) of
        raise ->
            {Steps, Raise} = raise(Call, Line1, Context),
            {cinema_insert:sequence(Before ++ Steps, Raise), Line1};
        pure ->
            {Call1, Line2} = arguments(Call, Line1, Context),
            {cinema_insert:sequence(Before, Call1), Line2};
        call ->
            {Call1, Line2} = arguments(Call, Line1, Context),
            {cinema_insert:sequence(Before, returned(Call, Call1, Context)), Line2}
    end;
rewrite({'catch', _, _} = Catch, Line, Context) ->
    cinema_compound:old_catch(Catch, Line, Context);
rewrite({'fun', Anno, {clauses, Clauses}} = Fun, Line, Context) ->
    {{'fun', Anno, {clauses, fun_clauses(Clauses, Fun, Context)}}, Line};
rewrite({named_fun, Anno, Name, Clauses}, Line, Context) ->
    Inner = Context#context{bound = (Context#context.bound)#{Name => true}},
    {{named_fun, Anno, Name, fun_clauses(Clauses, {'fun', Anno, {clauses, Clauses}}, Inner)}, Line};
rewrite({Kind, _, _, _} = Comprehension, Line, Context) when Kind =:= lc; Kind =:= bc; Kind =:= mc ->
    {cinema_comprehension:rewrite(Comprehension, Line, Context), Line};
rewrite({Match, Anno, Pattern, Value}, Line, Context) when Match =:= match; Match =:= maybe_match ->
    {Value1, Line1} = unreported(Value, Line, Context),
    {{Match, Anno, Pattern, Value1}, Line1};
rewrite({op, Anno, Operator, Left, Right}, Line, Context) when Operator =:= 'andalso'; Operator =:= 'orelse' ->
    {Left1, Line1} = rewrite(Left, Line, Context),
    {Right1, _} = rewrite(Right, Line1, Context),
    {{op, Anno, Operator, Left1, Right1}, Line1};
rewrite({op, Anno, Operator, Left, Right}, Line, Context) ->
    {[Left1, Right1], Line1} = each([Left, Right], Line, Context),
    {{op, Anno, Operator, Left1, Right1}, Line1};
rewrite({op, Anno, Operator, Operand}, Line, Context) ->
    {Operand1, Line1} = rewrite(Operand, Line, Context),
    {{op, Anno, Operator, Operand1}, Line1};
rewrite({tuple, Anno, Elements}, Line, Context) ->
    {Elements1, Line1} = each(Elements, Line, Context),
    {{tuple, Anno, Elements1}, Line1};
rewrite({cons, Anno, Head, Tail}, Line, Context) ->
    {[Head1, Tail1], Line1} = each([Head, Tail], Line, Context),
    {{cons, Anno, Head1, Tail1}, Line1};
rewrite({map, Anno, Fields}, Line, Context) ->
    {Fields1, Line1} = each(Fields, Line, Context),
    {{map, Anno, Fields1}, Line1};
rewrite({map, Anno, Map, Fields}, Line, Context) ->
    {[Map1 | Fields1], Line1} = each([Map | Fields], Line, Context),
    {{map, Anno, Map1, Fields1}, Line1};
rewrite({Field, Anno, Key, Value}, Line, Context) when Field =:= map_field_assoc; Field =:= map_field_exact ->
    {[Key1, Value1], Line1} = each([Key, Value], Line, Context),
    {{Field, Anno, Key1, Value1}, Line1};
rewrite({record, Anno, Name, Fields}, Line, Context) ->
    {Fields1, Line1} = each(Fields, Line, Context),
    {{record, Anno, Name, Fields1}, Line1};
rewrite({record, Anno, Record, Name, Fields}, Line, Context) ->
    {[Record1 | Fields1], Line1} = each([Record | Fields], Line, Context),
    {{record, Anno, Record1, Name, Fields1}, Line1};
rewrite({record_field, Anno, Name, Value}, Line, Context) ->
    {Value1, Line1} = rewrite(Value, Line, Context),
    {{record_field, Anno, Name, Value1}, Line1};
rewrite({record_field, Anno, Record, Name, Field}, Line, Context) ->
    {Record1, Line1} = rewrite(Record, Line, Context),
    {{record_field, Anno, Record1, Name, Field}, Line1};
rewrite({bin, Anno, Elements}, Line, Context) ->
    {Elements1, Line1} = each(Elements, Line, Context),
    {{bin, Anno, Elements1}, Line1};
rewrite({bin_element, Anno, Value, Size, Types}, Line, Context) ->
    {Value1, Line1} = rewrite(Value, Line, Context),
    {{bin_element, Anno, Value1, Size, Types}, Line1};
rewrite(Expression, Line, Context) ->
    case is_compound(Expression) of
        true -> {cinema_insert:block(element(2, Expression), compound(Expression, inner, Line, Context)), Line};
        false -> {Expression, Line}
    end.

%% What macros call is of no one's interest.
returned({call, Anno, Callee, Arguments} = Call, Rewritten, Context) ->
    case Context#context.generated orelse cinema_lines:generated(Call) of
        true ->
            Rewritten;
        false ->
            Fields = #{callee => cinema_calls:name(Callee, length(Arguments))},
            cinema_insert:value(value, cinema_body:place(Anno), Fields, Rewritten, Context)
    end.

is_compound(Expression) ->
    lists:member(element(1, Expression), ['case', 'if', block, 'receive', 'try', 'maybe']).

each(Expressions, Line, Context) ->
    lists:mapfoldl(fun(Expression, At) -> rewrite(Expression, At, Context) end, Line, Expressions).

%% Like rewrite/3, but what an outermost call returns is reported by whoever asks.
-spec unreported(tree(), line(), #context{}) -> {tree(), line()}.
unreported({call, _, Callee, Arguments} = Call, Line, Context) ->
    case cinema_calls:kind(Callee, length(Arguments), Context) of
        raise ->
            rewrite(Call, Line, Context);
        _ ->
            {Before, Line1} = own_line(Call, Line, Context),
            {Call1, Line2} = arguments(Call, Line1, Context),
            {cinema_insert:sequence(Before, Call1), Line2}
    end;
unreported(Expression, Line, Context) ->
    rewrite(Expression, Line, Context).

%% A call that begins on a line where we do not rest yet.
own_line({call, Anno, _, Arguments} = Call, Line, Context) ->
    Own = cinema_lines:line(Anno),
    case is_pipeline(Call, Context) of
        true -> {[], Line};
        false -> stop_before(Call, Own, Arguments, Line, Context)
    end.

stop_before({call, _, Callee, _} = Call, Own, Arguments, Line, Context) ->
    Pure = cinema_calls:kind(Callee, length(Arguments), Context) =:= pure,
    case Pure orelse not is_new(Call, Own, Line, Context) of
        true -> {[], Line};
        false -> {[stop(Call, Own, Context)], Own}
    end.

is_new(_, _, _, #context{generated = true}) -> false;
is_new(Tree, Own, Line, _) -> Own > 0 andalso Own =/= Line andalso not cinema_lines:generated(Tree).

stop(Tree, Line, Context) ->
    Place = {Line, cinema_lines:column_at(Tree, Line)},
    cinema_insert:event(step, Place, #{stop => true}, [], Context).

%% Does the first argument begin above the call? Then the call runs after it, on its own line.
is_pipeline({call, Anno, _, [First | _]}, Context) ->
    Start = cinema_lines:start(First, Context),
    Start > 0 andalso Start < cinema_lines:line(Anno);
is_pipeline(_, _) ->
    false.

%% The parts of a call rewritten in place.
-spec arguments(tree(), line(), #context{}) -> {tree(), line()}.
arguments({call, Anno, Callee, Arguments} = Call, Line, Context) ->
    {Callee1, Line1} = callee(Callee, Line, Context),
    case Arguments =/= [] andalso is_pipeline(Call, Context) of
        true ->
            {First, Line2} = rewrite(hd(Arguments), Line1, Context),
            {Steps, Line3} = stop_before(Call, cinema_lines:line(Anno), Arguments, Line2, Context),
            {Rest, Line4} = each(tl(Arguments), Line3, Context),
            {{call, Anno, Callee1, stop_after_first(First, Steps, Rest)}, Line4};
        false ->
            {Arguments1, Line2} = each(Arguments, Line1, Context),
            {{call, Anno, Callee1, Arguments1}, Line2}
    end.

stop_after_first(First, [], Rest) ->
    [First | Rest];
stop_after_first(First, Steps, [Second | Rest]) ->
    [First, cinema_insert:sequence(Steps, Second) | Rest];
stop_after_first(First, Steps, []) ->
    Variable = cinema_insert:fresh(element(2, First)),
    [cinema_insert:block(element(2, First), [{match, element(2, Variable), Variable, First} | Steps] ++ [Variable])].

callee({remote, Anno, Module, Function}, Line, Context) ->
    {[Module1, Function1], Line1} = each([Module, Function], Line, Context),
    {{remote, Anno, Module1, Function1}, Line1};
callee(Callee, Line, Context) ->
    rewrite(Callee, Line, Context).

%% A call whose parts are evaluated first, in their order, by steps of their own:
%% something can then be reported between them and the call.
-spec evaluated(tree(), line(), #context{}) -> {[tree()], tree(), line()}.
evaluated({call, Anno, {remote, RemoteAnno, Module, Function}, Arguments}, Line, Context) ->
    {Steps, [Module1, Function1 | Arguments1], Line1} = evaluate([Module, Function | Arguments], Line, Context),
    {Steps, {call, Anno, {remote, RemoteAnno, Module1, Function1}, Arguments1}, Line1};
evaluated({call, Anno, {atom, _, _} = Callee, Arguments}, Line, Context) ->
    {Steps, Arguments1, Line1} = evaluate(Arguments, Line, Context),
    {Steps, {call, Anno, Callee, Arguments1}, Line1};
evaluated({call, Anno, Callee, Arguments}, Line, Context) ->
    {Steps, [Callee1 | Arguments1], Line1} = evaluate([Callee | Arguments], Line, Context),
    {Steps, {call, Anno, Callee1, Arguments1}, Line1}.

evaluate(Expressions, Line, Context) ->
    {Parts, Line1} = lists:mapfoldl(
        fun(Expression, At) ->
            case is_settled(Expression) of
                true ->
                    {{[], Expression}, At};
                false ->
                    {Rewritten, At1} = rewrite(Expression, At, Context),
                    Variable = cinema_insert:fresh(element(2, Expression)),
                    {{[{match, element(2, Variable), Variable, Rewritten}], Variable}, At1}
            end
        end,
        Line,
        Expressions
    ),
    {lists:append([Steps || {Steps, _} <- Parts]), [Expression || {_, Expression} <- Parts], Line1}.

is_settled({bin, _, Elements}) ->
    lists:all(fun({bin_element, _, Value, Size, _}) -> element(1, Value) =:= string andalso Size =:= default end, Elements);
is_settled(Expression) ->
    lists:member(element(1, Expression), [var, atom, integer, float, char, string, nil]).

%% A call that raises: its parts are evaluated, then it is reported, then made.
-spec raise(tree(), line(), #context{}) -> {[tree()], tree()}.
raise({call, Anno, Callee, _} = Call, Line, Context) ->
    {Steps, {call, _, _, Arguments} = Call1, _} = evaluated(Call, Line, Context),
    Event = cinema_insert:event(raise, cinema_body:place(Anno), #{}, class_and_reason(Callee, Anno, Arguments), Context),
    {Steps ++ [Event], Call1}.

class_and_reason({remote, _, _, Function}, Anno, Arguments) ->
    class_and_reason(Function, Anno, Arguments);
class_and_reason({atom, _, raise}, _, [Class, Reason, _]) ->
    [Class, Reason];
class_and_reason({atom, _, nif_error}, Anno, [Reason | _]) ->
    [{atom, Anno, error}, Reason];
class_and_reason({atom, _, Class}, Anno, [Reason | _]) ->
    [{atom, Anno, Class}, Reason].

%% Does evaluating this report nothing? (What funs in it report, they report when called.)
-spec is_quiet(tree(), #context{}) -> boolean().
is_quiet({call, _, Callee, Arguments}, Context) ->
    cinema_calls:kind(Callee, length(Arguments), Context) =:= pure andalso is_quiet(Arguments, Context);
is_quiet(Tree, _) when is_tuple(Tree), element(1, Tree) =:= 'fun'; is_tuple(Tree), element(1, Tree) =:= named_fun ->
    true;
is_quiet(Tree, Context) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    Loud = [lc, bc, mc, 'catch', match, maybe_match],
    not (is_compound(Tree) orelse lists:member(element(1, Tree), Loud)) andalso
        is_quiet(tl(tl(tuple_to_list(Tree))), Context);
is_quiet([Tree | Trees], Context) ->
    is_quiet(Tree, Context) andalso is_quiet(Trees, Context);
is_quiet(_, _) ->
    true.

%% Can an expression in tail position have tail positions in it?
-spec has_tail_positions(tree(), #context{}) -> boolean().
has_tail_positions({'try', _, _, _, _, After}, _) -> After =:= [];
has_tail_positions({op, _, Operator, _, Right}, Context) when Operator =:= 'andalso'; Operator =:= 'orelse' ->
    not is_quiet(Right, Context);
has_tail_positions(Expression, _) -> is_compound(Expression).

-spec compound(tree(), tail | return | inner, line(), #context{}) -> [tree(), ...].
compound({op, _, _, _, _} = Logical, Position, Line, Context) ->
    cinema_compound:logical(Logical, Position, Line, Context);
compound(Expression, Position, Line, Context) ->
    cinema_compound:rewrite(Expression, Position, Line, Context).

fun_clauses(Clauses, Fun, #context{bound = Bound, language = Language} = Context) ->
    Captured = [
        Variable
     || Variable <- lists:sort(maps:keys(maps:with(maps:keys(cinema_variables:free(Fun)), Bound))),
        cinema_variables:source_name(Variable, Language) =/= false
    ],
    Fields = #{name => cinema_sites:fun_name(cinema_variables:count_funs(Clauses)), captured => Captured},
    Clauses1 = cinema_rewrite:function_clauses(Clauses, Fields, Context),
    cinema_sites:count_fun(),
    Clauses1.
