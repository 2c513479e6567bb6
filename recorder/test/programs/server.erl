-module(server).
-export([main/0]).

main() ->
    Server = spawn(fun() -> loop(#{}) end),
    ok = call(Server, {put, a, 1}),
    ok = call(Server, {put, b, 2}),
    A = call(Server, {get, a}),
    C = call(Server, {get, c}),
    Size = call(Server, size),
    stopped = call(Server, stop),
    {A, C, Size}.

call(Server, Request) ->
    Reference = make_ref(),
    Server ! {self(), Reference, Request},
    receive
        {Reference, Reply} ->
            Reply
    end.

loop(State) ->
    receive
        {From, Reference, stop} ->
            From ! {Reference, stopped};
        {From, Reference, Request} ->
            {Reply, Next} = handle(Request, State),
            From ! {Reference, Reply},
            loop(Next)
    end.

handle({put, Key, Value}, State) ->
    {ok, State#{Key => Value}};
handle({get, Key}, State) ->
    {maps:find(Key, State), State};
handle(size, State) ->
    {map_size(State), State}.
