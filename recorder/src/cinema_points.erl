%%% The places in OTP where a behaviour is between two callbacks, or goes down, as match specifications of call
%%% tracing. Where they are differs between releases of OTP; a place that this one does not have is left out.
-module(cinema_points).

-export([all/0]).

-type point() :: {{module(), atom(), arity()}, ets:match_spec() | true}.

-spec all() -> [point()].
all() ->
    lists:append([points(Module) || Module <- [gen_server, gen_statem, gen_event], loaded(Module)]) ++ monitors().

%% Tracing a local function needs the module in memory.
loaded(Module) -> code:ensure_loaded(Module) =:= {module, Module}.

points(Module) ->
    Functions = Module:module_info(functions),
    [{{Module, Name, Arity}, [{Head, [], [{message, Message}]}]} || {{Name, Arity}, Head, Message} <- places(Module), lists:member({Name, Arity}, Functions)].

%% gen_server: OTP 25 to 27 hand everything on as arguments; OTP 28 has a record of what does not change.
places(gen_server) ->
    [
        {{loop, 7}, ['_', '_', '$1', '$2', '_', '_', '_'], {{state, '$2', '$1'}}},
        {{loop, 4}, ['$2', '$1', '_', '_'], {{state, {element, 5, '$2'}, '$1'}}},
        {{terminate, 10}, ['_', '$3', '_', '_', '_', '_', '_', '$2', '$1', '_'], {{terminate, '$2', '$3', '$1'}}},
        {{terminate, 8}, ['$4', '_', '$3', '_', '_', '_', '$1', '_'], {{terminate, {element, 5, '$4'}, '$3', '$1'}}}
    ];
places(gen_statem) ->
    %% #params{}: modules is the fifth field's element; #state{}: state_data the second
    Module = {hd, {element, 5, '$1'}},
    State = {element, 2, '$2'},
    [
        {{loop_receive, 3}, ['$1', '_', '$2'], {{state, Module, State}}},
        {{terminate, 7}, ['_', '$3', '_', '$1', '_', '$2', '_'], {{terminate, Module, '$3', State}}}
    ];
places(gen_event) ->
    [
        {{fetch_msg, 6}, ['_', '_', '$1', '_', '_', '_'], {{state, gen_event, '$1'}}},
        {{terminate_server, 4}, ['$2', '_', '$1', '_'], {{terminate, gen_event, '$2', '$1'}}}
    ].

monitors() ->
    [
        {{erlang, monitor, 2}, [{['_', '$1'], [], [{message, {{monitor, '$1'}}}]}]},
        {{erlang, monitor, 3}, [{['_', '$1', '_'], [], [{message, {{monitor, '$1'}}}]}]},
        {{erlang, demonitor, 1}, [{['$1'], [], [{message, {{demonitor, '$1'}}}]}]},
        {{erlang, demonitor, 2}, [{['$1', '_'], [], [{message, {{demonitor, '$1'}}}]}]}
    ].
