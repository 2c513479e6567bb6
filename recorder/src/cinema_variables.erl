%%% Variables: which of them a person wrote and under which name, what a pattern
%%% binds and where in the value it stands, what a fun takes along, and every place
%%% of a function that names one.
-module(cinema_variables).

-include("cinema_rewrite.hrl").

-export([source_name/2, in_pattern/2, bound_by/2, mentioned/1, free/1, is_generator/1, count_funs/1, occurrences/2, literal/1]).

-export_type([path/0, literal/0]).

-type step() :: {element, non_neg_integer()} | head | tail | {key, literal()}.
-type path() :: [step()].
-type literal() ::
    {atom, atom()} | {integer, integer()} | {binary, binary()} | {string, binary()} | nil.
-type tree() :: term().

%% A path is followed in what was recorded of the value, which may be cut by depth or
%% width: deeper or further away than this a variable is reported on its own.
-define(LONGEST_PATH, 4).
-define(LAST_ELEMENT, 31).

%% The name in the source, or false when the compiler or a macro made the variable.
%% Elixir calls the n-th binding of x `_x@n'; `_@n' belongs to a macro.
-spec source_name(atom(), erlang | elixir) -> binary() | false.
source_name('_', _) ->
    false;
source_name(Variable, elixir) ->
    case string:split(atom_to_list(Variable), "@", trailing) of
        ["_", _] -> false;
        ["___STACKTRACE__", _] -> false;
        %% what &1 becomes in Elixir 1.15 and later
        ["_capture", _] -> false;
        ["_" ++ Name, _] -> unicode:characters_to_binary(Name);
        _ -> false
    end;
source_name(Variable, erlang) ->
    case atom_to_list(Variable) of
        [First | _] = Name when
            First >= $A, First =< $Z; First =:= $_; First >= 16#C0, First =< 16#DE, First =/= 16#D7
        ->
            unicode:characters_to_binary(Name);
        _ ->
            false
    end.

%% The variables a pattern binds, in the order of the text, each with the path to it
%% from the matched value, or `none' where it must be reported on its own.
-spec in_pattern(tree(), #context{}) -> [{atom(), path() | none}].
in_pattern(Pattern, Context) ->
    unique(pattern(Pattern, [], Context), Context#context.bound).

unique([{Variable, Path} | Rest], Seen) ->
    case Seen of
        #{Variable := true} -> unique(Rest, Seen);
        #{} -> [{Variable, Path} | unique(Rest, Seen#{Variable => true})]
    end;
unique([], _) ->
    [].

pattern({var, _, Variable}, Path, #context{language = Language}) ->
    case source_name(Variable, Language) of
        false -> [];
        _ -> [{Variable, Path}]
    end;
pattern({match, _, Left, Right}, Path, Context) ->
    pattern(Left, Path, Context) ++ pattern(Right, Path, Context);
pattern({tuple, _, Elements}, Path, Context) ->
    lists:append([
        pattern(Element, element_path(Path, Index), Context)
     || {Index, Element} <- numbered(Elements)
    ]);
pattern({cons, _, Head, Tail}, Path, Context) ->
    pattern(Head, longer(Path, head), Context) ++ pattern(Tail, longer(Path, tail), Context);
pattern({map, _, Fields}, Path, Context) ->
    Struct = lists:any(fun is_struct_field/1, Fields),
    lists:append([
        pattern(Value, key_path(Path, Key, Struct), Context)
     || {map_field_exact, _, Key, Value} <- Fields
    ]);
pattern({map_field_exact, _, Key, Value}, _, Context) ->
    pattern(Key, none, Context) ++ pattern(Value, none, Context);
pattern({record, _, Name, Fields}, Path, #context{records = Records} = Context) ->
    Names = maps:get(Name, Records, []),
    lists:append([
        pattern(Value, record_path(Path, Field, Names), Context)
     || {record_field, _, Field, Value} <- Fields
    ]);
pattern({bin, _, Elements}, _, Context) ->
    lists:append([pattern(Value, none, Context) || {bin_element, _, Value, _, _} <- Elements]);
pattern({op, _, '++', _, Rest}, _, Context) ->
    pattern(Rest, none, Context);
pattern(_, _, _) ->
    [].

numbered(Elements) ->
    lists:zip(lists:seq(0, length(Elements) - 1), Elements).

element_path(_, Index) when Index > ?LAST_ELEMENT -> none;
element_path(Path, Index) -> longer(Path, {element, Index}).

%% Of a large map only a part may be recorded; structs are small.
key_path(Path, Key, true) ->
    case literal(Key) of
        {ok, Literal} -> longer(Path, {key, Literal});
        none -> none
    end;
key_path(_, _, false) ->
    none.

record_path(Path, {atom, _, Field}, Names) ->
    case index(Field, Names, 1) of
        none -> none;
        Index -> element_path(Path, Index)
    end;
record_path(_, _, _) ->
    none.

longer(none, _) -> none;
longer(Path, _) when length(Path) >= ?LONGEST_PATH -> none;
longer(Path, Step) -> Path ++ [Step].

index(_, [], _) -> none;
index(Name, [Name | _], Index) -> Index;
index(Name, [_ | Names], Index) -> index(Name, Names, Index + 1).

is_struct_field({map_field_exact, _, {atom, _, '__struct__'}, {atom, _, _}}) -> true;
is_struct_field(_) -> false.

%% The literal that a tree is, if it is one that a site table can hold.
-spec literal(tree()) -> {ok, literal()} | none.
literal({atom, _, Atom}) ->
    {ok, {atom, Atom}};
literal({integer, _, Integer}) when abs(Integer) < 1 bsl 53 ->
    {ok, {integer, Integer}};
literal({string, _, String}) ->
    text(string, String);
literal({nil, _}) ->
    {ok, nil};
literal({bin, _, [{bin_element, _, {string, _, Bytes}, default, default}]}) ->
    case unicode:characters_to_list(list_to_binary([Byte band 255 || Byte <- Bytes])) of
        Characters when is_list(Characters) -> text(binary, Characters);
        _ -> none
    end;
literal(_) ->
    none.

text(Kind, Characters) ->
    case unicode:characters_to_binary(Characters) of
        Text when is_binary(Text) -> {ok, {Kind, Text}};
        _ -> none
    end.

%% Variables that a person wrote and that an expression binds by matches in it,
%% outside of funs and of the clauses in it (those report their own).
-spec bound_by(tree(), #context{}) -> [atom()].
bound_by(Expression, Context) ->
    [Variable || {Variable, _} <- unique(matches(Expression, Context), Context#context.bound)].

matches({Match, _, Pattern, Value}, Context) when Match =:= match; Match =:= maybe_match ->
    pattern(Pattern, none, Context) ++ matches(Value, Context);
matches({'case', _, Value, _}, Context) ->
    matches(Value, Context);
matches({op, _, Operator, Left, _}, Context) when Operator =:= 'andalso'; Operator =:= 'orelse' ->
    matches(Left, Context);
matches(Tree, Context) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    case has_own_events(element(1, Tree)) of
        true -> [];
        false -> lists:append([matches(Part, Context) || Part <- parts(Tree)])
    end;
matches([Tree | Trees], Context) ->
    matches(Tree, Context) ++ matches(Trees, Context);
matches(_, _) ->
    [].

has_own_events(Kind) ->
    lists:member(Kind, ['fun', named_fun, lc, bc, mc, 'try', 'catch', 'if', 'receive', 'maybe', block]).

%% Every variable that an expression names outside of funs and comprehensions: after
%% it was evaluated all of them have a value.
-spec mentioned(tree()) -> #{atom() => true}.
mentioned(Tree) ->
    mentioned(Tree, #{}).

mentioned({var, _, Variable}, Found) ->
    Found#{Variable => true};
mentioned(Tree, Found) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    case lists:member(element(1, Tree), ['fun', named_fun, lc, bc, mc]) of
        true -> Found;
        false -> mentioned(parts(Tree), Found)
    end;
mentioned([Tree | Trees], Found) ->
    mentioned(Trees, mentioned(Tree, Found));
mentioned(_, Found) ->
    Found.

%% Variables that a fun (or any expression) names and does not bind by its own heads
%% or generators. The caller keeps those that have a value outside.
-spec free(tree()) -> #{atom() => true}.
free({var, _, Variable}) ->
    #{Variable => true};
free({'fun', _, {clauses, Clauses}}) ->
    free_in_clauses(Clauses);
free({named_fun, _, Name, Clauses}) ->
    maps:remove(Name, free_in_clauses(Clauses));
free({Kind, _, Template, Qualifiers}) when Kind =:= lc; Kind =:= bc; Kind =:= mc ->
    free_in_qualifiers(Qualifiers, Template);
free(Tree) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    free(parts(Tree));
free([Tree | Trees]) ->
    maps:merge(free(Tree), free(Trees));
free(_) ->
    #{}.

free_in_clauses(Clauses) ->
    lists:foldl(
        fun({clause, _, Patterns, Guards, Body}, Found) ->
            Own = mentioned(Patterns),
            maps:merge(Found, maps:without(maps:keys(Own), free([Guards, Body])))
        end,
        #{},
        Clauses
    ).

free_in_qualifiers([], Template) ->
    free(Template);
free_in_qualifiers([{zip, _, Generators} | Rest], Template) ->
    free_in_qualifiers(Generators ++ Rest, Template);
free_in_qualifiers([Qualifier | Rest], Template) ->
    Later = free_in_qualifiers(Rest, Template),
    case is_generator(Qualifier) of
        true ->
            {_, _, Pattern, Source} = Qualifier,
            maps:merge(free(Source), maps:without(maps:keys(mentioned(Pattern)), Later));
        false ->
            maps:merge(free(Qualifier), Later)
    end.

%% Is this qualifier of a comprehension a generator (lists, binaries, maps; strict or not)?
-spec is_generator(tree()) -> boolean().
is_generator({Kind, _, _, _}) ->
    lists:member(Kind, [
        generate, generate_strict, b_generate, b_generate_strict, m_generate, m_generate_strict
    ]);
is_generator(_) ->
    false.

%% How many funs and comprehensions stand in a tree.
-spec count_funs(tree()) -> non_neg_integer().
count_funs({'fun', _, {clauses, Clauses}}) ->
    1 + count_funs(Clauses);
count_funs(Tree) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    Inside = count_funs(parts(Tree)),
    case lists:member(element(1, Tree), [named_fun, lc, bc, mc]) of
        true -> 1 + Inside;
        false -> Inside
    end;
count_funs([Tree | Trees]) ->
    count_funs(Tree) + count_funs(Trees);
count_funs(_) ->
    0.

parts(Tree) ->
    tl(tl(tuple_to_list(Tree))).

%% Every place of a function that names a variable: line, column (0 unknown), variable,
%% in the order of the text as far as the tree tells it.
-spec occurrences(tree(), erlang | elixir) -> [{pos_integer(), non_neg_integer(), atom()}].
occurrences(Tree, Language) ->
    Found = lists:reverse(occurrences(Tree, Language, [])),
    Places = [
        {Line, Column, Variable}
     || {Anno, Variable} <- Found,
        source_name(Variable, Language) =/= false,
        {Line, Column} <- [place(Anno)],
        Line > 0
    ],
    %% By column where columns are known; else lists:sort must not disturb the order.
    Sorted = lists:sort(fun({L1, C1, _}, {L2, C2, _}) -> {L1, C1} =< {L2, C2} end, Places),
    without_repeats(Sorted).

place(Anno) ->
    case erl_anno:location(Anno) of
        {Line, Column} -> {Line, Column};
        Line when is_integer(Line) -> {Line, 0};
        _ -> {0, 0}
    end.

%% One token can stand in the tree more than once (macros, typed records).
without_repeats([{_, Column, _} = Place, Place | Rest]) when Column > 0 ->
    without_repeats([Place | Rest]);
without_repeats([Place | Rest]) ->
    [Place | without_repeats(Rest)];
without_repeats([]) ->
    [].

occurrences({var, Anno, Variable}, _, Found) ->
    [{Anno, Variable} | Found];
%% Elixir's `with': the pattern stands left of the value.
occurrences({'case', Anno, Value, [First | Others]} = Case, elixir, Found) ->
    case erl_anno:generated(Anno) andalso not generated_clause(First) of
        true ->
            {clause, _, Patterns, Guards, Body} = First,
            Found1 = occurrences([Patterns, Guards, Value, without_copies(Body, Others)], elixir, Found),
            occurrences(Others, elixir, Found1);
        false ->
            occurrences(parts(Case), elixir, Found)
    end;
%% Elixir's `for': Enum.reduce(Collection, Accumulator, fun(Pattern, _) -> ...).
occurrences(
    {call, _, {remote, _, {atom, _, 'Elixir.Enum'}, {atom, _, reduce}}, [Collection, Initial, {'fun', _, {clauses, Clauses}}]},
    elixir,
    Found
) ->
    case hd(Clauses) of
        {clause, _, [Pattern, {var, _, Accumulator}], Guards, Body} ->
            case source_name(Accumulator, elixir) of
                false -> occurrences([Pattern, Guards, Collection, Initial, Body, tl(Clauses)], elixir, Found);
                _ -> occurrences([Collection, Initial, Clauses], elixir, Found)
            end;
        _ ->
            occurrences([Collection, Initial, Clauses], elixir, Found)
    end;
occurrences(Tree, Language, Found) when is_tuple(Tree), tuple_size(Tree) > 2 ->
    occurrences(parts(Tree), Language, Found);
occurrences([Tree | Trees], Language, Found) ->
    occurrences(Trees, Language, occurrences(Tree, Language, Found));
occurrences(_, _, Found) ->
    Found.

generated_clause(Clause) ->
    erl_anno:generated(element(2, Clause)).

%% The `else' of a `with' stands in the tree after each of its steps: one is enough.
without_copies(Body, Else) ->
    case lists:last(Body) of
        {'case', Anno, Value, [First | Else]} ->
            {clause, ClauseAnno, Patterns, Guards, Inner} = First,
            Once = {clause, ClauseAnno, Patterns, Guards, without_copies(Inner, Else)},
            lists:droplast(Body) ++ [{'case', Anno, Value, [Once]}];
        _ ->
            Body
    end.
