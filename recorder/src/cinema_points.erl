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
    [
        {{Module, Name, Arity}, [{Head, Guards, [{message, Message}]} || {Head, Guards, Message} <- Clauses]}
     || {{Name, Arity}, Clauses} <- places(Module), lists:member({Name, Arity}, Functions)
    ].

%% Up to OTP 27 a gen_server hands everything on as arguments; OTP 28 has a record of what does not change, whose fifth
%% element is the module. A function of the same name and arity that is something else fails the guard.
places(gen_server) ->
    Record = [{'=:=', {element, 1, '$2'}, server_data}],
    Module = {element, 5, '$2'},
    [
        {{loop, 7}, [{['_', '_', '$1', '$2', '_', '_', '_'], [], {{state, '$2', '$1'}}}]},
        {{loop, 5}, [{['$2', '$1', '_', '_', '_'], Record, {{state, Module, '$1'}}}]},
        {{loop, 4}, [{['$2', '$1', '_', '_'], Record, {{state, Module, '$1'}}}]},
        {{terminate, 10}, [{['_', '$3', '_', '_', '_', '_', '_', '$2', '$1', '_'], [], {{terminate, '$2', '$3', '$1'}}}]},
        {{terminate, 9}, [{['$2', '$1', '_', '_', '_', '$3', '_', '_', '_'], Record, {{terminate, Module, '$3', '$1'}}}]}
    ];
%% #params{}: the fifth element is the module, or a list of modules whose first is the present one; #state{}: the second is
%% {State, Data}.
places(gen_statem) ->
    Field = {element, 5, '$1'},
    State = {element, 2, '$2'},
    Both = fun(Head, Message) -> [{Head, [{is_list, Field}], Message({hd, Field})}, {Head, [{is_atom, Field}], Message(Field)}] end,
    [
        {{loop_receive, 3}, Both(['$1', '_', '$2'], fun(Module) -> {{state, Module, State}} end)},
        {{terminate, 7}, Both(['_', '$3', '_', '$1', '_', '$2', '_'], fun(Module) -> {{terminate, Module, '$3', State}} end)}
    ];
%% The state of an event manager: its handlers.
places(gen_event) ->
    [
        {{fetch_msg, 6}, [{['_', '_', '$1', '_', '_', '_'], [], {{state, gen_event, '$1'}}}]},
        {{terminate_server, 4}, [{['$2', '_', '$1', '_'], [], {{terminate, gen_event, '$2', '$1'}}}]}
    ].

monitors() ->
    [
        {{erlang, monitor, 2}, [{['_', '$1'], [], [{message, {{monitor, '$1'}}}]}]},
        {{erlang, monitor, 3}, [{['_', '$1', '_'], [], [{message, {{monitor, '$1'}}}]}]},
        {{erlang, demonitor, 1}, [{['$1'], [], [{message, {{demonitor, '$1'}}}]}]},
        {{erlang, demonitor, 2}, [{['$1', '_'], [], [{message, {{demonitor, '$1'}}}]}]}
    ].
