%%% OTP's own debugger, driven by a program: every step of a call with the bindings that
%%% the interpreter has there. The judge of ours.
-module(cinema_debugger).

-export([steps/4, attached/2]).

-export_type([step/0]).

-type step() :: {Line :: pos_integer(), Bindings :: #{atom() => term()}}.

%% All steps that Module makes in the process that calls Module:Function(). The beam must
%% hold Erlang abstract code; Source is only shown by the debugger, any text will do.
-spec steps(module(), binary(), file:filename(), atom()) -> [step()].
steps(Module, Beam, Source, Function) ->
    {module, Module} = int:i({Module, Source, atom_to_list(Module) ++ ".beam", Beam}),
    ok = int:auto_attach([init], {?MODULE, attached, [self()]}),
    try
        {Runner, Monitor} = spawn_monitor(fun() -> Module:Function() end),
        collect(Runner, Monitor, [])
    after
        int:auto_attach(false),
        int:n(Module)
    end.

collect(Runner, Monitor, Steps) ->
    receive
        {step, Runner, Step} ->
            collect(Runner, Monitor, [Step | Steps]);
        {step, _, _} ->
            collect(Runner, Monitor, Steps);
        {'DOWN', Monitor, process, Runner, normal} ->
            lists:reverse(last_steps(Runner, Steps));
        {'DOWN', Monitor, process, Runner, Reason} ->
            error({failed_in_debugger, Reason})
    after 20000 ->
        exit(Runner, kill),
        error({debugger_did_not_finish, lists:sublist(Steps, 3)})
    end.

last_steps(Runner, Steps) ->
    receive
        {step, Runner, Step} -> last_steps(Runner, [Step | Steps])
    after 0 -> Steps
    end.

%% Runs in a process of its own for each process that the debugger interprets.
-spec attached(pid(), pid()) -> ok.
attached(Runner, Driver) ->
    case int:attached(Runner) of
        {ok, Meta} -> follow(Meta, Runner, Driver);
        error -> ok
    end.

follow(Meta, Runner, Driver) ->
    receive
        {Meta, {break_at, _, Line, _}} ->
            Bindings = maps:from_list(int:meta(Meta, bindings, nostack)),
            Driver ! {step, Runner, {Line, Bindings}},
            int:meta(Meta, step),
            follow(Meta, Runner, Driver);
        {Meta, {exit_at, _, _, _}} ->
            int:meta(Meta, continue),
            ok;
        {Meta, terminated} ->
            ok;
        {Meta, _} ->
            follow(Meta, Runner, Driver)
    end.
