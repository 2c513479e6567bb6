%%% What becomes of a module that is about to be loaded.
%%%
%%% The hook (cinema_hook) calls load_module/2 or prepare_loading/2 in the code server or in the process that loads. A
%%% process of our own instruments; the loading process waits for it, no longer than ?TIMEOUT, and answers
%%% itself what that process asks of the code server meanwhile, since the code server may be the one that waits. Whatever goes
%%% wrong, the original is loaded, and the end chunk says why.
-module(cinema_loader).

-export([start/1, stop/0, instrument_loaded/0, watch/0, load_module/2, prepare_loading/2]).
-export([watch/1]).

-define(SERVER, cinema_recorder).
-define(TIMEOUT, 30000).
-define(WATCH, 50).

-record(state, {
    next_site = 0 :: non_neg_integer(),
    rules :: cinema_levels:rules(),
    secrets :: [binary()],
    path :: [file:filename()],
    originals = #{} :: #{module() => binary()},
    sources = #{} :: #{file:filename() => true}
}).

-spec start(cinema_options:options()) -> pid().
start(#{redact := Names} = Options) ->
    preload(),
    Rules = cinema_levels:compile(Options),
    application:set_env(kernel, '$cinema_rules', Rules),
    State = #state{rules = Rules, secrets = Names, path = code:get_path()},
    Starter = self(),
    Pid = spawn(fun() ->
        register(?SERVER, self()),
        Starter ! {self(), ready},
        loop(State)
    end),
    receive {Pid, ready} -> Pid end.

%% Puts the originals back. Gives the modules that stay instrumented: some process runs their old code.
-spec stop() -> [module()].
stop() ->
    application:unset_env(kernel, '$cinema_rules'),
    Left = call(stop),
    case whereis(?SERVER) of
        undefined -> ok;
        Pid -> exit(Pid, kill)
    end,
    Left.

%% Modules that were there before us: those of a release in embedded mode.
-spec instrument_loaded() -> ok.
instrument_loaded() ->
    %% what Elixir's debug info needs too, but by way of the hook
    code:where_is_file("elixir.app") =/= non_existing andalso not erlang:module_loaded(elixir_erl) andalso code:load_file(elixir_erl),
    {ok, Rules} = application:get_env(kernel, '$cinema_rules'),
    Loaded = [{Module, File} || {Module, File} <- code:all_loaded(), is_list(File), not lists:prefix("cinema_", atom_to_list(Module))],
    lists:foreach(fun({Module, File}) -> instrument_loaded(Module, File, Rules) end, Loaded).

instrument_loaded(Module, File, Rules) ->
    %% most are OTP's, and need not be read; a release is its own root
    Needed = not lists:prefix(code:root_dir(), File) orelse code:get_mode() =:= embedded orelse maps:get(lines, Rules) =/= [] orelse maps:get(calls, Rules) =/= [],
    case Needed andalso erl_prim_loader:get_file(File) of
        {ok, Bytes, _} ->
            case cinema_levels:level(Module, Bytes, Rules) =:= {none, own} andalso redirections(Module, persistent_term:get(cinema_sink)) =:= none of
                true -> ok;
                false -> reload(Module, File, Bytes)
            end;
        _ -> ok
    end.

reload(Module, File, Bytes) ->
    case not erlang:check_old_code(Module) orelse code:soft_purge(Module) of
        true ->
            Sticky = code:is_sticky(Module),
            Sticky andalso code:unstick_mod(Module),
            load(Module, File, Bytes, cinema_hook:installed()),
            Sticky andalso code:stick_mod(Module),
            ok;
        false ->
            cinema_recorder:skipped(Module, <<"its old code is in use">>)
    end.

load(Module, File, Bytes, true) ->
    code:load_binary(Module, File, Bytes);
load(Module, File, Bytes, false) ->
    case instrumented(Module, Bytes) of
        {ok, Instrumented} -> code:load_binary(Module, File, Instrumented);
        calls -> cinema_tracing:trace_calls(Module);
        original -> ok
    end.

%% Where the hook cannot be had: looks for new modules now and then, so that what they do at first is not seen, nor those
%% that no file holds.
-spec watch() -> pid().
watch() -> spawn(?MODULE, watch, [erlang:loaded()]).

-spec watch([module()]) -> ok.
watch(Known) ->
    timer:sleep(?WATCH),
    case application:get_env(kernel, '$cinema_rules') of
        {ok, Rules} ->
            Loaded = erlang:loaded(),
            [instrument_loaded(Module, File, Rules) || Module <- Loaded -- Known, {file, File} <- [code:is_loaded(Module)], is_list(File)],
            ?MODULE:watch(Loaded);
        undefined ->
            ok
    end.

%% In place of erlang:load_module/2.
-spec load_module(module(), binary()) -> {module, module()} | {error, term()}.
load_module(Module, Bytes) ->
    case instrumented(Module, Bytes) of
        {ok, Instrumented} ->
            case erlang:load_module(Module, Instrumented) of
                {error, Reason} when Reason =/= on_load, Reason =/= not_purged ->
                    failed(Module, Reason),
                    erlang:load_module(Module, Bytes);
                Result -> Result
            end;
        original -> erlang:load_module(Module, Bytes);
        calls ->
            Result = erlang:load_module(Module, Bytes),
            cinema_tracing:trace_calls(Module),
            Result
    end.

%% In place of erlang:prepare_loading/2.
-spec prepare_loading(module(), binary()) -> term().
prepare_loading(Module, Bytes) ->
    case instrumented(Module, Bytes) of
        {ok, Instrumented} ->
            case erlang:prepare_loading(Module, Instrumented) of
                {error, Reason} ->
                    failed(Module, Reason),
                    erlang:prepare_loading(Module, Bytes);
                Prepared -> Prepared
            end;
        original -> erlang:prepare_loading(Module, Bytes);
        calls ->
            ?SERVER ! {trace_calls_when_loaded, Module, 100},
            erlang:prepare_loading(Module, Bytes)
    end.

failed(Module, Reason) -> cinema_recorder:skipped(Module, {load, Reason}).

-spec instrumented(module(), binary()) -> {ok, binary()} | original | calls.
instrumented(Module, Bytes) ->
    case application:get_env(kernel, '$cinema_rules') of
        {ok, Rules} ->
            try cinema_levels:level(Module, Bytes, Rules) of
                {none, _} -> with_redirections(Module, Bytes);
                {Level, Asked} ->
                    case self() =:= whereis(?SERVER) of
                        true -> original;
                        false -> instrumented(Module, Bytes, Level, Asked)
                    end
            catch
                Class:Reason -> skip(Module, {Class, Reason})
            end;
        undefined -> original
    end.

instrumented(Module, Bytes, Level, Asked) ->
    case call({instrument, Module, Bytes, Level}) of
        {ok, Instrumented} -> {ok, Instrumented};
        {skip, _} when Asked =:= asked -> calls;
        {skip, _} -> original;
        {failed, Reason} -> skip(Module, Reason)
    end.

%% Modules of Elixir whose calls lead through the recorder, besides being left as they are.
with_redirections(Module, Bytes) ->
    case redirections(Module, persistent_term:get(cinema_sink)) of
        none ->
            original;
        Redirections ->
            case call({redirect, Module, Bytes, Redirections}) of
                {ok, Patched} -> {ok, Patched};
                {failed, Reason} -> skip(Module, Reason)
            end
    end.

redirections(elixir_compiler, _) -> #{{elixir_erl_compiler, noenv_forms} => cinema_script};
redirections(elixir_erl, _) -> #{{elixir_erl_compiler, forms} => cinema_script};
redirections('Elixir.System', portable) -> #{{erlang, halt} => cinema_portable_sink};
redirections('Elixir.Kernel.CLI', portable) -> #{{erlang, halt} => cinema_portable_sink};
redirections(_, _) -> none.

skip(Module, Reason) ->
    cinema_recorder:skipped(Module, Reason),
    original.

call(Request) ->
    case whereis(?SERVER) of
        undefined ->
            {failed, no_recorder};
        Server ->
            Monitor = monitor(process, Server),
            Server ! {request, self(), Monitor, Request},
            wait(Server, Monitor)
    end.

wait(Server, Monitor) ->
    receive
        {Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, process, _, Reason} ->
            {failed, Reason};
        %% We may be the code server: what the other side needs now is loaded as it is.
        {code_call, Server, Request} ->
            Server ! {code_server, answer(Request)},
            wait(Server, Monitor)
    after ?TIMEOUT ->
        demonitor(Monitor, [flush]),
        {failed, timeout}
    end.

answer({ensure_loaded, Module}) ->
    case erlang:module_loaded(Module) of
        true -> {module, Module};
        false -> load_plain(Module, code_path())
    end;
answer(get_path) -> code_path();
answer(_) -> {error, cinema_busy}.

code_path() ->
    {ok, Path} = application:get_env(kernel, '$cinema_path'),
    Path.

load_plain(_, []) -> {error, nofile};
load_plain(Module, [Folder | Path]) ->
    case erl_prim_loader:get_file(filename:join(Folder, atom_to_list(Module) ++ ".beam")) of
        {ok, Bytes, _} -> erlang:load_module(Module, Bytes);
        error -> load_plain(Module, Path)
    end.

%% ---- the process that instruments

loop(State) ->
    receive
        {request, From, Tag, stop} ->
            From ! {Tag, [Module || {Module, Bytes} <- maps:to_list(State#state.originals), not restored(Module, Bytes)]},
            loop(State#state{originals = #{}});
        {request, From, Tag, {instrument, Module, Bytes, Level}} ->
            {Reply, State1} =
                try
                    instrument(Module, Bytes, Level, State)
                catch
                    Class:Reason:Stack ->
                        {{failed, {Class, Reason, lists:sublist(Stack, 3)}}, State}
                end,
            From ! {Tag, Reply},
            loop(State1);
        {request, From, Tag, {redirect, Module, Bytes, Redirections}} ->
            From ! {Tag, try {ok, cinema_hook:redirected(Module, Bytes, Redirections)} catch _:Reason -> {failed, Reason} end},
            loop(State);
        {trace_calls_when_loaded, Module, Tries} ->
            case cinema_tracing:trace_calls(Module) of
                0 when Tries > 0 -> erlang:send_after(5, self(), {trace_calls_when_loaded, Module, Tries - 1});
                _ -> ok
            end,
            loop(State);
        _ ->
            loop(State)
    end.

instrument(Module, Bytes, Level, #state{next_site = Base} = State) ->
    case cinema_instrument:beam(Bytes, #{base => Base, level => Level}) of
        {ok, Module, Instrumented, #{count := Count} = Table} ->
            State1 = write_sources(Table, State),
            ok = cinema_recorder:chunk(4, maps:get(json, Table)),
            cinema_redaction:hide_variables(Base, maps:get(table, Table), State#state.secrets),
            Originals = (State#state.originals)#{Module => Bytes},
            {{ok, Instrumented}, State1#state{next_site = Base + Count, originals = Originals}};
        {skip, Module, Why} ->
            evaluated(Module) orelse cinema_recorder:skipped(Module, Why),
            {{skip, Why}, State}
    end.

%% What Elixir compiles to run it once: the bodies of modules, and files that only make modules. Nobody misses these.
evaluated(Module) -> lists:prefix("elixir_compiler_", atom_to_list(Module)).

%% Each file once in a recording.
write_sources(#{files := Files}, #state{sources = Written} = State) ->
    New = [File || File <- Files, not is_map_key(File, Written)],
    lists:foreach(fun write_source/1, New),
    State#state{sources = maps:merge(Written, maps:from_keys(New, true))}.

write_source(File) ->
    case {file:read_file(File), cinema_source:hash(File)} of
        {{ok, Bytes}, Hash} when is_binary(Hash) ->
            Head = iolist_to_binary(cinema_json:encode(#{path => unicode:characters_to_binary(File), hash => Hash})),
            ok = cinema_recorder:chunk(5, [<<(byte_size(Head)):32/little>>, Head, Bytes]);
        _ ->
            ok
    end.

restored(Module, Bytes) ->
    case code:is_loaded(Module) of
        {file, File} ->
            (not erlang:check_old_code(Module) orelse code:soft_purge(Module)) andalso
                begin
                    Sticky = code:is_sticky(Module),
                    Sticky andalso code:unstick_mod(Module),
                    Result = code:load_binary(Module, name(File), Bytes),
                    Sticky andalso code:stick_mod(Module),
                    Result =:= {module, Module} andalso code:soft_purge(Module)
                end;
        false ->
            true
    end.

name(File) when is_list(File) -> File;
name(_) -> "".

%% What instrumenting needs is in memory before the first module comes by: the compiler, and Elixir's way from its own
%% debug info to Erlang's where there is an Elixir.
preload() ->
    application:set_env(kernel, '$cinema_path', code:get_path()),
    Compiler = modules_in(code:lib_dir(compiler, ebin)),
    Elixir =
        case code:where_is_file("elixir.app") of
            non_existing -> [];
            File -> [Module || Module <- modules_in(filename:dirname(File)) -- [elixir_erl], lists:prefix("elixir_erl", atom_to_list(Module)) orelse Module =:= elixir_utils]
        end,
    Library = [beam_lib, erl_lint, erl_bits, erl_expand_records, erl_internal, erl_anno, erl_features, erl_parse, erl_scan, erl_pp, epp, sets, ordsets,
        orddict, dict, gb_sets, gb_trees, digraph, digraph_utils, sofs, proplists, maps, queue, string, unicode_util, io_lib, io_lib_format, io_lib_pretty,
        otp_internal, erl_error, base64, binary, filelib, re, rand, zlib, file, filename],
    %% crypto: for the hashes of sources, where this OTP has it
    lists:foreach(fun preload/1, Compiler ++ Elixir ++ Library ++ [crypto]).

%% Not by code:load_file/1 where others may load the same module meanwhile: it complains of OTP's being sticky.
preload(Module) ->
    erlang:module_loaded(Module) orelse
        case code:ensure_loaded(Module) of
            {error, embedded} -> code:load_file(Module);
            _ -> ok
        end.

modules_in(Folder) ->
    case erl_prim_loader:list_dir(Folder) of
        {ok, Files} -> [list_to_atom(filename:basename(File, ".beam")) || File <- Files, filename:extension(File) =:= ".beam"];
        error -> []
    end.
