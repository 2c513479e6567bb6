%%% From a compiled module to one that reports what it does, and the table that says what
%%% its reports mean. The source is not needed: the debug information is the code.
-module(cinema_instrument).

-export([beam/2, forms/1]).

-export_type([result/0, options/0]).

-type options() :: #{base := non_neg_integer(), level => lines | calls}.
-type details() :: #{
    count := non_neg_integer(),
    json := iodata(),
    files := [file:filename_all()],
    table := cinema_sites:table()
}.
-type result() ::
    {ok, module(), binary(), details()}
    | {skip, module(), Reason :: binary()}.

%% Base: number of the module's first site; it uses `count' numbers from there. Level
%% `calls' reports only that functions were entered. Files: the paths of the sources that
%% could be read. A skip says in words why the module is left as it is.
-spec beam(binary(), options()) -> result().
beam(Beam, Options) ->
    case debug_information(Beam) of
        {ok, Module, Language, Forms, Info} ->
            case reason_to_skip(Module, Forms) of
                none -> instrument(Module, Language, Forms, Info, Options);
                Reason -> {skip, Module, Reason}
            end;
        {skip, _, _} = Skip ->
            Skip
    end.

debug_information(Beam) ->
    case beam_lib:chunks(Beam, [debug_info, compile_info], [allow_missing_chunks]) of
        {ok, {Module, [{debug_info, {debug_info_v1, Backend, Data}}, {compile_info, Info}]}} when Data =/= none ->
            case abstract_code(Backend, Module, Data) of
                {ok, Forms} -> {ok, Module, language(Backend), Forms, compile_info(Info)};
                none -> {skip, Module, <<"no debug info">>}
            end;
        {ok, {Module, _}} ->
            {skip, Module, <<"no debug info">>};
        {error, beam_lib, _} ->
            {skip, undefined, <<"not a compiled module">>}
    end.

abstract_code(Backend, Module, Data) ->
    try Backend:debug_info(erlang_v1, Module, Data, []) of
        {ok, Forms} -> {ok, Forms};
        {error, _} -> none
    catch
        error:_ -> none
    end.

language(elixir_erl) -> elixir;
language(cinema_script) -> elixir;
language(_) -> erlang.

compile_info(missing_chunk) -> [];
compile_info(Info) -> Info.

reason_to_skip(Module, Forms) ->
    Attributes = [Name || {attribute, _, Name, _} <- Forms],
    Checks = [
        {fun() -> lists:member(Module, erlang:pre_loaded()) end, <<"part of the virtual machine (preloaded)">>},
        {fun() -> is_recorder(Module) end, <<"part of the recorder">>},
        {fun() -> lists:member(on_load, Attributes) end, <<"runs code when it is loaded (on_load)">>},
        {fun() -> lists:member(nifs, Attributes) orelse loads_nif(Forms) end, <<"has functions in native code (NIF)">>}
    ],
    case [Reason || {Holds, Reason} <- Checks, Holds()] of
        [Reason | _] -> Reason;
        [] -> none
    end.

%% The recorder's modules lie in one folder; a program may have names like ours.
is_recorder(Module) ->
    lists:prefix("cinema_", atom_to_list(Module)) andalso folder(Module) =:= folder(?MODULE).

folder(Module) ->
    case code:which(Module) of
        Path when is_list(Path), Path =/= "" -> filename:dirname(Path);
        _ -> unknown
    end.

loads_nif({call, _, {remote, _, {atom, _, erlang}, {atom, _, load_nif}}, _}) -> true;
loads_nif(Tree) when is_tuple(Tree) -> loads_nif(tuple_to_list(Tree));
loads_nif([Tree | Trees]) -> loads_nif(Tree) orelse loads_nif(Trees);
loads_nif(_) -> false.

instrument(Module, Language, Forms, Info, #{base := Base} = Options) ->
    Source = proplists:get_value(source, Info, ""),
    Level = maps:get(level, Options, lines),
    Paths = cinema_source:paths(Forms, Source),
    Foreign = fun(File) -> cinema_source:is_foreign(File, Paths) end,
    Settings = #{base => Base, level => Level, language => Language, foreign => Foreign},
    {Rewritten, Table, Occurrences} = cinema_rewrite:module(Forms, Settings),
    case compile(Rewritten, Info) of
        {ok, NewBeam} ->
            Files = [cinema_source:file(File, Paths) || File <- maps:get(files, Table)],
            Details = #{
                module => Module,
                language => Language,
                level => Level,
                reason => maps:get(reason, Options, null),
                base => Base,
                records => cinema_definitions:records(Forms),
                struct => cinema_definitions:struct(Forms),
                funs => cinema_definitions:funs(NewBeam),
                files => Files,
                occurrences => Occurrences
            },
            Json = iolist_to_binary(cinema_site_table:json(Table, Details)),
            Readable = [Path || {Path, Hash} <- Files, Hash =/= null],
            {ok, Module, NewBeam, #{count => maps:get(count, Table), json => Json, files => Readable, table => Table}};
        {error, Why} when Level =:= lines ->
            instrument(Module, Language, Forms, Info, Options#{level => calls, reason => Why});
        {error, Why} ->
            {skip, Module, Why}
    end.

%% Most options had their effect before the debug information was written, or stand in it
%% as attributes; those that still matter are taken over.
compile(Forms, Info) ->
    Kept = [Option || Option <- proplists:get_value(options, Info, []), still_matters(Option)],
    Options = [return_errors, return_warnings, no_spawn_compiler_process, {source, proplists:get_value(source, Info, "")}],
    try compile:noenv_forms(Forms, Options ++ Kept) of
        {ok, _, Beam, _Warnings} -> {ok, Beam};
        {error, Errors, _} -> {error, error_text(Errors)}
    catch
        error:Reason -> {error, error_text(Reason)}
    end.

still_matters(no_auto_import) -> true;
still_matters({no_auto_import, _}) -> true;
still_matters({feature, _, _}) -> true;
still_matters(_) -> false.

error_text([{_, [{Place, Formatter, Error} | _]} | _]) ->
    Line =
        case Place of
            {Number, _} -> Number;
            _ -> Place
        end,
    text("does not compile with the recorder's calls: line ~p: ~ts", [Line, Formatter:format_error(Error)]);
error_text(Reason) ->
    text("does not compile with the recorder's calls: ~0P", [Reason, 12]).

text(Format, Arguments) ->
    unicode:characters_to_binary(io_lib:format(Format, Arguments)).

%% The abstract code of a module, for tests and tools.
-spec forms(binary()) -> {ok, module(), erlang | elixir, [term()]} | {skip, module(), binary()}.
forms(Beam) ->
    case debug_information(Beam) of
        {ok, Module, Language, Forms, _} -> {ok, Module, Language, Forms};
        Skip -> Skip
    end.
