%%% Workload: a gen_server that holds a map, and four clients that write and read. Its state is small, or large.
-module(bench_kv).
-behaviour(gen_server).

-export([run/1, init/1, handle_call/3, handle_cast/2]).

%% {Calls of each client, keys in the state}
run({Calls, Keys}) ->
    {ok, Server} = gen_server:start(?MODULE, Keys, []),
    Parent = self(),
    Clients = [spawn_link(fun() -> client(Server, Client, Calls), Parent ! {done, self()} end) || Client <- lists:seq(1, 4)],
    [receive {done, Client} -> ok end || Client <- Clients],
    gen_server:stop(Server).

client(_, _, 0) ->
    ok;
client(Server, Client, Calls) ->
    Key = {Client, Calls rem 10},
    ok = gen_server:call(Server, {put, Key, Calls}),
    {ok, Calls} = gen_server:call(Server, {get, Key}),
    client(Server, Client, Calls - 1).

init(Keys) ->
    {ok, #{store => maps:from_list([{Key, {entry, Key, <<"some text">>}} || Key <- lists:seq(1, Keys)]), writes => 0}}.

handle_call({put, Key, Value}, _From, #{store := Store, writes := Writes} = State) ->
    NewStore = Store#{Key => Value},
    NewState = State#{store := NewStore, writes := Writes + 1},
    {reply, ok, NewState};
handle_call({get, Key}, _From, #{store := Store} = State) ->
    Found = maps:find(Key, Store),
    {reply, Found, State}.

handle_cast(_, State) -> {noreply, State}.
