%%% The sites of one module while it is rewritten: their numbers, scopes, fresh
%%% variable names, and the tables of functions, files and variables they refer to.
%%%
%%% The rewriting walks a syntax tree and hands out numbers as it goes. The counter
%%% lives in the process dictionary of the process that rewrites, for the time of
%%% `collect/1' only, so that the walk itself stays a plain function from a tree to a tree.
-module(cinema_sites).

-export([collect/1, new/4, in_scope/1, fresh/0, enter_function/4, enter_file/1, variable/2, fun_name/1, count_fun/0]).

-export_type([site/0, table/0]).

-type site() :: map().
-type table() :: #{
    count := non_neg_integer(),
    sites := [site()],
    scopes := [non_neg_integer()],
    functions := [{atom(), arity(), non_neg_integer(), non_neg_integer()}],
    files := [file:filename()],
    variables := [{binary(), atom()}]
}.

-define(KEY, '$cinema_sites').

-record(collected, {
    count = 0 :: non_neg_integer(),
    sites = [] :: [site()],
    scope = 0 :: non_neg_integer(),
    scopes = [] :: [non_neg_integer()],
    scope_count = 0 :: non_neg_integer(),
    opened = #{0 => true} :: #{non_neg_integer() => true},
    functions = [] :: [{atom(), arity(), non_neg_integer(), non_neg_integer()}],
    function_count = 0 :: non_neg_integer(),
    file = 0 :: non_neg_integer(),
    files = #{} :: #{file:filename() => non_neg_integer()},
    variables = #{} :: #{{binary(), atom()} => non_neg_integer()},
    fresh = 0 :: non_neg_integer(),
    funs = 0 :: non_neg_integer()
}).

%% Runs Walk and gives its result with the table of all sites it made.
-spec collect(fun(() -> Result)) -> {Result, table()}.
collect(Walk) ->
    Outer = put(?KEY, #collected{}),
    try
        Result = Walk(),
        {Result, table(get(?KEY))}
    after
        case Outer of
            undefined -> erase(?KEY);
            _ -> put(?KEY, Outer)
        end
    end.

table(Collected) ->
    #{
        count => Collected#collected.count,
        sites => lists:reverse(Collected#collected.sites),
        scopes => lists:reverse(Collected#collected.scopes),
        functions => lists:reverse(Collected#collected.functions),
        files => by_index(Collected#collected.files),
        variables => by_index(Collected#collected.variables)
    }.

by_index(Map) ->
    [Key || {Key, _} <- lists:keysort(2, maps:to_list(Map))].

%% A new site; gives its index in the module.
-spec new(atom(), non_neg_integer(), non_neg_integer(), map()) -> non_neg_integer().
new(Kind, Line, Column, Fields) ->
    #collected{count = Count, scope = Scope, opened = Opened} = Collected = get(?KEY),
    Site0 = Fields#{
        kind => Kind,
        line => Line,
        column => Column,
        file => Collected#collected.file,
        function => Collected#collected.function_count - 1,
        scope => Scope
    },
    Site =
        case Opened of
            #{Scope := true} -> Site0;
            #{} -> Site0#{opens => true}
        end,
    put(?KEY, Collected#collected{
        count = Count + 1,
        sites = [Site | Collected#collected.sites],
        opened = Opened#{Scope => true}
    }),
    Count.

%% Runs Walk in a new scope, whose parent is the present one.
-spec in_scope(fun(() -> Result)) -> Result.
in_scope(Walk) ->
    #collected{scope = Parent, scope_count = Count, scopes = Scopes} = Collected = get(?KEY),
    put(?KEY, Collected#collected{scope = Count + 1, scope_count = Count + 1, scopes = [Parent | Scopes]}),
    Result = Walk(),
    put(?KEY, (get(?KEY))#collected{scope = Parent}),
    Result.

%% A variable name that no source can contain: a blank stands in it. Numbers begin
%% again in each function, so the number of atoms stays small.
-spec fresh() -> atom().
fresh() ->
    #collected{fresh = Number} = Collected = get(?KEY),
    put(?KEY, Collected#collected{fresh = Number + 1}),
    list_to_atom("cinema " ++ integer_to_list(Number)).

-spec enter_function(atom(), arity(), non_neg_integer(), non_neg_integer()) -> ok.
enter_function(Name, Arity, Line, LastLine) ->
    #collected{functions = Functions, function_count = Count} = Collected = get(?KEY),
    put(?KEY, Collected#collected{
        functions = [{Name, Arity, Line, LastLine} | Functions],
        function_count = Count + 1,
        fresh = 0,
        funs = 0
    }),
    ok.

%% The file that the following code comes from, as a file attribute says.
-spec enter_file(file:filename() | first) -> ok.
enter_file(first) ->
    put(?KEY, (get(?KEY))#collected{file = 0}),
    ok;
enter_file(File) ->
    #collected{files = Files} = Collected = get(?KEY),
    {Index, Files1} = index_of(File, Files),
    put(?KEY, Collected#collected{file = Index, files = Files1}),
    ok.

%% The index of a variable: its name in the source and its name in the code.
-spec variable(binary(), atom()) -> non_neg_integer().
variable(Name, InCode) ->
    #collected{variables = Variables} = Collected = get(?KEY),
    {Index, Variables1} = index_of({Name, InCode}, Variables),
    put(?KEY, Collected#collected{variables = Variables1}),
    Index.

index_of(Key, Map) ->
    case Map of
        #{Key := Index} -> {Index, Map};
        #{} -> {map_size(Map), Map#{Key => map_size(Map)}}
    end.

%% The compiler numbers the funs and comprehensions of a function: a fun after those in it.
%% The name of the fun that has so many in it.
-spec fun_name(non_neg_integer()) -> binary().
fun_name(Inside) ->
    #collected{funs = Number, functions = [{Name, Arity, _, _} | _]} = get(?KEY),
    unicode:characters_to_binary(io_lib:format("-~ts/~b-fun-~b-", [Name, Arity, Number + Inside])).

%% One of them was met.
-spec count_fun() -> ok.
count_fun() ->
    #collected{funs = Number} = Collected = get(?KEY),
    put(?KEY, Collected#collected{funs = Number + 1}),
    ok.
