%%% The hook in OTP's loader: every module that the node loads is handed to cinema_loader before its first call.
%%%
%%% The modules `code' (OTP 26 and later prepare code in the process that asks) and `code_server' (OTP 25 and earlier
%%% load it in the server) are loaded again with their calls of erlang:load_module/2 and
%%% erlang:prepare_loading/2 replaced by cinema_loader's functions of the same names, made from their own debug info.
%%% The code server runs its loop by local calls, so it stays in its old code. It is moved as a
%%% system process is upgraded: suspended, a change_code request makes the old code call
%%% code_server:system_code_change/4 in the new one, whose added clause goes on in the new loop and never comes back.
-module(cinema_hook).

-export([install/0, installed/0, remove/0, redirected/3]).

-define(TIMEOUT, 5000).
-define(FOLDER, '$cinema_hooks').

%% Whether every load passes through us now; if not, why.
-spec install() -> hooked | {off, term()}.
install() ->
    case persistent_term:get(?MODULE, none) of
        hooked ->
            hooked;
        none ->
            %% later the code server may be the one that waits for us
            application:set_env(kernel, ?FOLDER, filename:join(filename:dirname(code:which(?MODULE)), "hooks")),
            try
                patch(code),
                patch(code_server),
                move_code_server(),
                persistent_term:put(?MODULE, hooked),
                hooked
            catch
                throw:Reason -> {off, Reason};
                error:Reason:Stack -> {off, {Reason, hd(Stack)}}
            end
    end.

-spec installed() -> boolean().
installed() -> persistent_term:get(?MODULE, none) =:= hooked.

%% The patched modules stay: cinema_loader hands everything on untouched when nothing records.
-spec remove() -> ok.
remove() -> ok.

patch(Module) ->
    Redirections = #{{erlang, load_module} => cinema_loader, {erlang, prepare_loading} => cinema_loader},
    Patched = redirected(Module, object_code(Module), Redirections),
    erlang:check_old_code(Module) andalso throw({old_code_in_use, Module}),
    case erlang:load_module(Module, Patched) of
        {module, Module} -> ok;
        {error, Reason} -> throw({Reason, Module})
    end.

%% A module of which the remote calls of some functions go to another module, to functions of the same names. Throws why
%% that cannot be. Compiling takes up to a tenth of a second, so the result is kept beside the recorder's own modules.
-spec redirected(module(), binary(), #{{module(), atom()} => module()}) -> binary().
redirected(Module, Original, Redirections) ->
    Cached = cache_file(Module, {Original, Redirections}),
    case file:read_file(Cached) of
        {ok, Bytes} ->
            Bytes;
        {error, _} ->
            Made = compiled(Module, Original, Redirections),
            keep(Cached, Made),
            Made
    end.

object_code(Module) ->
    case code:get_object_code(Module) of
        {Module, Bytes, _} -> Bytes;
        error -> throw({no_object_code, Module})
    end.

cache_file(Module, Key) ->
    {ok, Folder} = application:get_env(kernel, ?FOLDER),
    filename:join(Folder, atom_to_list(Module) ++ "-" ++ binary_to_list(binary:encode_hex(erlang:md5(term_to_binary(Key))))).

%% Under another name first: two BEAMs may write at the same time.
keep(File, Bytes) ->
    Temporary = File ++ "." ++ os:getpid(),
    _ = filelib:ensure_dir(File),
    case file:write_file(Temporary, Bytes) of
        ok -> file:rename(Temporary, File);
        {error, _} -> file:delete(Temporary)
    end.

compiled(Module, Original, Redirections) ->
    Forms = [form(Form, Redirections) || Form <- abstract_code(Module, Original)],
    case compile:forms(Forms, [return_errors, no_spawn_compiler_process]) of
        {ok, Module, Bytes} -> Bytes;
        {ok, Module, Bytes, _} -> Bytes;
        {error, Errors, _} -> throw({compile, Module, Errors})
    end.

abstract_code(Module, Bytes) ->
    case beam_lib:chunks(Bytes, [debug_info]) of
        {ok, {_, [{debug_info, {debug_info_v1, Backend, Data}}]}} when Data =/= none ->
            case Backend:debug_info(erlang_v1, Module, Data, []) of
                {ok, Forms} -> Forms;
                {error, Reason} -> throw({Reason, Module})
            end;
        _ ->
            throw({no_debug_info, Module})
    end.

form({function, Anno, system_code_change, 4, Clauses}, Redirections) ->
    {function, Anno, system_code_change, 4, [move_clause(Anno) | redirect(Clauses, Redirections)]};
form({function, Anno, system_terminate, 4, _}, _) ->
    {function, Anno, system_terminate, 4, [terminate_clause(Anno)]};
form(Form, Redirections) ->
    redirect(Form, Redirections).

%% system_terminate(Reason, Parent, _, _) -> self() ! {'EXIT', Parent, Reason}, exit(shutdown)
%% The loop that we moved runs inside of the catch around system_code_change/4, and after it waits suspended: there the
%% message ends it for good. Without it every orderly stop of the VM would wait until the supervisor kills the code server.
terminate_clause(A) ->
    Variable = fun(Name) -> {var, A, Name} end,
    {clause, A,
        [Variable('CinemaReason'), Variable('CinemaParent'), Variable('_'), Variable('_')],
        [],
        [{op, A, '!', {call, A, {atom, A, self}, []}, {tuple, A, [{atom, A, 'EXIT'}, Variable('CinemaParent'), Variable('CinemaReason')]}},
            {call, A, {atom, A, exit}, [{atom, A, shutdown}]}]}.

%% system_code_change(State, cinema_hook, {Pid, Reference}, _) -> Pid ! Reference, loop(State)
move_clause(A) ->
    Variable = fun(Name) -> {var, A, Name} end,
    {clause, A,
        [Variable('CinemaState'), {atom, A, ?MODULE}, {tuple, A, [Variable('CinemaPid'), Variable('CinemaReference')]}, Variable('_')],
        [],
        [{op, A, '!', Variable('CinemaPid'), Variable('CinemaReference')}, {call, A, {atom, A, loop}, [Variable('CinemaState')]}]}.

redirect({remote, A, {atom, B, Module}, {atom, C, Name}} = Tree, Redirections) ->
    case Redirections of
        #{{Module, Name} := Other} -> {remote, A, {atom, B, Other}, {atom, C, Name}};
        #{} -> Tree
    end;
redirect(Tuple, Redirections) when is_tuple(Tuple) -> list_to_tuple([redirect(Element, Redirections) || Element <- tuple_to_list(Tuple)]);
redirect([Head | Tail], Redirections) -> [redirect(Head, Redirections) | redirect(Tail, Redirections)];
redirect(Leaf, _) -> Leaf.

move_code_server() ->
    Server = whereis(code_server),
    ok = request(Server, suspend),
    Reference = make_ref(),
    Server ! {system, {self(), make_ref()}, {change_code, ?MODULE, {self(), Reference}, []}},
    receive
        Reference -> ok
    after ?TIMEOUT ->
        _ = request(Server, resume),
        throw(code_server_did_not_move)
    end.

request(Server, Request) ->
    Tag = make_ref(),
    Server ! {system, {self(), Tag}, Request},
    receive
        {Tag, Reply} -> Reply
    after ?TIMEOUT -> throw({no_answer, Request})
    end.
