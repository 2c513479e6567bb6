%%% Stands in for the recorder's sink: a module cinema_event that keeps every event in a
%%% table, in the order they happened, so that a test can look at them.
-module(cinema_event_double).

-export([install/0, install_counter/0, remove/0, events/0, events/1, count/0]).
-export([record/3, next_try/1, counted/3]).

-export_type([event/0]).

-type event() :: {pid(), s | p | v | t | x | r, Site :: non_neg_integer(), Values :: [term()]}.

-define(TABLE, cinema_events).
-define(MOST_VALUES, 16).

-spec install() -> ok.
install() ->
    install(record).

%% Counts events instead of keeping them: for code that makes very many.
-spec install_counter() -> ok.
install_counter() ->
    persistent_term:put(?TABLE, counters:new(1, [])),
    install(counted).

install(Record) ->
    catch ets:delete(?TABLE),
    Self = self(),
    Owner = spawn(fun() -> own_table(Self) end),
    receive
        {Owner, ready} -> ok
    end,
    {ok, cinema_event, Beam} = compile:forms(forms(Record), []),
    code:purge(cinema_event),
    {module, cinema_event} = code:load_binary(cinema_event, "cinema_event_double", Beam),
    ok.

own_table(Starter) ->
    ?TABLE = ets:new(?TABLE, [ordered_set, public, named_table]),
    Starter ! {self(), ready},
    receive
        stop -> ok
    end.

%% Puts the real module back.
-spec remove() -> ok.
remove() ->
    ets:info(?TABLE, owner) ! stop,
    code:purge(cinema_event),
    code:delete(cinema_event),
    ok.

%% All events so far, in order.
-spec events() -> [event()].
events() ->
    [Event || {_, Event} <- ets:tab2list(?TABLE)].

%% The events of one process.
-spec events(pid()) -> [event()].
events(Pid) ->
    [Event || {Owner, _, _, _} = Event <- events(), Owner =:= Pid].

%% How many events were counted.
-spec count() -> non_neg_integer().
count() ->
    counters:get(persistent_term:get(?TABLE), 1).

-spec counted(atom(), non_neg_integer(), [term()]) -> ok.
counted(_, _, _) ->
    counters:add(persistent_term:get(?TABLE), 1, 1).

%% Called by the generated module.
-spec record(atom(), non_neg_integer(), [term()]) -> ok.
record(Operation, Site, Values) ->
    ets:insert(?TABLE, {erlang:unique_integer([monotonic]), {self(), Operation, Site, Values}}),
    ok.

-spec next_try(non_neg_integer()) -> pos_integer().
next_try(Site) ->
    Number = erlang:unique_integer([positive]),
    record(t, Site, [Number]),
    Number.

%% -module(cinema_event), whose functions call record/3 or counted/3.
forms(Record) ->
    Functions =
        [{s, Count} || Count <- lists:seq(0, ?MOST_VALUES)] ++ [{r, Count} || Count <- lists:seq(1, ?MOST_VALUES)],
    Listed = [{Name, Count + 1} || {Name, Count} <- Functions] ++ [{p, 2}, {v, 2}, {t, 1}, {x, 5}],
    [{attribute, 1, module, cinema_event}, {attribute, 1, export, Listed}] ++
        [reporting(Record, Name, Count) || {Name, Count} <- Functions] ++
        [
            function(p, [site, list], [call(Record, [{atom, 1, p}, variable(site), variable(list)])]),
            function(v, [site, value], [call(Record, [{atom, 1, v}, variable(site), list([value])]), variable(value)]),
            function(t, [site], [call(next_try, [variable(site)])]),
            function(x, [site, number, class, reason, stack], [
                call(Record, [{atom, 1, x}, variable(site), list([number, class, reason, stack])])
            ])
        ].

reporting(Record, Name, Count) ->
    Values = [list_to_atom("value" ++ integer_to_list(Number)) || Number <- lists:seq(1, Count)],
    function(Name, [site | Values], [call(Record, [{atom, 1, Name}, variable(site), list(Values)])]).

function(Name, Parameters, Body) ->
    {function, 1, Name, length(Parameters), [{clause, 1, [variable(P) || P <- Parameters], [], Body}]}.

call(Name, Arguments) ->
    {call, 1, {remote, 1, {atom, 1, ?MODULE}, {atom, 1, Name}}, Arguments}.

list(Names) ->
    lists:foldr(fun(Name, Tail) -> {cons, 1, variable(Name), Tail} end, {nil, 1}, Names).

variable(Name) ->
    {var, 1, Name}.
