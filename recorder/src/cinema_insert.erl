%%% The calls that instrumented code makes: one call of cinema_event a site.
%%%
%%% Inserted code carries `generated' annotations, so it causes no warnings, at the line
%%% of the code it stands before, so it moves no line of a stack trace.
-module(cinema_insert).

-include("cinema_rewrite.hrl").

-export([event/5, receive_event/4, value/5, try_number/3, caught/5, fresh/1, sequence/2, block/2]).

-type tree() :: term().

%% More values than this travel in one list.
-define(MOST_VALUES, 16).

%% An event with these values. Binds in Fields are {Variable, ValueIndex, Path}.
-spec event(atom(), {non_neg_integer(), non_neg_integer()}, map(), [tree()], #context{}) -> tree().
event(Kind, {Line, _} = Place, Fields, Values, Context) when length(Values) =< ?MOST_VALUES ->
    Site = site(Kind, Place, Fields, length(Values), Context),
    call(s, Line, [Site | Values]);
event(Kind, {Line, _} = Place, Fields, Values, Context) ->
    Site = site(Kind, Place, Fields#{packed => true}, length(Values), Context),
    call(p, Line, [Site, list(Line, Values)]).

%% The event of a message taken: the first value is the message.
-spec receive_event({non_neg_integer(), non_neg_integer()}, map(), [tree(), ...], #context{}) -> tree().
receive_event({Line, _} = Place, Fields, Values, Context) when length(Values) =< ?MOST_VALUES ->
    call(r, Line, [site('receive', Place, Fields, length(Values), Context) | Values]).

%% An event with one value that is also the value of the expression.
-spec value(atom(), {non_neg_integer(), non_neg_integer()}, map(), tree(), #context{}) -> tree().
value(Kind, {Line, _} = Place, Fields, Expression, Context) ->
    call(v, Line, [site(Kind, Place, Fields, 1, Context), Expression]).

-spec try_number({non_neg_integer(), non_neg_integer()}, tree(), #context{}) -> tree().
try_number({Line, _} = Place, Variable, Context) ->
    {match, cinema_lines:inserted(Line), Variable, call(t, Line, [site('try', Place, #{}, 0, Context)])}.

-spec caught({non_neg_integer(), non_neg_integer()}, map(), tree(), [tree(), ...], #context{}) -> tree().
caught({Line, _} = Place, Fields, Number, ClassReasonStack, Context) ->
    call(x, Line, [site('catch', Place, Fields, 3, Context), Number | ClassReasonStack]).

site(Kind, {OwnLine, OwnColumn}, Fields, ValueCount, #context{base = Base, language = Language, only_line = Only, near = Near}) ->
    {Line, Column} =
        case {Only, OwnLine} of
            {0, 0} -> {Near, 0};
            {0, _} -> {OwnLine, OwnColumn};
            _ -> {Only, 0}
        end,
    Binds = [
        {cinema_sites:variable(cinema_variables:source_name(Variable, Language), Variable), Value, Path}
     || {Variable, Value, Path} <- maps:get(binds, Fields, [])
    ],
    Index = cinema_sites:new(Kind, Line, Column, Fields#{binds => Binds, values => ValueCount}),
    {integer, cinema_lines:inserted(OwnLine), Base + Index}.

call(Function, Line, Arguments) ->
    Anno = cinema_lines:inserted(Line),
    {call, Anno, {remote, Anno, {atom, Anno, cinema_event}, {atom, Anno, Function}}, Arguments}.

list(Line, []) ->
    {nil, cinema_lines:inserted(Line)};
list(Line, [Head | Tail]) ->
    {cons, cinema_lines:inserted(Line), Head, list(Line, Tail)}.

%% A variable that no source can name.
-spec fresh(erl_anno:anno()) -> tree().
fresh(Anno) ->
    {var, erl_anno:set_generated(true, Anno), cinema_sites:fresh()}.

%% First one expression, then another whose value counts.
-spec sequence([tree()], tree()) -> tree().
sequence([], Expression) ->
    Expression;
sequence(Before, Expression) ->
    block(element(2, Expression), Before ++ [Expression]).

-spec block(erl_anno:anno(), [tree(), ...]) -> tree().
block(_, [Expression]) ->
    Expression;
block(Anno, Expressions) ->
    {block, cinema_lines:inserted(cinema_lines:line(Anno)), Expressions}.
