%%% A relay race: a ring of runners hands a baton on, two coaches shout at once,
%%% and a turnstile lets the spectators in.
%%%
%%%     erlc +debug_info -o ebin src/*.erl
%%%     erl -noshell -pa ebin -s relay main -s init stop
-module(relay).

-export([main/0]).

-record(race, {laps = 0 :: non_neg_integer(), pace = normal :: atom(), log = [] :: [atom()]}).

-spec main() -> ok.
main() ->
    Visitors = turnstile_visits(),
    io:format("~p visitors are in~n", [Visitors]),
    Referee = spawn_link(fun() -> referee(#race{}) end),
    First = ring(5, Referee),
    coaches(Referee),
    First ! {baton, 3, self()},
    receive
        {finished, Laps} -> io:format("~p laps~n", [Laps])
    after 1000 -> io:format("nobody came home~n")
    end,
    Referee ! {result, self()},
    receive
        {race, Race} -> io:format("the pace was ~p~n", [Race#race.pace])
    end.

%% Two coaches want two things. Which order the referee obeys depends on whose message arrives last.
coaches(Referee) ->
    Shout = fun(Order) -> spawn(fun() -> Referee ! {pace, Order} end) end,
    lists:foreach(Shout, [faster, slower]).

%% Runners are made from the last to the first; the last one hands the baton to the first.
ring(Size, Referee) ->
    Last = spawn(fun() -> wait_for_next(Referee) end),
    First = lists:foldl(fun(_Number, Next) -> spawn(fun() -> runner(Next) end) end, Last, lists:seq(2, Size)),
    Last ! {next, First},
    First.

wait_for_next(Referee) ->
    receive
        {next, First} -> last_runner(First, Referee)
    end.

runner(Next) ->
    receive
        {baton, Laps, Home} ->
            Next ! {baton, Laps, Home},
            runner(Next)
    end.

last_runner(First, Referee) ->
    receive
        {baton, Laps, Home} ->
            Referee ! lap,
            case Laps of
                1 ->
                    Referee ! {home, Home},
                    last_runner(First, Referee);
                _ ->
                    First ! {baton, Laps - 1, Home},
                    last_runner(First, Referee)
            end
    end.

referee(#race{laps = Laps, log = Log} = Race) ->
    receive
        lap ->
            referee(Race#race{laps = Laps + 1});
        {pace, Order} ->
            referee(Race#race{pace = Order, log = [Order | Log]});
        {home, Home} ->
            Home ! {finished, Laps},
            referee(Race);
        {result, From} ->
            From ! {race, Race}
    end.

turnstile_visits() ->
    {ok, Turnstile} = turnstile:start_link(),
    Tries = [coin, push, push, coin, coin, push, push],
    Results = [turnstile:act(Turnstile, Try) || Try <- Tries],
    Visitors = length([open || open <- Results]),
    ok = turnstile:stop(Turnstile),
    Visitors.
