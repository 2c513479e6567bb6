%%% Lines: where an expression begins for the person who steps through it.
%%%
%%% A debugger rests at the first evaluation of a new line. What a macro made has no line
%%% of its own; what it wraps (the conditions of `cond', the steps of `with') has.
-module(cinema_lines).

-include("cinema_rewrite.hrl").

-export([line/1, column/1, generated/1, start/2, first_stop/2, entry_stop/2, last/1, column_at/2, inserted/1]).

-type tree() :: term().
-type line() :: non_neg_integer().

-spec line(erl_anno:anno()) -> line().
line(Anno) ->
    case erl_anno:line(Anno) of
        Line when is_integer(Line), Line > 0 -> Line;
        _ -> 0
    end.

-spec column(erl_anno:anno()) -> non_neg_integer().
column(Anno) ->
    case erl_anno:column(Anno) of
        Column when is_integer(Column) -> Column;
        _ -> 0
    end.

-spec generated(tree()) -> boolean().
generated(Tree) ->
    erl_anno:generated(element(2, Tree)).

%% The annotation of code that the recorder inserts at a line.
-spec inserted(line()) -> erl_anno:anno().
inserted(Line) ->
    erl_anno:set_generated(true, erl_anno:new(Line)).

%% The line of what is evaluated first in an expression: a pipeline begins above the
%% call it ends in. 0 when the tree does not say.
-spec start(tree(), #context{}) -> line().
start({call, Anno, _, [First | _]}, Context) ->
    earlier(start(First, Context), line(Anno));
start({op, Anno, _, Left, _}, Context) ->
    earlier(start(Left, Context), line(Anno));
start({Match, Anno, Pattern, Value}, Context) when Match =:= match; Match =:= maybe_match ->
    case earlier(start(Pattern, Context), line(Anno)) of
        0 -> start(Value, Context);
        Line -> Line
    end;
start({'case', Anno, Value, _} = Case, Context) ->
    case generated(Case) of
        true -> start(Value, Context);
        false -> line(Anno)
    end;
start({block, _, [First | _]}, #context{language = elixir} = Context) ->
    start(First, Context);
%% Elixir's tree has no line for literals (atoms, numbers, texts, lists, two-tuples): they
%% get that of an enclosing node. The first variable or call inside has a true one.
start(Tree, #context{language = elixir}) when
    element(1, Tree) =:= tuple;
    element(1, Tree) =:= cons;
    element(1, Tree) =:= atom;
    element(1, Tree) =:= nil;
    element(1, Tree) =:= integer;
    element(1, Tree) =:= float;
    element(1, Tree) =:= string;
    element(1, Tree) =:= bin
->
    case inner(Tree) of
        0 when element(1, Tree) =:= tuple -> line(element(2, Tree));
        Line -> Line
    end;
start(Tree, _) ->
    line(element(2, Tree)).

earlier(0, Line) -> Line;
earlier(Line, 0) -> Line;
earlier(Line1, Line2) -> min(Line1, Line2).

inner({tuple, _, Elements}) ->
    inner(Elements);
inner({cons, _, Head, Tail}) ->
    inner([Head, Tail]);
inner([Tree | Trees]) ->
    case inner(Tree) of
        0 -> inner(Trees);
        Line -> Line
    end;
inner({bin, Anno, Elements}) ->
    case lists:all(fun({bin_element, _, Value, _, _}) -> element(1, Value) =:= string end, Elements) of
        true -> 0;
        false -> line(Anno)
    end;
inner({block, _, [First | _]}) ->
    inner(First);
inner(Tree) when is_tuple(Tree) ->
    case lists:member(element(1, Tree), [atom, integer, nil, string, char, float]) of
        true -> 0;
        false -> line(element(2, Tree))
    end;
inner(_) ->
    0.

%% The line at which a debugger rests before an expression, 0 when it does not: made by
%% a macro, or of no known line.
-spec first_stop(tree(), #context{}) -> line().
first_stop(_, #context{generated = true}) ->
    0;
first_stop({var, _, Variable} = Tree, #context{language = elixir} = Context) ->
    %% A macro's own variable, such as what Elixir's for gathers, is no line of anyone's.
    case cinema_variables:source_name(Variable, elixir) of
        false -> 0;
        _ -> own_stop(Tree, Context)
    end;
first_stop({call, _, {remote, _, {atom, _, erlang}, {atom, _, error}}, [Reason]} = Tree, #context{language = elixir} = Context) ->
    case is_reason_of_macro(Reason) of
        true -> 0;
        false -> own_stop(Tree, Context)
    end;
first_stop({'case', _, Value, _} = Case, #context{language = elixir} = Context) ->
    case generated(Case) of
        %% with and the like: what they look at, which can be a variable that a person wrote.
        true -> first_stop(Value, Context);
        %% `true ->' of a cond
        false when element(1, Value) =:= atom -> 0;
        false -> start(Case, Context)
    end;
first_stop(Tree, Context) ->
    own_stop(Tree, Context).

own_stop(Tree, Context) ->
    case generated(Tree) of
        %% A literal in what a macro made can hold what a person wrote (else of a with).
        true when element(1, Tree) =:= tuple; element(1, Tree) =:= cons -> written(Tree);
        true -> 0;
        false -> start(Tree, Context)
    end.

written({tuple, _, Elements}) ->
    written(Elements);
written({cons, _, Head, Tail}) ->
    written([Head, Tail]);
written([Tree | Trees]) ->
    case written(Tree) of
        0 -> written(Trees);
        Line -> Line
    end;
written(Tree) when is_tuple(Tree) ->
    case generated(Tree) of
        true -> 0;
        false -> inner(Tree)
    end;
written(_) ->
    0.

%% What Elixir's own macros raise when nothing fits.
is_reason_of_macro({atom, _, cond_clause}) ->
    true;
is_reason_of_macro({tuple, _, [{atom, _, _} | _] = Elements}) ->
    case lists:last(Elements) of
        {var, _, Variable} -> cinema_variables:source_name(Variable, elixir) =:= false;
        _ -> false
    end;
is_reason_of_macro(_) ->
    false.

%% The line of the first stop in a body that begins with an expression, also when that is
%% what a macro wraps around the body a person wrote.
-spec entry_stop(tree(), #context{}) -> line().
entry_stop({'case', _, Value, [{clause, _, _, _, [First | _]} | _]} = Case, #context{language = elixir} = Context) ->
    case generated(Case) andalso first_stop(Value, Context) =:= 0 of
        true -> entry_stop(First, Context);
        false -> first_stop(Case, Context)
    end;
entry_stop(Tree, Context) ->
    first_stop(Tree, Context).

%% The last line that a tree mentions.
-spec last(tree()) -> line().
last(Tree) ->
    last(Tree, 0).

last([Tree | Trees], Line) ->
    last(Trees, last(Tree, Line));
last(Tree, Line) when is_tuple(Tree), tuple_size(Tree) > 1, is_atom(element(1, Tree)) ->
    case erl_anno:is_anno(element(2, Tree)) of
        true -> last(tl(tl(tuple_to_list(Tree))), max(Line, line(element(2, Tree))));
        false -> Line
    end;
last(_, Line) ->
    Line.

%% The first column that a tree mentions on a line, 0 when columns are not known.
-spec column_at(tree(), line()) -> non_neg_integer().
column_at(Tree, Line) ->
    case column_at(Tree, Line, none) of
        none -> 0;
        Column -> Column
    end.

column_at([Tree | Trees], Line, Column) ->
    column_at(Trees, Line, column_at(Tree, Line, Column));
column_at(Tree, Line, Column) when is_tuple(Tree), tuple_size(Tree) > 1, is_atom(element(1, Tree)) ->
    case erl_anno:is_anno(element(2, Tree)) of
        true ->
            Inner = column_at(tl(tl(tuple_to_list(Tree))), Line, Column),
            case {line(element(2, Tree)), column(element(2, Tree))} of
                {Line, Own} when Own > 0 -> min(Own, Inner);
                _ -> Inner
            end;
        false ->
            Column
    end;
column_at(_, _, Column) ->
    Column.
