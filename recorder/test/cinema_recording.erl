%%% Runs a program in a BEAM of its own, recorded the way `cinema record' does it, and reads what was written.
-module(cinema_recording).

-export([run/1, run/2, native/0, with_folder/1, environment/2, ebin/0, shell/3]).

%% What -eval says is run; give the status, the output and the parts.
-spec run(string()) -> map().
run(Program) -> run(Program, #{}).

%% Options: those of the recorder; and `command', a list of words to run instead of erl; `keep', a fun that sees the folder
%% before it is removed.
-spec run(string(), map()) -> map().
run(Program, Options) ->
    with_folder(fun(Folder) ->
        Words = maps:get(command, Options, [os:find_executable("erl"), "-noshell", "-pa", filename:dirname(code:which(?MODULE)), "-eval", Program]),
        {Status, Output} = shell(Words, Folder, environment(Folder, maps:remove(command, Options))),
        Files = lists:sort(filelib:wildcard(filename:join([Folder, "parts", "*.cinema"]))),
        [error({recorder_failed, file:read_file(Failed)}) || Failed <- filelib:wildcard(filename:join([Folder, "parts", "*.failed"]))],
        #{status => Status, output => Output, folder => Folder, parts => [cinema_part:read(File) || File <- Files]}
    end).

%% Path of the native sink. A test that lacks it fails with what to do.
-spec native() -> file:filename().
native() ->
    Path = filename:join([filename:dirname(ebin()), "priv", "cinema_nif"]),
    filelib:is_regular(Path ++ ".so") orelse error("the native sink is not built: install a C compiler and OTP's headers (apt-get install gcc erlang-dev), then node scripts/build-recorder.mjs"),
    Path.

ebin() -> filename:absname(filename:dirname(code:which(cinema_recorder))).

-spec environment(file:filename(), map()) -> [{string(), string()}].
environment(Folder, Options) ->
    File = filename:join(Folder, "options.terms"),
    Project = filename:join(Folder, "project"),
    ok = filelib:ensure_dir(filename:join(Project, "x")),
    Nif = case Options of #{sink := portable} -> ""; _ -> native() end,
    All = maps:merge(#{parts => filename:join(Folder, "parts"), project => Project, nif => Nif}, Options),
    ok = file:write_file(File, [io_lib:format("~tp.~n", [{Key, text(Value)}]) || {Key, Value} <- maps:to_list(All)]),
    [{"CINEMA_OPTIONS", File}, {"ERL_AFLAGS", "-pa " ++ ebin() ++ " -eval code:load_file(cinema_boot),cinema_boot:start()"}].

text([C | _] = Path) when is_integer(C) -> unicode:characters_to_binary(Path);
text(Value) -> Value.

-spec with_folder(fun((file:filename()) -> Result)) -> Result.
with_folder(Use) ->
    Name = "cinema-test-" ++ os:getpid() ++ "-" ++ integer_to_list(erlang:unique_integer([positive])),
    Folder = filename:join(os:getenv("TMPDIR", "/tmp"), Name),
    ok = filelib:ensure_dir(filename:join(Folder, "x")),
    try
        Use(Folder)
    after
        file:del_dir_r(Folder)
    end.

%% Runs a program with its words; gives its status and all it printed.
-spec shell([string()], file:filename(), [{string(), string()}]) -> {integer(), binary()}.
shell([Program | Words], Folder, Environment) ->
    Port = open_port({spawn_executable, Program}, [{args, Words}, {cd, Folder}, {env, Environment}, exit_status, stderr_to_stdout, binary]),
    collect(Port, <<>>).

collect(Port, Output) ->
    receive
        {Port, {data, Bytes}} -> collect(Port, <<Output/binary, Bytes/binary>>);
        {Port, {exit_status, Status}} -> {Status, Output}
    after 60000 ->
        error({still_running, Output})
    end.
