%%% What a module says of values: the order of the fields of records and of its struct, and the names of its funs.
-module(cinema_definitions).

-export([records/1, struct/1, funs/1]).

%% The definitions of the records of a module: name and field names.
-spec records([term()]) -> #{atom() => [atom()]}.
records(Forms) ->
    maps:from_list([{Name, [field_name(Field) || Field <- Fields]} || {attribute, _, record, {Name, Fields}} <- Forms]).

field_name({record_field, _, {atom, _, Name}}) -> Name;
field_name({record_field, _, {atom, _, Name}, _}) -> Name;
field_name({typed_record_field, Field, _}) -> field_name(Field).

%% The fields of the module's struct in the order of defstruct, the order inspect/2 prints; null if it has none.
%% Elixir says so in __info__(struct) since 1.14. Before, inspect/2 did not know that order either.
-spec struct([term()]) -> [atom()] | null.
struct(Forms) ->
    Descriptions = [
        Description
     || {function, _, '__info__', 1, Clauses} <- Forms,
        {clause, _, [{atom, _, struct}], [], [{cons, _, _, _} = Description]} <- Clauses
    ],
    case Descriptions of
        [Description] -> [Name || Name <- fields(Description), Name =/= '__struct__', Name =/= '__exception__'];
        _ -> null
    end.

fields({cons, _, {map, _, Pairs}, Rest}) ->
    [Name || {map_field_assoc, _, {atom, _, field}, {atom, _, Name}} <- Pairs] ++ fields(Rest);
fields(_) ->
    [].

%% The funs of a compiled module by their index, from 0: the compiler's name, the arity, and the number that tells
%% them from funs of another version of the module. The table is the chunk "FunT" of the file (beam_asm, beam_load).
-spec funs(binary()) -> [{atom(), arity(), non_neg_integer()}].
funs(Beam) ->
    case beam_lib:chunks(Beam, ["FunT", atoms], [allow_missing_chunks]) of
        {ok, {_, [{"FunT", <<_Count:32, Entries/binary>>}, {atoms, Atoms}]}} ->
            Names = maps:from_list(Atoms),
            [
                {maps:get(Name, Names), Arity - Captured, Unique}
             || <<Name:32, Arity:32, _Label:32, _Index:32, Captured:32, Unique:32>> <= Entries
            ];
        _ ->
            []
    end.
