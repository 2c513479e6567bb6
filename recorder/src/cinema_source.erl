%%% The source files of a module: which file attribute means which path on this machine,
%%% and what their contents' hash is.
-module(cinema_source).

-export([paths/2, is_foreign/2, file/2, hash/1]).

-type paths() :: #{source := file:filename_all(), first := file:filename_all()}.

%% What is needed to find files: the compiler's path of the module's source, and how the
%% module's first file attribute calls the same file.
-spec paths([term()], file:filename_all()) -> paths().
paths(Forms, Source) ->
    First =
        case lists:keyfind(file, 3, Forms) of
            {attribute, _, file, {File, _}} -> File;
            false -> Source
        end,
    #{source => Source, first => First}.

%% Code of a file attribute whose text is not to be had, such as what `use GenServer'
%% brings along: nobody can step there.
-spec is_foreign(file:filename_all(), paths()) -> boolean().
is_foreign(File, #{first := First}) when File =:= First -> false;
is_foreign(File, Paths) -> not filelib:is_regular(resolve(File, Paths)).

%% The absolute path of a file attribute, and its hash if it can be read.
-spec file(file:filename_all(), paths()) -> {file:filename_all(), binary() | null}.
file(File, Paths) ->
    Path = resolve(File, Paths),
    {Path, hash(Path)}.

resolve(File, #{first := First, source := Source}) ->
    case filename:pathtype(File) of
        absolute -> File;
        _ when File =:= First, Source =/= "" -> filename:absname(Source);
        _ -> filename:join(root(First, Source), File)
    end.

%% The folder that relative paths start at: the source's without the relative part.
root(First, Source) ->
    Parts = lists:reverse(filename:split(Source)),
    Relative = lists:reverse(filename:split(First)),
    case filename:pathtype(First) =/= absolute andalso lists:prefix(Relative, Parts) of
        true -> filename:absname(filename:join(lists:reverse(lists:nthtail(length(Relative), Parts)) ++ [""]));
        false -> current()
    end.

current() ->
    {ok, Directory} = file:get_cwd(),
    Directory.

%% SHA-256 in hexadecimal, null when the file cannot be read or the VM has no crypto.
-spec hash(file:filename_all()) -> binary() | null.
hash(Path) ->
    try
        {ok, Bytes} = file:read_file(Path),
        list_to_binary([io_lib:format("~2.16.0b", [Byte]) || <<Byte>> <= crypto:hash(sha256, Bytes)])
    catch
        error:_ -> null
    end.
