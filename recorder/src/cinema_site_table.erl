%%% The table of a module's sites as JSON: docs/trace-format.md, "Module (kind 4)".
-module(cinema_site_table).

-include("cinema_rewrite.hrl").

-export([json/2, occurrences/2]).

%% All places of a module's first file that name a variable, as indexes of the table. What
%% headers or macros of other files bring along has lines of its own, which mean nothing
%% here. Runs inside cinema_sites:collect/1.
-spec occurrences([term()], erlang | elixir) -> [{pos_integer(), non_neg_integer(), non_neg_integer()}].
occurrences(Forms, Language) ->
    [
        {Line, Column, cinema_sites:variable(cinema_variables:source_name(Variable, Language), Variable)}
     || Clauses <- own_functions(Forms),
        {Line, Column, Variable} <- cinema_variables:occurrences(Clauses, Language)
    ].

own_functions(Forms) ->
    Files = [File || {attribute, _, file, {File, _}} <- Forms],
    own_functions(Forms, Files =:= [] orelse hd(Files), true).

own_functions([{attribute, _, file, {File, _}} | Forms], First, _) ->
    own_functions(Forms, First, File =:= First);
own_functions([{function, _, Name, _, Clauses} | Forms], First, true) when Name =/= '__info__' ->
    [Clauses | own_functions(Forms, First, true)];
own_functions([_ | Forms], First, Own) ->
    own_functions(Forms, First, Own);
own_functions([], _, _) ->
    [].

%% Details: module, language, level, reason, base, records, struct, funs, files (path and hash), occurrences.
-spec json(cinema_sites:table(), map()) -> iodata().
json(Table, Details) ->
    Records = lists:sort(maps:to_list(maps:get(records, Details))),
    #{count := Count, sites := Sites, scopes := Scopes, functions := Functions, variables := Variables} = Table,
    object([
        {module, atom(maps:get(module, Details))},
        {language, atom(maps:get(language, Details))},
        {level, atom(maps:get(level, Details))},
        {reason, nullable(maps:get(reason, Details, null))},
        {base, integer(maps:get(base, Details))},
        {count, integer(Count)},
        {records, object([{Name, array([atom(Field) || Field <- Fields])} || {Name, Fields} <- Records])},
        {struct, fields(maps:get(struct, Details))},
        {funs, array([array([atom(Name), integer(Arity), integer(Unique)]) || {Name, Arity, Unique} <- maps:get(funs, Details)])},
        {files, array([object([{path, text(Path)}, {hash, nullable(Hash)}]) || {Path, Hash} <- maps:get(files, Details)])},
        {scopes, array([integer(Parent) || Parent <- Scopes])},
        {functions, array([function(Function) || Function <- Functions])},
        {variables, array([array([text(Name), atom(InCode)]) || {Name, InCode} <- Variables])},
        {occurrences, array([
            array([integer(Line), integer(Column), integer(Variable)])
         || {Line, Column, Variable} <- maps:get(occurrences, Details)
        ])},
        {sites, ["[\n", lists:join(",\n", [site(Site) || Site <- Sites]), "]"]}
    ]).

fields(null) -> "null";
fields(Fields) -> array([atom(Field) || Field <- Fields]).

function({Name, Arity, Line, LastLine}) ->
    object([{name, atom(Name)}, {arity, integer(Arity)}, {line, integer(Line)}, {lastLine, integer(LastLine)}]).

site(Site) ->
    Numbers = [{Key, integer(maps:get(Key, Site))} || Key <- [line, column, file, function, scope]],
    Flags = [{Key, "true"} || Key <- [stop, opens, generated], is_map_key(Key, Site)],
    object(
        [{kind, atom(maps:get(kind, Site))}] ++ Numbers ++ Flags ++
            optional(clause, fun integer/1, Site) ++
            optional(name, fun text/1, Site) ++
            optional(arguments, fun(Arguments) -> array([argument(Argument) || Argument <- Arguments]) end, Site) ++
            optional(callee, fun text/1, Site) ++
            [{values, integer(maps:get(values, Site))}] ++
            [{packed, "true"} || is_map_key(packed, Site)] ++
            case maps:get(binds, Site, []) of
                [] -> [];
                Binds -> [{binds, array([bind(Bind) || Bind <- Binds])}]
            end
    ).

optional(Key, Encode, Site) ->
    case Site of
        #{Key := Value} -> [{Key, Encode(Value)}];
        #{} -> []
    end.

argument({value, Index}) -> object([{value, integer(Index)}]);
argument({literal, Literal}) -> object([{literal, literal(Literal)}]).

bind({Variable, Value, Path}) ->
    object([{variable, integer(Variable)}, {value, integer(Value)}, {path, array([step(Step) || Step <- Path])}]).

step({element, Index}) -> array([text(<<"element">>), integer(Index)]);
step({key, Literal}) -> array([text(<<"key">>), literal(Literal)]);
step(head) -> array([text(<<"head">>)]);
step(tail) -> array([text(<<"tail">>)]).

literal({atom, Atom}) -> object([{atom, atom(Atom)}]);
literal({integer, Integer}) -> object([{integer, integer(Integer)}]);
literal({binary, Text}) -> object([{binary, text(Text)}]);
literal({string, Text}) -> object([{string, text(Text)}]);
literal(nil) -> object([{nil, "true"}]).

object(Members) ->
    ["{", lists:join(",", [[text(atom_to_binary(Key)), ":", Value] || {Key, Value} <- Members]), "}"].

array(Elements) ->
    ["[", lists:join(",", Elements), "]"].

integer(Integer) ->
    integer_to_binary(Integer).

atom(Atom) ->
    text(atom_to_binary(Atom)).

nullable(null) -> "null";
nullable(Text) -> text(Text).

text(Text) ->
    [$", [escape(Character) || Character <- characters(Text)], $"].

characters(Text) ->
    case unicode:characters_to_list(Text) of
        Characters when is_list(Characters) -> Characters;
        %% A path that is not UTF-8.
        _ -> binary_to_list(iolist_to_binary(Text))
    end.

escape($") -> "\\\"";
escape($\\) -> "\\\\";
escape(Character) when Character < 32 -> io_lib:format("\\u~4.16.0b", [Character]);
escape(Character) -> unicode:characters_to_binary([Character]).
