%%% Where a recording begins: every BEAM that the recorded command starts calls start/0 by way of ERL_AFLAGS, before the
%%% program's own code. Whatever goes wrong, the program runs as it would have; what went wrong is written beside the parts.
-module(cinema_boot).

-export([start/0, load_recorder/0]).

-spec start() -> ok.
start() ->
    Held = hold(),
    try
        load_recorder(),
        begin_recording(cinema_options:from_environment())
    catch
        Class:Reason:Stack -> complain(".", {Class, Reason, Stack})
    end,
    lists:foreach(fun release/1, Held).

%% iex (and what -S says, mix above all) begins at the same time as we do: it waits until everything it does is recorded.
hold() -> [Pid || Pid <- processes(), Pid =/= self(), is_iex(Pid), held(Pid)].

is_iex(Pid) ->
    case process_info(Pid, backtrace) of
        {backtrace, Text} -> binary:match(Text, [<<"'Elixir.IEx">>, <<"(iex:">>]) =/= nomatch;
        undefined -> false
    end.

held(Pid) ->
    try erlang:suspend_process(Pid) catch error:_ -> false end.

release(Pid) ->
    try erlang:resume_process(Pid) catch error:_ -> false end,
    ok.

begin_recording(none) -> ok;
begin_recording({error, Reason}) -> complain(".", Reason);
begin_recording({ok, #{parts := Parts} = Options}) ->
    case cinema_recorder:start(Options) of
        {ok, _} -> ok;
        {error, Reason} -> complain(Parts, Reason)
    end.

%% All of it at once: a release in embedded mode loads nothing on demand, and the hook of the loader must not need the loader.
-spec load_recorder() -> ok.
load_recorder() ->
    Folder = filename:dirname(code:which(?MODULE)),
    {ok, Files} = file:list_dir(Folder),
    Modules = [list_to_atom(filename:basename(File, ".beam")) || File <- Files, filename:extension(File) =:= ".beam"],
    lists:foreach(fun(Module) -> erlang:module_loaded(Module) orelse ({module, Module} = code:load_abs(filename:join(Folder, atom_to_list(Module)))) end, Modules).

complain(Parts, Reason) ->
    File = filename:join(Parts, os:getpid() ++ ".failed"),
    _ = file:write_file(File, io_lib:format("~tp~n", [Reason])),
    ok.
