%%% A turnstile as a state machine: a coin unlocks it, a push goes through.
-module(turnstile).

-behaviour(gen_statem).

-export([start_link/0, act/2, stop/1]).
-export([init/1, callback_mode/0, locked/3, unlocked/3]).

-spec start_link() -> gen_statem:start_ret().
start_link() ->
    gen_statem:start_link(?MODULE, [], []).

-spec act(pid(), coin | push) -> open | closed | thanks.
act(Turnstile, Action) ->
    gen_statem:call(Turnstile, Action).

-spec stop(pid()) -> ok.
stop(Turnstile) ->
    gen_statem:stop(Turnstile).

-spec callback_mode() -> state_functions.
callback_mode() -> state_functions.

-spec init([]) -> {ok, locked, map()}.
init([]) ->
    {ok, locked, #{coins => 0, through => 0}}.

locked({call, From}, coin, #{coins := Coins} = Data) ->
    {next_state, unlocked, Data#{coins := Coins + 1}, [{reply, From, thanks}]};
locked({call, From}, push, Data) ->
    {keep_state, Data, [{reply, From, closed}]}.

unlocked({call, From}, push, #{through := Through} = Data) ->
    {next_state, locked, Data#{through := Through + 1}, [{reply, From, open}]};
unlocked({call, From}, coin, #{coins := Coins} = Data) ->
    {keep_state, Data#{coins := Coins + 1}, [{reply, From, thanks}]}.
