%%% Between instrumented code and the portable sink: open, or closed while the sink is behind. What comes to a
%%% closed gate is counted, so that the gap in the recording says how much it lacks.
-module(cinema_gate).

-export([new/0, open/0, close/0, note/3, take_dropped/0]).

-define(OPEN, 1).
-define(DROPPED, 2).

%% Closed at first.
-spec new() -> ok.
new() ->
    persistent_term:get(?MODULE, none) =:= none andalso persistent_term:put(?MODULE, atomics:new(2, [])),
    close().

-spec open() -> ok.
open() -> atomics:put(persistent_term:get(?MODULE), ?OPEN, 1).

-spec close() -> ok.
close() -> atomics:put(persistent_term:get(?MODULE), ?OPEN, 0).

%% Called by cinema_event for every event.
-spec note(atom(), non_neg_integer(), [term()]) -> ok.
note(Kind, Site, Values) ->
    Gate = persistent_term:get(?MODULE, none),
    case Gate =/= none andalso atomics:get(Gate, ?OPEN) of
        1 -> cinema_event:note(Kind, Site, Values);
        0 -> atomics:add(Gate, ?DROPPED, 1);
        false -> ok
    end.

%% Events that came to the closed gate since the last question.
-spec take_dropped() -> non_neg_integer().
take_dropped() -> atomics:exchange(persistent_term:get(?MODULE), ?DROPPED, 0).
